import { type Collection, type Db, type Document, MongoClient, MongoServerError } from 'mongodb';
import { afterAll, beforeAll } from 'vitest';
import { removeFolder, type StoreProcess, startStore, testFolder } from './store-process';

/** A store process for a test file, and a client on it. */
export interface Given {
  client: MongoClient;
  db: Db;
  store: StoreProcess | undefined;
  /** A fresh collection holding these documents. */
  collection(...docs: Document[]): Promise<Collection<Document>>;
}

export function givenStore(): Given {
  const given: Partial<Given> = {};
  let dir = '';
  let counter = 0;
  beforeAll(async () => {
    dir = await testFolder();
    given.store = await startStore(dir);
    given.client = await MongoClient.connect(given.store.uri);
    given.db = given.client.db('conformance');
  });
  afterAll(async () => {
    await given.client?.close();
    await given.store?.stop();
    await removeFolder(dir);
  });
  given.collection = async (...docs) => {
    if (!given.db) throw new Error('the store is not up yet');
    const coll = given.db.collection<Document>(`c${counter++}`);
    if (docs.length > 0) await coll.insertMany(docs);
    return coll;
  };
  return given as Given; // completed by beforeAll, before any test runs
}

/** The error code a rejected operation answered; undefined if it succeeded. */
export async function codeOf(operation: Promise<unknown>): Promise<number | undefined> {
  try {
    await operation;
    return undefined;
  } catch (error) {
    if (error instanceof MongoServerError) return typeof error.code === 'number' ? error.code : -1;
    throw error;
  }
}

/** The `_id`s of documents a filter finds, in order of `_id`. */
export async function ids(coll: Collection<Document>, filter: Document): Promise<unknown[]> {
  const docs = await coll.find(filter).sort({ _id: 1 }).toArray();
  return docs.map((doc) => doc._id);
}
