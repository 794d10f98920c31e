import { type Document, MongoClient, MongoServerError } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolder, type StoreProcess, startStore, testFolder } from './support/store-process';

const ROUNDS = 5;
const WRITERS = 6;

let dir: string;
let store: StoreProcess;

beforeAll(async () => {
  dir = await testFolder();
});

afterAll(async () => {
  await store?.stop('SIGKILL');
  await removeFolder(dir);
});

interface Acknowledged {
  inserted: Set<number>;
  increments: number;
  pairs: Set<number>;
}

/** Writes until the store dies; remembers what was acknowledged. */
async function writer(client: MongoClient, next: () => number, done: Acknowledged, stop: () => boolean): Promise<void> {
  const db = client.db('crash');
  while (!stop()) {
    const id = next();
    try {
      await db
        .collection<Document>('docs')
        .insertOne({ _id: id as never, group: id % 7, unique: `u${id}`, pad: 'x'.repeat(300) });
      done.inserted.add(id);
      await db
        .collection<Document>('docs')
        .updateOne({ _id: id as never }, { $set: { group: (id + 1) % 7 }, $push: { tags: id } } as never);
      await db.collection<Document>('counter').updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { upsert: true });
      done.increments++;
      await client.withSession((session) =>
        session.withTransaction(async () => {
          await db.collection<Document>('left').insertOne({ _id: id as never }, { session });
          await db.collection<Document>('right').insertOne({ _id: id as never }, { session });
        }),
      );
      done.pairs.add(id);
    } catch (error) {
      if (error instanceof MongoServerError && error.code === 11000) throw error;
      return;
    }
  }
}

/** Every index must hold exactly the documents, and counters their number. */
async function check(client: MongoClient, done: Acknowledged): Promise<void> {
  const db = client.db('crash');
  const docs = await db.collection<Document>('docs').find({}).hint({ $natural: 1 }).toArray();
  const there = new Set(docs.map((doc) => Number(doc._id)));
  expect([...done.inserted].filter((id) => !there.has(id))).toEqual([]);
  for (const hint of ['group_1_unique_-1', 'unique_1', 'tags_1']) {
    const found = await db.collection<Document>('docs').find({}).hint(hint).project({ _id: 1 }).toArray();
    expect(new Set(found.map((doc) => Number(doc._id)))).toEqual(there);
    expect(found).toHaveLength(there.size);
  }
  for (let group = 0; group < 7; group++) {
    const expected = docs.filter((doc) => doc.group === group).length;
    expect(await db.collection('docs').countDocuments({ group })).toBe(expected);
  }
  expect(await db.collection('docs').estimatedDocumentCount()).toBe(there.size);
  const counter = await db.collection<Document>('counter').findOne({});
  expect(counter?.n ?? 0).toBeGreaterThanOrEqual(done.increments);
  const [left, right] = await Promise.all(
    ['left', 'right'].map((name) => db.collection(name).find({}).sort({ _id: 1 }).toArray()),
  );
  expect(left).toEqual(right);
  const pairs = new Set(left?.map((doc) => Number(doc._id)));
  expect([...done.pairs].filter((id) => !pairs.has(id))).toEqual([]);
}

describe('kill -9 under concurrent writers', () => {
  it(`loses no acknowledged write and damages no index in ${ROUNDS} rounds`, async () => {
    const done: Acknowledged = { inserted: new Set(), increments: 0, pairs: new Set() };
    let id = 0;
    for (let round = 0; round < ROUNDS; round++) {
      store = await startStore(dir);
      const client = await MongoClient.connect(store.uri, { serverSelectionTimeoutMS: 500, retryWrites: false });
      const docs = client.db('crash').collection('docs');
      await docs.createIndexes([
        { key: { group: 1, unique: -1 } },
        { key: { unique: 1 }, unique: true },
        { key: { tags: 1 } },
      ]);
      await check(client, done);
      let stopped = false;
      const writers = Array.from({ length: WRITERS }, () =>
        writer(
          client,
          () => ++id,
          done,
          () => stopped,
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, 400 + round * 90));
      await store.stop('SIGKILL');
      stopped = true;
      await client.close(true);
      await Promise.allSettled(writers);
    }
    store = await startStore(dir);
    const client = await MongoClient.connect(store.uri);
    await check(client, done);
    expect(done.inserted.size).toBeGreaterThan(ROUNDS * 20);
    await client.close();
    expect(await store.stop()).toBe(0);
  }, 120_000);

  it('a write sent again after the crash is neither lost nor doubled', async () => {
    store = await startStore(dir);
    const client = await MongoClient.connect(store.uri, { serverSelectionTimeoutMS: 20_000 });
    const coll = client.db('crash').collection<Document>('exact');
    await coll.insertOne({ _id: 1 as never, n: 0 });
    let acknowledged = 0;
    const writing = (async () => {
      while (acknowledged < 400) {
        await coll.updateOne({ _id: 1 as never }, { $inc: { n: 1 } });
        acknowledged++;
      }
    })();
    while (acknowledged < 100) await new Promise((resolve) => setTimeout(resolve, 5));
    await store.stop('SIGKILL');
    store = await startStore(dir);
    await writing;
    expect((await coll.findOne({}))?.n).toBe(400);
    await client.close();
    await store.stop();
  }, 60_000);
});
