import { ingests } from '@/models/ingest';
import { ecgRecords, type RecordDocument, recordVersions, type StoredFile, therapyRecords } from '@/models/record';

const PAGE = 500;
const FIELDS = { record_id: 1, version: 1, files: 1, deleted: 1 } as const;

/** An object that a document names. */
export interface NamedObject extends StoredFile {
  record_id: string;
  version: number;
}

async function* documentsOf(
  records: ReturnType<typeof ecgRecords>,
): AsyncGenerator<Pick<RecordDocument, '_id' | 'record_id' | 'version' | 'files' | 'deleted'>> {
  let after = '';
  for (;;) {
    const page = await records.find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: PAGE, projection: FIELDS });
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last._id;
  }
}

/**
 * Step: every object that documents of an organisation name, and how many documents there are. Of a record whose erasure
 * has begun nothing is expected any more: its objects are going.
 */
export async function namedObjects(
  organizationId: string,
): Promise<{ documents: number; named: Map<string, NamedObject>; leaving: Set<string> }> {
  const named = new Map<string, NamedObject>();
  const leaving = new Set<string>();
  const erasing = new Set<string>();
  let documents = 0;
  // latest versions first: what is known of them decides over their older ones
  for (const records of [ecgRecords, therapyRecords, recordVersions]) {
    for await (const { record_id, version, files, deleted } of documentsOf(records(organizationId))) {
      documents += 1;
      if (deleted?.erasing_at) erasing.add(record_id);
      for (const file of files) {
        if (erasing.has(record_id)) leaving.add(file.key);
        else named.set(file.key, { ...file, record_id, version });
      }
    }
  }
  return { documents, named, leaving };
}

/** Step: prefixes below which an upload is being stored, or the sweeper will still come by. */
export async function claimedPrefixes(organizationId: string): Promise<string[]> {
  const claims = await ingests(organizationId).find(
    { state: { $in: ['claimed', 'abandoned'] } },
    { projection: { object_prefix: 1 } },
  );
  return claims.map(({ object_prefix }) => object_prefix);
}

/** Step: whether a document of this record names the object now, read anew. */
export async function isNamedNow(organizationId: string, record_id: string, key: string): Promise<boolean> {
  const found = await Promise.all([
    ecgRecords(organizationId).find({ _id: record_id }, { projection: FIELDS }),
    therapyRecords(organizationId).find({ _id: record_id }, { projection: FIELDS }),
    recordVersions(organizationId).find({ record_id }, { projection: FIELDS }),
  ]);
  return found.flat().some(({ files }) => files.some((file) => file.key === key));
}
