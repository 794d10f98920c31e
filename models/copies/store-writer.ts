import mongoose from 'mongoose';
import { type CopiedCollection, collectionNames, MARKER, type StoreClient } from './store-reader';

const BATCH_DOCUMENTS = 1000;
const BATCH_BYTES = 8_000_000;
/** Numbers, patterns and bytes keep their exact types on the way. */
const EXACT = { promoteValues: false, promoteBuffers: false, bsonRegExp: true } as const;

/** The target holds something that is not a begun copy of the same source. */
export class TargetInUseError extends Error {
  constructor() {
    super('the target database is not empty, and what it holds is not an interrupted copy of the same source');
    this.name = 'TargetInUseError';
  }
}

interface Marker {
  _id: 'copy';
  source: string;
}

const markers = (client: StoreClient) => client.db().collection<Marker>(MARKER);

/**
 * Makes sure that the target is empty or holds the beginning of a copy of the same source, and notes that a copy is
 * being made. @returns whether an interrupted copy goes on
 */
export async function beginCopy(client: StoreClient, source: string): Promise<'new' | 'resumed'> {
  const marker = await markers(client).findOne({ _id: 'copy' });
  if (marker?.source === source) return 'resumed';
  if (marker) throw new TargetInUseError();
  for (const name of await collectionNames(client)) {
    if (
      await client
        .db()
        .collection(name)
        .findOne({}, { projection: { _id: 1 } })
    )
      throw new TargetInUseError();
  }
  await markers(client).insertOne({ _id: 'copy', source });
  return 'new';
}

/** Whether the database holds a copy that is not whole. */
export async function isUnfinishedCopy(): Promise<boolean> {
  const found = await mongoose.connection.db?.collection<Marker>(MARKER).findOne({ _id: 'copy' });
  return Boolean(found);
}

/** Ends a copy that was found whole. */
export async function endCopy(client: StoreClient): Promise<void> {
  await markers(client).drop();
}

/**
 * Writes a collection into the target. Documents go in the order of `_id`, so that after an interruption the target
 * holds the beginning of them and the copy goes on behind it.
 * @param onProgress hears how many documents the target holds
 */
export async function writeCollection(
  client: StoreClient,
  source: CopiedCollection,
  onProgress: (documents: number) => void,
): Promise<void> {
  const target = client.db().collection(source.name);
  const existing = await client.db().listCollections({ name: source.name }).toArray();
  if (existing.length === 0) await client.db().createCollection(source.name);
  const there = await target.countDocuments({});
  let at = 0;
  let batch: Uint8Array[] = [];
  let bytes = 0;
  const send = async () => {
    if (batch.length > 0) await target.insertMany(batch.map((raw) => mongoose.mongo.BSON.deserialize(raw, EXACT)));
    onProgress(at);
    batch = [];
    bytes = 0;
  };
  for await (const document of source.documents()) {
    if (++at <= there) continue;
    batch.push(document);
    bytes += document.length;
    if (batch.length >= BATCH_DOCUMENTS || bytes >= BATCH_BYTES) await send();
  }
  await send();
  if (source.indexes.length > 0) await target.createIndexes(source.indexes);
}
