import { createHash } from 'node:crypto';
import mongoose from 'mongoose';
import { endWritesWithTheirConnection } from '../whole-writes';

export type StoreClient = mongoose.mongo.MongoClient;
export type CopiedIndex = mongoose.mongo.IndexDescription;

/** A collection as a copy carries it: its indexes, and its documents as bytes in the order of `_id`. */
export interface CopiedCollection {
  name: string;
  indexes: CopiedIndex[];
  documents(): AsyncIterable<Uint8Array>;
}

/** Number and digest of a collection's documents, in the order of `_id`, byte for byte. */
export interface Fingerprint {
  documents: number;
  sha256: string;
}

/** Notes in a target which copy is being made into it; it is gone when the copy is whole. */
export const MARKER = 'nightbeat_copies';

/** A client of its own for the length of a copy. */
export async function withStore<Result>(uri: string, work: (client: StoreClient) => Promise<Result>): Promise<Result> {
  endWritesWithTheirConnection();
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 10_000, w: 'majority' });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.close();
  }
}

/**
 * The collections of the database the URI names, as they were at one moment, while others go on writing. They must be
 * read without long pauses: a server ends a transaction that nobody uses for a minute.
 */
export async function readSnapshot<Result>(
  client: StoreClient,
  work: (collections: CopiedCollection[]) => Promise<Result>,
): Promise<Result> {
  return client.withSession(async (session) => {
    const collections = await describeCollections(client, session);
    session.startTransaction({ readConcern: { level: 'snapshot' } });
    try {
      return await work(collections);
    } finally {
      await session.abortTransaction();
    }
  });
}

/** The collections of the database the URI names; their documents are read as they are when they are asked for. */
export async function describeCollections(
  client: StoreClient,
  session?: mongoose.mongo.ClientSession,
): Promise<CopiedCollection[]> {
  const out: CopiedCollection[] = [];
  for (const name of await collectionNames(client)) {
    const indexes = await indexesOf(client, name);
    out.push({ name, indexes, documents: () => rawDocuments(client, name, session) });
  }
  return out;
}

/** Names of the collections that belong to the product. */
export async function collectionNames(client: StoreClient): Promise<string[]> {
  const found = await client.db().listCollections({}, { nameOnly: true }).toArray();
  return found
    .map(({ name }) => name)
    .filter((name) => name !== MARKER && !name.startsWith('system.'))
    .sort();
}

async function indexesOf(client: StoreClient, name: string): Promise<CopiedIndex[]> {
  const all = await client.db().collection(name).listIndexes().toArray();
  // the server's `v` and `ns` are of no meaning elsewhere; the index on _id is always there
  return all.filter((index) => index.name !== '_id_').map(({ v: _v, ns: _ns, ...index }) => index as CopiedIndex);
}

async function* rawDocuments(
  client: StoreClient,
  name: string,
  session?: mongoose.mongo.ClientSession,
): AsyncGenerator<Uint8Array> {
  const cursor = client
    .db()
    .collection(name)
    .find({}, { raw: true, sort: { _id: 1 }, ...(session ? { session } : {}) });
  // with `raw` the driver gives bytes, which its types do not tell
  for await (const document of cursor) yield document as unknown as Uint8Array;
}

/** Counts and digests a stream of documents, handing each on. */
export class Fingerprinting {
  private readonly hash = createHash('sha256');
  private documents = 0;

  add(document: Uint8Array): void {
    this.hash.update(document);
    this.documents++;
  }

  result(): Fingerprint {
    return { documents: this.documents, sha256: this.hash.digest('hex') };
  }
}

/** The fingerprint of a collection as it is now. */
export async function fingerprintOf(client: StoreClient, name: string): Promise<Fingerprint> {
  const fingerprint = new Fingerprinting();
  for await (const document of rawDocuments(client, name)) fingerprint.add(document);
  return fingerprint.result();
}
