import { constants, setPriority } from 'node:os';
import { environment } from '@/lib/config/env';
import { askForBackfill, backfillRecords } from '@/lib/ingest/backfill/backfill-records';
import { checkReport } from '@/lib/ingest/check-report';
import { measureEcg } from '@/lib/ingest/measuring/measure-ecg';
import { sweepMeasuring } from '@/lib/ingest/measuring/sweep-measuring';
import { sweepClaims } from '@/lib/ingest/sweep-claims';
import { processUpload } from '@/lib/ingest/uploads/process-upload';
import { sweepUploads } from '@/lib/ingest/uploads/sweep-uploads';
import { repeat } from '@/lib/jobs/repeat';
import { runJobs } from '@/lib/jobs/run-jobs';
import { fillSummaries } from '@/lib/patients/fill-summaries';
import { services } from '@/lib/platform/services';
import { applyRetention } from '@/lib/retention/apply-retention';
import { connectStores, disconnectDatabase, pingDatabase } from '@/models/connection';
import { isUnfinishedCopy } from '@/models/copies/store-writer';
import { ensureIndexes } from '@/models/ensure-indexes';

const SWEEP_EVERY_MS = 15_000;
const LOOK_FOR_JOBS_EVERY_MS = 1000;
const RETENTION_EVERY_MS = 15 * 60_000;

const HANDLERS = {
  'check-report': checkReport,
  'measure-ecg': measureEcg,
  'read-upload': processUpload,
  'backfill-records': backfillRecords,
};

/** The worker: prepares the database, then does what nobody waits for. Says `ready` to its supervisor. */
async function main(): Promise<void> {
  // on the machine of the web server: whoever waits for an answer goes first
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  environment();
  const all = services();
  await connectStores();
  const { transactions } = await pingDatabase();
  if (!transactions) {
    throw new Error(
      'This MongoDB is standalone: Nightbeat needs transactions. Run it as a replica set; a single member is enough.',
    );
  }
  if (await isUnfinishedCopy()) {
    throw new Error('This database holds an unfinished restore or move. Run the same command again to finish it.');
  }
  await ensureIndexes();
  const stopSweeping = repeat('sweep-claims', SWEEP_EVERY_MS, all.log, () => sweepClaims(all));
  const stopRetention = repeat('retention', RETENTION_EVERY_MS, all.log, () => applyRetention(all));
  const stopSweepingUploads = repeat('sweep-uploads', SWEEP_EVERY_MS, all.log, () => sweepUploads(all));
  const stopSweepingMeasuring = repeat('sweep-measuring', SWEEP_EVERY_MS, all.log, () => sweepMeasuring(all));
  let stopping = false;
  const stopJobs = repeat('jobs', LOOK_FOR_JOBS_EVERY_MS, all.log, async () => {
    await runJobs(all, HANDLERS, () => stopping);
  });
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await Promise.all([stopSweeping(), stopSweepingUploads(), stopSweepingMeasuring(), stopJobs(), stopRetention()]);
    await disconnectDatabase();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void stop());
  process.send?.('ready');
  // what patients and records of an older version lack; nobody waits for it
  fillSummaries().catch((error: unknown) => all.log.error({ err: error }, 'patient summaries are not filled yet'));
  askForBackfill(all).catch((error: unknown) => all.log.error({ err: error }, 'derived values are not asked for yet'));
}

main().catch((error: unknown) => {
  // the message names settings or states the remedy; driver texts about unreachable hosts hold no patient data
  console.error(error instanceof Error ? error.message : 'the worker could not start');
  process.exit(1);
});
