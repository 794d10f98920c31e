import { ecgRecords, type RecordDocument, recordsOf } from '@/models/record';
import type { Transaction } from '@/models/transaction';
import { identityDisagreements } from './domain/identity-guard';
import type { Attribution } from './identify';
import type { PreparedUpload } from './prepare-upload';

/** A name entered for the next patient on a cart usually follows within minutes. */
const SAME_SITTING_MS = 10 * 60_000;
/** One trace filed this often is a test signal; all of them are told apart by hand anyway. */
const MOST_OTHERS = 20;

/** Earlier records that an upload brings into doubt, each with why, and why the upload itself is. */
export interface Doubt {
  reasons: ('identity_mismatch' | 'same_samples')[];
  others: { document: RecordDocument; reason: 'identity_mismatch' | 'same_samples' }[];
}

/** The hospital's id a record is or was said to be filed under. */
const saidId = (document: RecordDocument) => document.patient_id ?? document.claimed?.patient_id ?? null;

/** The same trace under another patient: one of the two names is wrong, and nobody can tell which (ING-6). */
async function sameSamples(
  organizationId: string,
  upload: PreparedUpload,
  own: { record_id: string; patient_id: string | null },
  tx: Transaction,
): Promise<RecordDocument[]> {
  const alike = await recordsOf(upload.modality)(organizationId).find(
    { samples_hash: upload.samples_hash, status: { $in: ['stored', 'quarantined'] } },
    { limit: MOST_OTHERS, tx },
  );
  return alike.filter((document) => document._id !== own.record_id && saidId(document) !== own.patient_id);
}

/** Records of the same sitting under the same id and another name: either name may be the wrong one (ING-6). */
async function sameSitting(organizationId: string, upload: PreparedUpload, tx: Transaction): Promise<RecordDocument[]> {
  const { patient_id, patient, device_id, time } = upload;
  if (upload.modality !== 'ecg' || patient_id === null || !patient) return [];
  const from = new Date(time.recording_date.getTime() - SAME_SITTING_MS);
  const earlier = await ecgRecords(organizationId).find(
    { device_id, patient_id, status: 'stored', recording_date: { $gte: from, $lte: time.recording_date } },
    { limit: MOST_OTHERS, tx },
  );
  return earlier.filter(({ sent_name }) => {
    const differing = sent_name ? identityDisagreements(patient, sent_name) : [];
    return differing.includes('family_name') || differing.includes('given_name');
  });
}

/**
 * Step: what an upload throws doubt on besides itself (ING-6). Both sides are held: which one is filed wrongly cannot be
 * known from the data.
 */
export async function othersInDoubt(
  organizationId: string,
  upload: PreparedUpload,
  own: { record_id: string; attribution: Attribution },
  tx: Transaction,
): Promise<Doubt> {
  const patient_id = own.attribution.kind === 'patient' ? own.attribution.patient.patient_id : upload.patient_id;
  const alike = await sameSamples(organizationId, upload, { record_id: own.record_id, patient_id }, tx);
  const sitting = await sameSitting(organizationId, upload, tx);
  const others = new Map<string, Doubt['others'][number]>();
  for (const document of sitting) others.set(document._id, { document, reason: 'identity_mismatch' });
  for (const document of alike) others.set(document._id, { document, reason: 'same_samples' });
  return {
    reasons: [
      ...(alike.length > 0 ? (['same_samples'] as const) : []),
      ...(sitting.length > 0 ? (['identity_mismatch'] as const) : []),
    ],
    others: [...others.values()],
  };
}
