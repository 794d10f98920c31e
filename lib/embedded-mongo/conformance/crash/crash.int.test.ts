import { type Document, MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endWritesWithTheirConnection } from '@/models/whole-writes';
import { removeFolder, type StoreProcess, startStore, testFolder } from '../support/store-process';
import { runKills } from './run-kills';

const ROUNDS = 20;
const SEED = Date.now() % 1_000_000;

// the driver as the product uses it: without this a write can wait for ever for a store that was just killed
endWritesWithTheirConnection();

describe('kill -9 under concurrent writers', () => {
  it(`loses no acknowledged write and damages no index in ${ROUNDS} rounds (seed ${SEED})`, async () => {
    const { damage, acknowledged } = await runKills(SEED, ROUNDS);
    expect(damage).toEqual([]);
    expect(acknowledged).toBeGreaterThan(ROUNDS * 20);
  }, 300_000);
});

describe('after a restart', () => {
  let dir: string;
  let store: StoreProcess;
  let client: MongoClient;
  let clients: MongoClient[];

  const start = async () => {
    store = await startStore(dir);
    client = await MongoClient.connect(store.uri, { serverSelectionTimeoutMS: 20_000 });
    clients.push(client);
    return client.db('restart').collection<Document>('docs');
  };

  beforeEach(async () => {
    clients = [];
    dir = await testFolder();
  });
  afterEach(async () => {
    await Promise.all(clients.map((one) => one.close(true)));
    await store.stop('SIGKILL');
    await removeFolder(dir);
  });

  it('a write sent again after the crash is neither lost nor doubled', async () => {
    const coll = await start();
    await coll.insertOne({ n: 0 });
    let acknowledged = 0;
    const writing = (async () => {
      while (acknowledged < 400) {
        await coll.updateOne({}, { $inc: { n: 1 } });
        acknowledged++;
      }
    })();
    while (acknowledged < 100) await new Promise((resolve) => setTimeout(resolve, 5));
    await store.stop('SIGKILL');
    store = await startStore(dir);
    await writing;
    expect((await coll.findOne({}))?.n).toBe(400);
  }, 60_000);

  it('an index knows of arrays that came after an aborted transaction or a refused write brought the first', async () => {
    const coll = await start();
    await coll.createIndexes([{ key: { a: 1 } }, { key: { b: 1 } }, { key: { u: 1 }, unique: true }]);
    await coll.insertOne({ u: 1 });
    const session = client.startSession();
    session.startTransaction();
    await coll.insertOne({ u: 2, a: [1, 9] }, { session });
    await session.abortTransaction();
    await session.endSession();
    await expect(coll.updateOne({ u: 3 }, { $set: { u: 1, b: [1, 9] } }, { upsert: true })).rejects.toThrow('E11000');
    await coll.insertOne({ u: 4, a: [1, 9], b: [1, 9] });
    await store.stop('SIGKILL');
    const after = await start();
    // one element is above 5, another below 3: on an index of single values nothing could be both
    expect(await after.countDocuments({ a: { $gt: 5, $lt: 3 } })).toBe(1);
    expect(await after.countDocuments({ b: { $gt: 5, $lt: 3 } })).toBe(1);
  });

  it('counters and catalogue are as before what was aborted', async () => {
    const coll = await start();
    await coll.insertMany([{ _id: 1 as never }, { _id: 2 as never }]);
    const session = client.startSession();
    session.startTransaction();
    await coll.insertOne({ _id: 3 as never }, { session });
    await coll.deleteOne({ _id: 1 as never }, { session });
    await session.abortTransaction();
    await session.endSession();
    await coll.insertOne({ _id: 4 as never, a: 1 });
    await coll.insertOne({ _id: 5 as never, a: 1 });
    await expect(coll.createIndex({ a: 1 }, { unique: true })).rejects.toThrow('E11000');
    expect(await coll.estimatedDocumentCount()).toBe(4);
    await store.stop('SIGKILL');
    const after = await start();
    expect(await after.estimatedDocumentCount()).toBe(4);
    expect((await after.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  });
});
