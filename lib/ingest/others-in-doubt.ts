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

/** Records that may be in doubt, by one reason or the other. */
interface Candidates {
  alike: RecordDocument[];
  sitting: RecordDocument[];
}

/** From when to when ECGs of one device are of one sitting; null where an upload can be of none. */
function sittingOf({ modality, patient_id, patient, time }: PreparedUpload): { from: Date; to: Date } | null {
  if (modality !== 'ecg' || patient_id === null || !patient) return null;
  const away = (ms: number) => new Date(time.recording_date.getTime() + ms);
  return { from: away(-SAME_SITTING_MS), to: away(SAME_SITTING_MS) };
}

/** What is looked at of each reason, asked for at once unless there is so much that one would crowd out the other. */
async function candidatesFor(organizationId: string, upload: PreparedUpload, tx: Transaction): Promise<Candidates> {
  const { samples_hash, device_id } = upload;
  const scoped = recordsOf(upload.modality)(organizationId);
  const sitting = sittingOf(upload);
  const sameSamples = { samples_hash, ...ATTRIBUTED };
  if (!sitting) return { alike: await scoped.find(sameSamples, { limit: MOST_OTHERS, tx }), sitting: [] };
  const { from, to } = sitting;
  const sameSitting = { device_id, recording_date: { $gt: from, $lt: to }, ...ATTRIBUTED };
  const either = await scoped.find({ $or: [sameSamples, sameSitting] }, { limit: MOST_OTHERS, tx });
  if (either.length === MOST_OTHERS)
    return {
      alike: await scoped.find(sameSamples, { limit: MOST_OTHERS, tx }),
      sitting: await scoped.find(sameSitting, { limit: MOST_OTHERS, tx }),
    };
  const inSitting = (document: RecordDocument) =>
    document.device_id === device_id && document.recording_date > from && document.recording_date < to;
  return {
    alike: either.filter((document) => document.samples_hash === samples_hash),
    sitting: either.filter(inSitting),
  };
}

/** Whether the names an upload and a record were sent with are of two people. */
function otherName(upload: PreparedUpload, { claimed, sent_name }: RecordDocument): boolean {
  const name = claimed?.patient ?? sent_name;
  const differing = upload.patient && name ? identityDisagreements(upload.patient, name) : [];
  return differing.includes('family_name') || differing.includes('given_name');
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
  const candidates = await candidatesFor(organizationId, upload, tx);
  const another = (document: RecordDocument) => document._id !== own.record_id;
  // the same trace under another patient: one of the two names is wrong, and nobody can tell which
  const alike = candidates.alike.filter((document) => another(document) && saidId(document) !== own.patient_id);
  // ECGs of one device under the same id and another name, less than ten minutes apart: either name may be the wrong
  // one, and the order in which they arrive says nothing
  const sitting = candidates.sitting.filter(
    (document) => another(document) && saidId(document) === upload.patient_id && otherName(upload, document),
  );
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
