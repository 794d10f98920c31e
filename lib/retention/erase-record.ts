import type { SystemActor } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { recordPrefix } from '@/lib/ingest/domain/object-keys';
import { removeObjects } from '@/lib/ingest/keep-objects';
import type { Services } from '@/lib/platform/services';
import { eraseReports } from '@/lib/reports/withdraw-reports';
import { ecgAnnotations } from '@/models/ecg-annotation';
import { readingEntries } from '@/models/reading-entry';
import { type RecordDocument, recordsOf, recordVersions } from '@/models/record';
import { withTransaction } from '@/models/transaction';

/** Everything there is of a record: its latest version first. */
async function versionsOf(document: RecordDocument): Promise<RecordDocument[]> {
  const older = await recordVersions(document.organization_id).find({ record_id: document.record_id });
  return [document, ...older];
}

/**
 * From here on nobody can restore the record or put it on hold: its objects are about to go.
 * @returns the record as marked; null where it was restored, held or changed since it was found
 */
function beginErasure(services: Services, document: RecordDocument): Promise<RecordDocument | null> {
  return recordsOf(document.modality)(document.organization_id).findOneAndUpdate(
    { _id: document._id, revision: document.revision, status: 'deleted', legal_hold: null },
    { $set: { 'deleted.erasing_at': services.clock.now() }, $inc: { revision: 1 } },
  );
}

/** Removes the objects of every version, and what unfinished attempts may have left beside them. */
async function eraseObjects(services: Services, versions: readonly RecordDocument[]): Promise<number> {
  const keys = versions.flatMap(({ files }) => files.map(({ key }) => key));
  for (const key of keys) await services.objects.delete(key);
  const prefixes = versions.map(({ organization_id, modality, received_at, record_id }) => {
    const prefix = recordPrefix({ organization_id, modality, received_at, record_id });
    if (!prefix.ok) throw new Error('a stored record has an id that is none');
    return prefix.key;
  });
  for (const prefix of new Set(prefixes)) await removeObjects(services, prefix);
  return keys.length;
}

/** Collections that hold more of a record than its latest version. */
const KEPT_BESIDE = [recordVersions, readingEntries, ecgAnnotations] as const;

/** Removes the documents and leaves the tombstone, together or not at all. */
function eraseDocuments(
  services: Services,
  actor: SystemActor,
  document: RecordDocument,
  counted: { versions: number; objects: number },
): Promise<void> {
  const { organization_id, modality, record_id, patient_ref } = document;
  return withTransaction(async (tx) => {
    const gone = await recordsOf(modality)(organization_id).deleteOne(
      { _id: document._id, revision: document.revision },
      { tx },
    );
    if (gone === 0) throw new Error('a record changed while it was being erased');
    for (const documentsOf of KEPT_BESIDE) {
      const documents = documentsOf(organization_id);
      for (const { _id } of await documents.find({ record_id }, { projection: { _id: 1 }, tx }))
        await documents.deleteOne({ _id }, { tx });
    }
    await eraseReports({ services, actor, now: services.clock.now() }, record_id, tx);
    const subject = { kind: 'record', id: record_id };
    await recordEvent(
      services,
      actor,
      { action: 'record.erased', patient_ref, subject, details: { modality, ...counted } },
      tx,
    );
  });
}

/**
 * Erases a deleted record for good: the objects of all its versions, then its documents. Cut off anywhere, it is done
 * again from the beginning; until it is finished the record stays deleted.
 * @returns false where it was restored, put on hold or changed meanwhile, and nothing was erased
 */
export async function eraseRecord(services: Services, actor: SystemActor, found: RecordDocument): Promise<boolean> {
  const document = await beginErasure(services, found);
  if (!document) return false;
  const versions = await versionsOf(document);
  const objects = await eraseObjects(services, versions);
  await eraseDocuments(services, actor, document, { versions: versions.length, objects });
  return true;
}
