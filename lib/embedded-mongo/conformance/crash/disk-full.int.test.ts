import { type Document, MongoClient, MongoServerError } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeFolder, type StoreProcess, startStore, testFolder } from '../support/store-process';

const LARGEST_KILOBYTES = 2048;
const OUT_OF_DISK_SPACE = 14031;

let dir: string;
let store: StoreProcess;

beforeEach(async () => {
  dir = await testFolder();
});

afterEach(async () => {
  await store.stop('SIGKILL');
  await removeFolder(dir);
});

const document = (n: number): Document => ({ _id: n, group: n % 3, pad: 'x'.repeat(9000) });

/** Inserts one after another until the store refuses; tells how many it acknowledged, and the refusal. */
async function fill(client: MongoClient): Promise<{ acknowledged: number; error: unknown }> {
  const coll = client.db('full').collection<Document>('docs');
  for (let n = 0; ; n++) {
    try {
      await coll.insertOne(document(n));
    } catch (error) {
      return { acknowledged: n, error };
    }
  }
}

async function expectWhole(client: MongoClient, acknowledged: number): Promise<void> {
  const coll = client.db('full').collection<Document>('docs');
  const docs = await coll.find({}).hint({ $natural: 1 }).sort({ _id: 1 }).toArray();
  expect(docs).toEqual(Array.from({ length: acknowledged }, (_, n) => document(n)));
  expect(await coll.estimatedDocumentCount()).toBe(acknowledged);
  const byIndex = await coll.find({}).hint('group_1').toArray();
  expect(byIndex).toHaveLength(acknowledged);
}

describe('a disk that is full', () => {
  it('gives an error and does no damage; what was there stays readable, and there is room again after a restart', async () => {
    store = await startStore(dir, { largestFileKilobytes: LARGEST_KILOBYTES });
    const client = await MongoClient.connect(store.uri, { retryWrites: false });
    await client.db('full').collection('docs').createIndex({ group: 1 });
    const { acknowledged, error } = await fill(client);
    expect(error).toBeInstanceOf(MongoServerError);
    expect(error).toMatchObject({ code: OUT_OF_DISK_SPACE });
    expect(acknowledged).toBeGreaterThan(100);
    await expectWhole(client, acknowledged);
    const several = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        client
          .db('full')
          .collection<Document>('docs')
          .insertOne(document(10_000 + i)),
      ),
    );
    const codes = several.map((one) => (one.status === 'rejected' ? one.reason.code : 0));
    expect(codes).toEqual(codes.map(() => OUT_OF_DISK_SPACE));
    await expectWhole(client, acknowledged);
    await client.close();
    expect(await store.stop()).toBe(0);
    store = await startStore(dir);
    const again = await MongoClient.connect(store.uri);
    await expectWhole(again, acknowledged);
    await again.db('full').collection<Document>('docs').insertOne(document(acknowledged));
    await expectWhole(again, acknowledged + 1);
    await again.close();
  }, 120_000);
});
