import { randomBytes } from 'node:crypto';
import { type Collection, type Db, type Document, MongoClient, MongoServerError } from 'mongodb';
import { afterAll, beforeAll, describe } from 'vitest';
import { removeFolder, type StoreProcess, startStore, testFolder } from './store-process';

/** Another server to run the checks against; `npm run conformance -- --uri` gives it. */
const OTHER = process.env.CONFORMANCE_URI;

/** A server for a test file, and a client on it. */
export interface Given {
  client: MongoClient;
  db: Db;
  uri: string;
  /** The process of the embedded store; undefined where the checks run against another server. */
  store: StoreProcess | undefined;
  /** A fresh collection holding these documents. */
  collection(...docs: Document[]): Promise<Collection<Document>>;
}

export function givenStore(): Given {
  const given: Partial<Given> = {};
  const name = OTHER ? `conformance_${randomBytes(6).toString('hex')}` : 'conformance';
  let dir: string | undefined;
  let counter = 0;
  beforeAll(async () => {
    if (!OTHER) {
      dir = await testFolder();
      given.store = await startStore(dir);
    }
    given.uri = OTHER ?? given.store?.uri ?? '';
    given.client = await MongoClient.connect(given.uri);
    given.db = given.client.db(name);
  });
  afterAll(async () => {
    if (OTHER) await given.db?.dropDatabase();
    await given.client?.close();
    await given.store?.stop();
    if (dir) await removeFolder(dir);
  });
  given.collection = async (...docs) => {
    if (!given.db) throw new Error('the store is not up yet');
    const coll = given.db.collection<Document>(`c${counter++}`);
    if (docs.length > 0) await coll.insertMany(docs);
    return coll;
  };
  return given as Given; // completed by beforeAll, before any test runs
}

/**
 * Checks that hold for the embedded store and not for MongoDB: what it refuses by name though MongoDB has it, and where
 * it is stricter. Against another server they are left out, and the runner tells how many and why.
 */
export function embeddedOnly(reason: string, checks: () => void): void {
  describe.skipIf(OTHER !== undefined)(`[embedded store only: ${reason}]`, checks);
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
