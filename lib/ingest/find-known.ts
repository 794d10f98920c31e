import { holdsLess } from '@/lib/therapy/domain/assembly/holds-less';
import { type RecordDocument, recordsOf, recordVersions } from '@/models/record';
import type { PreparedUpload } from './prepare-upload';

/** What an upload is to what is known already. */
export type Known =
  | { kind: 'duplicate'; document: RecordDocument }
  /** Other content under a known `source_id` of the same patient: the next version of `latest`. */
  | { kind: 'correction'; latest: RecordDocument }
  /** A known `source_id`, but under another patient: the earlier record stands, this one must be held. */
  | { kind: 'other_patient' }
  | { kind: 'new' };

/**
 * Step: looks for the record an upload repeats or corrects (VAL-3).
 * @param ownerId the patient it is filed under if nothing speaks against it: as sent, else as assigned
 */
export async function findKnown(
  organizationId: string,
  upload: PreparedUpload,
  ownerId: string | null,
): Promise<Known> {
  const latest = recordsOf(upload.modality)(organizationId);
  const same = { modality: upload.modality, content_hash: upload.content_hash };
  const bySource =
    upload.source_id === null
      ? null
      : await latest.findOne({ device_id: upload.device_id, source_id: upload.source_id });
  if (bySource) return knownSource(organizationId, bySource, upload, ownerId);
  const byContent = (await latest.findOne(same)) ?? (await recordVersions(organizationId).findOne(same));
  return byContent ? { kind: 'duplicate', document: byContent } : { kind: 'new' };
}

/** Whether the earlier record is the same patient's; one that is held is nobody's, so what was claimed is compared. */
function isSamePatient(latest: RecordDocument, upload: PreparedUpload, ownerId: string | null): boolean {
  return latest.patient_id === null
    ? (latest.claimed?.patient_id ?? null) === upload.patient_id
    : latest.patient_id === ownerId;
}

async function knownSource(
  organizationId: string,
  latest: RecordDocument,
  upload: PreparedUpload,
  ownerId: string | null,
): Promise<Known> {
  const isSame = isSamePatient(latest, upload, ownerId);
  // what a device remembers is told apart without its patient, so the same day may come for somebody else
  if (latest.upload_hash === upload.upload_hash && (isSame || !upload.from_memory))
    return { kind: 'duplicate', document: latest };
  if (!isSame || latest.modality !== upload.modality) {
    const held = await recordsOf(upload.modality)(organizationId).findOne({ content_hash: upload.content_hash });
    return held ? { kind: 'duplicate', document: held } : { kind: 'other_patient' };
  }
  // a late retry of an older version is a duplicate of that version, not a correction of the latest
  const older = await recordVersions(organizationId).findOne({
    record_id: latest.record_id,
    upload_hash: upload.upload_hash,
  });
  if (older) return { kind: 'duplicate', document: older };
  if (upload.from_memory && holdsLess(upload.digest, latest.therapy_digest))
    return { kind: 'duplicate', document: latest };
  return { kind: 'correction', latest };
}
