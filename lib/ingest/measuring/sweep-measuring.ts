import type { JobPayloads } from '@/lib/jobs/enqueue-job';
import type { Services } from '@/lib/platform/services';
import { type JobDocument, jobs } from '@/models/job';
import { organizations } from '@/models/organization';
import { withTransaction } from '@/models/transaction';
import { settleMeasuring } from './settle-measuring';

const BATCH = 100;

async function giveUp(services: Services, { _id, organization_id, payload }: JobDocument): Promise<void> {
  // written by askForMeasuring
  const version = payload as JobPayloads['measure-ecg'];
  await withTransaction(async (tx) => {
    // asked for again meanwhile, it is no longer dead
    if ((await jobs(organization_id).deleteOne({ _id, state: 'dead' }, { tx })) === 0) return;
    await settleMeasuring(organization_id, version, () => ({ measuring: 'given_up' }), tx);
  });
  services.log.error({ job: _id, record: version.record_id }, 'the measuring of an ECG was given up');
}

/** Ends what would wait for ever: an ECG whose measuring has failed too often says so. */
export async function sweepMeasuring(services: Services): Promise<void> {
  for (const { _id } of await organizations.list()) {
    const dead = await jobs(_id).find(
      { state: 'dead', kind: 'measure-ecg' },
      { sort: { run_at: 1, _id: 1 }, limit: BATCH },
    );
    for (const job of dead) await giveUp(services, job);
  }
}
