import { organizations } from '@/models/organization';
import type { RecordDocument } from '@/models/record';
import { ecgRecords, recordVersions } from '@/models/record';
import type { Transaction } from '@/models/transaction';

/** One version of an ECG. */
export interface EcgVersion {
  record_id: string;
  version: number;
}

/** What measuring leaves in a record. */
export type MeasuringEnd = Pick<RecordDocument, 'measuring'> &
  Partial<Pick<RecordDocument, 'derived' | 'quality' | 'warnings'>>;

interface Found {
  document: RecordDocument;
  latest: boolean;
}

/** Step: a version of an ECG wherever it stands by now; null where it is gone. */
export async function findVersion(
  organizationId: string,
  { record_id, version }: EcgVersion,
  tx?: Transaction,
): Promise<Found | null> {
  const options = tx ? { tx } : {};
  const latest = await ecgRecords(organizationId).findOne({ _id: record_id, version }, options);
  if (latest) return { document: latest, latest: true };
  const older = await recordVersions(organizationId).findOne({ record_id, version }, options);
  return older && { document: older, latest: false };
}

/**
 * Step: ends the measuring of a version that waits for it. Nothing that was sent or said changes, so there is no audit
 * event and no new revision, and nobody's work on the record is disturbed; whoever shows it reads it again.
 * @param end what there is to keep, from the version as it stands within the transaction
 */
export async function settleMeasuring(
  organizationId: string,
  version: EcgVersion,
  end: (document: RecordDocument) => MeasuringEnd,
  tx: Transaction,
): Promise<void> {
  const found = await findVersion(organizationId, version, tx);
  if (found?.document.measuring !== 'waiting') return;
  const { document, latest } = found;
  const set = end(document);
  if (!latest) {
    await recordVersions(organizationId).updateOne({ _id: document._id }, { $set: set }, { tx });
    return;
  }
  // the number is taken last: uploads take it first, and must not wait for this
  await ecgRecords(organizationId).updateOne({ _id: document._id, version: document.version }, { $set: set }, { tx });
  const change = await organizations.nextChange(organizationId, tx);
  await ecgRecords(organizationId).updateOne({ _id: document._id }, { $set: { change } }, { tx });
}
