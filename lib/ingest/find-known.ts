import { holdsLess } from '@/lib/therapy/domain/assembly/holds-less';
import { type RecordDocument, recordsOf, recordVersions } from '@/models/record';
import type { PreparedUpload } from './prepare-upload';

/** What an upload is to what is known already. */
export type Known =
  | { kind: 'duplicate'; document: RecordDocument }
  /**
   * Other content under a known `source_id` of the same patient: the next version of `latest`. `contested`: another
   * patient's record has that `source_id`, and `latest` is what was held of this one before.
   */
  | { kind: 'correction'; latest: RecordDocument; contested: boolean }
  /** A known `source_id`, but under another patient: the earlier record stands, this one must be held. */
  | { kind: 'other_patient' }
  | { kind: 'new' };

/**
 * Step: what an upload is to the latest versions that are known: quickly asked, before there is a claim. What was only an
 * older version's content counts as new.
 * @param ownerId the patient it is filed under if nothing speaks against it: as sent, else as assigned
 */
export async function findAmongLatest(
  organizationId: string,
  upload: PreparedUpload,
  ownerId: string | null,
): Promise<Known> {
  const { modality, device_id, source_id, content_hash } = upload;
  const sameContent = { content_hash };
  const known = await recordsOf(modality)(organizationId).find(
    source_id === null ? sameContent : { $or: [{ device_id, source_id }, sameContent] },
  );
  const byContent = known.find((document) => document.content_hash === content_hash) ?? null;
  const bySource =
    source_id === null
      ? null
      : known.find((document) => document.device_id === device_id && document.source_id === source_id);
  if (bySource) return knownSource(organizationId, { bySource, byContent }, upload, ownerId);
  return byContent?.modality === modality ? { kind: 'duplicate', document: byContent } : { kind: 'new' };
}

/**
 * Step: looks for the record an upload repeats or corrects (VAL-3), older versions included.
 * @param ownerId as of `findAmongLatest`
 */
export async function findKnown(
  organizationId: string,
  upload: PreparedUpload,
  ownerId: string | null,
): Promise<Known> {
  const { modality, content_hash } = upload;
  const [known, older] = await Promise.all([
    findAmongLatest(organizationId, upload, ownerId),
    recordVersions(organizationId).findOne({ modality, content_hash }),
  ]);
  return known.kind === 'new' && older ? { kind: 'duplicate', document: older } : known;
}

/** Whether the earlier record is the same patient's; one that is held is nobody's, so what was claimed is compared. */
function isSamePatient(latest: RecordDocument, upload: PreparedUpload, ownerId: string | null): boolean {
  return latest.patient_id === null
    ? (latest.claimed?.patient_id ?? null) === upload.patient_id
    : latest.patient_id === ownerId;
}

interface Latest {
  bySource: RecordDocument;
  byContent: RecordDocument | null;
}

async function knownSource(
  organizationId: string,
  { bySource, byContent }: Latest,
  upload: PreparedUpload,
  ownerId: string | null,
): Promise<Known> {
  const isSame = isSamePatient(bySource, upload, ownerId);
  // what a device remembers is told apart without its patient, so the same day may come for somebody else
  if (bySource.upload_hash === upload.upload_hash && (isSame || !upload.from_memory))
    return { kind: 'duplicate', document: bySource };
  if (isSame && bySource.modality === upload.modality)
    return asVersionOf(organizationId, bySource, upload, { contested: false });
  if (byContent) return { kind: 'duplicate', document: byContent };
  const held = await heldBefore(organizationId, upload);
  return held ? asVersionOf(organizationId, held, upload, { contested: true }) : { kind: 'other_patient' };
}

/**
 * What is held already of this patient under a `source_id` that is another patient's: a day that came in parts, or grew,
 * is one thing to decide about.
 */
async function heldBefore(organizationId: string, upload: PreparedUpload): Promise<RecordDocument | null> {
  const { modality, device_id, source_id } = upload;
  const held = await recordsOf(modality)(organizationId).find({
    ...{ device_id, source_id: null, status: 'quarantined' },
    'claimed.source_id': source_id,
  });
  const ofPatient = held.filter(
    (document) => document.modality === modality && (document.claimed?.patient_id ?? null) === upload.patient_id,
  );
  const [newest] = ofPatient.sort((a, b) => b.received_at.getTime() - a.received_at.getTime());
  return newest ?? null;
}

/** An upload of the same thing as the latest version: the next one, unless it brings nothing that is not there already. */
async function asVersionOf(
  organizationId: string,
  latest: RecordDocument,
  upload: PreparedUpload,
  { contested }: { contested: boolean },
): Promise<Known> {
  const { upload_hash } = upload;
  if (latest.upload_hash === upload_hash) return { kind: 'duplicate', document: latest };
  // a late retry of an older version is a duplicate of that version, not a correction of the latest
  const older = await recordVersions(organizationId).findOne({ record_id: latest.record_id, upload_hash });
  if (older) return { kind: 'duplicate', document: older };
  if (upload.from_memory && holdsLess(upload.digest, latest.therapy_digest))
    return { kind: 'duplicate', document: latest };
  return { kind: 'correction', latest, contested };
}
