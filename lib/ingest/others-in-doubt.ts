import { type RecordDocument, recordsOf } from '@/models/record';
import type { Transaction } from '@/models/transaction';
import { identityDisagreements } from './domain/identity-guard';
import type { PreparedUpload } from './prepare-upload';

/** A name entered for the next patient on a cart usually follows within minutes. */
const SAME_SITTING_MS = 10 * 60_000;
/** More records alike, or of one device in so short a time, are a test signal: people tell those apart anyway. */
const MOST_OTHERS = 200;

type DoubtReason = 'identity_mismatch' | 'same_samples';

/** Earlier records that an upload brings into doubt, each with why, and why the upload itself is. */
export interface Doubt {
  reasons: DoubtReason[];
  others: { document: RecordDocument; reason: DoubtReason }[];
}

/** The record an upload will be, and the hospital's id it would be filed under. */
interface Own {
  record_id: string;
  patient_id: string | null;
}

/** The hospital's id a record is or was said to be filed under. */
const saidId = (document: RecordDocument) => document.patient_id ?? document.claimed?.patient_id ?? null;

const ATTRIBUTED = { status: { $in: ['stored', 'quarantined'] } };

/** The same trace under another patient: one of the two names is wrong, and nobody can tell which (ING-6). */
async function sameSamples(
  organizationId: string,
  upload: PreparedUpload,
  own: Own,
  tx: Transaction,
): Promise<RecordDocument[]> {
  const alike = await recordsOf(upload.modality)(organizationId).find(
    { samples_hash: upload.samples_hash, ...ATTRIBUTED },
    { limit: MOST_OTHERS, tx },
  );
  return alike.filter((document) => document._id !== own.record_id && saidId(document) !== own.patient_id);
}

/** Whether the names an upload and a record were sent with are of two people. */
function otherName(upload: PreparedUpload, { claimed, sent_name }: RecordDocument): boolean {
  const name = claimed?.patient ?? sent_name;
  const differing = upload.patient && name ? identityDisagreements(upload.patient, name) : [];
  return differing.includes('family_name') || differing.includes('given_name');
}

/**
 * ECGs of one device under the same id and another name, less than ten minutes apart: either name may be the wrong one
 * (ING-6). The order in which they arrive says nothing.
 */
async function sameSitting(
  organizationId: string,
  upload: PreparedUpload,
  own: Own,
  tx: Transaction,
): Promise<RecordDocument[]> {
  const { patient_id, patient, device_id, time } = upload;
  if (upload.modality !== 'ecg' || patient_id === null || !patient) return [];
  const away = (ms: number) => new Date(time.recording_date.getTime() + ms);
  const sitting = await recordsOf('ecg')(organizationId).find(
    { device_id, recording_date: { $gt: away(-SAME_SITTING_MS), $lt: away(SAME_SITTING_MS) }, ...ATTRIBUTED },
    { limit: MOST_OTHERS, tx },
  );
  return sitting.filter(
    (document) => document._id !== own.record_id && saidId(document) === patient_id && otherName(upload, document),
  );
}

/**
 * Step: what an upload throws doubt on besides itself (ING-6). Both sides are held: which one is filed wrongly cannot be
 * known from the data.
 */
export async function othersInDoubt(
  organizationId: string,
  upload: PreparedUpload,
  own: Own,
  tx: Transaction,
): Promise<Doubt> {
  const alike = await sameSamples(organizationId, upload, own, tx);
  const sitting = await sameSitting(organizationId, upload, own, tx);
  const others = new Map<string, Doubt['others'][number]>();
  for (const document of sitting) others.set(document._id, { document, reason: 'identity_mismatch' });
  for (const document of alike) others.set(document._id, { document, reason: 'same_samples' });
  return {
    reasons: [
      ...(sitting.length > 0 ? (['identity_mismatch'] as const) : []),
      ...(alike.length > 0 ? (['same_samples'] as const) : []),
    ],
    others: [...others.values()],
  };
}
