import { type Actor, authorize } from '@/lib/accounts/actor';
import { enqueueJobs, type JobPayloads, type JobRequest } from '@/lib/jobs/enqueue-job';
import type { Services } from '@/lib/platform/services';
import type { RecordDocument } from '@/models/record';
import { type Transaction, withTransaction } from '@/models/transaction';
import { type MeasuredSignals, measureSignals } from './measure-signals';
import { findVersion, type MeasuringEnd, settleMeasuring } from './settle-measuring';

/** The request to measure a version of an ECG. */
export function measuringOf({ record_id, version }: JobPayloads['measure-ecg']): JobRequest<'measure-ecg'> {
  return { kind: 'measure-ecg', about: `${record_id}/v${version}`, payload: { record_id, version } };
}

/** Step: asks for a version of an ECG to be measured; the same transaction leaves it `waiting`. */
export async function askForMeasuring(
  services: Services,
  organizationId: string,
  version: Pick<RecordDocument, 'record_id' | 'version'>,
  tx: Transaction,
): Promise<void> {
  await enqueueJobs(services, organizationId, [measuringOf(version)], tx);
}

function endOf(document: RecordDocument, measured: MeasuredSignals | null): MeasuringEnd {
  if (!measured) return { measuring: 'unreadable', derived: null };
  const { derived, quality, warnings } = measured;
  const others = document.warnings.filter(({ code }) => code !== 'heart_rate_mismatch');
  return { measuring: 'done', derived, quality, warnings: [...others, ...warnings] };
}

/**
 * Job: measures one version of an ECG and judges its quality and its stated heart rate. The record was accepted before
 * and stays so, whatever becomes of this.
 */
export async function measureEcg(
  services: Services,
  worker: Actor,
  version: JobPayloads['measure-ecg'],
): Promise<void> {
  authorize(worker, 'ecg:ingest');
  const { organization_id } = worker;
  const found = await findVersion(organization_id, version);
  if (found?.document.measuring !== 'waiting') return;
  const measured = await measureSignals(services, found.document);
  await withTransaction((tx) => settleMeasuring(organization_id, version, (document) => endOf(document, measured), tx));
}
