import { type ClientSession, Long, MongoServerError, UUID } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { codeOf, embeddedOnly, givenStore } from './support/given';
import { sendRaw } from './support/raw-client';

const given = givenStore();

async function withSession<R>(task: (session: ClientSession) => Promise<R>): Promise<R> {
  const session = given.client.startSession();
  try {
    return await task(session);
  } finally {
    await session.endSession();
  }
}

async function errorOf(operation: Promise<unknown>): Promise<MongoServerError> {
  const error = await operation.then(() => undefined).catch((e: unknown) => e);
  if (error instanceof MongoServerError) return error;
  throw new Error('the operation was expected to fail');
}

embeddedOnly('MongoDB keeps the locks of a client that is gone until a time limit', () => {
  it('holds no locks: what it wrote in an open transaction is given up', async () => {
    const coll = await given.collection({ _id: 1, n: 1 });
    // sendRaw cuts its connection after the answer, and ends neither the transaction nor the session in words
    const answer = await sendRaw(given.uri, {
      update: coll.collectionName,
      updates: [{ q: { _id: 1 }, u: { $set: { n: 2 } } }],
      lsid: { id: new UUID() },
      txnNumber: Long.fromNumber(1),
      startTransaction: true,
      autocommit: false,
      $db: given.db.databaseName,
    });
    expect(answer).toMatchObject({ ok: 1, nModified: 1 });
    await withSession((session) =>
      session.withTransaction(() => coll.updateOne({ n: 1 }, { $set: { n: 7 } }, { session })),
    );
    expect(await coll.findOne({})).toEqual({ _id: 1, n: 7 });
  }, 10_000);
});

describe('transactions (manual: Transactions)', () => {
  it('shows its writes to nobody before the commit, and then to all', async () => {
    const coll = await given.collection({ _id: 1, n: 1 });
    await coll.createIndex({ n: 1 });
    await withSession(async (session) => {
      session.startTransaction();
      await coll.insertOne({ _id: 2 as never, n: 2 }, { session });
      await coll.updateOne({ _id: 1 as never }, { $set: { n: 5 } }, { session });
      expect(
        await coll
          .find({ n: { $gt: 1 } }, { session })
          .sort({ n: 1 })
          .toArray(),
      ).toEqual([
        { _id: 2, n: 2 },
        { _id: 1, n: 5 },
      ]);
      expect(await coll.find({}).toArray()).toEqual([{ _id: 1, n: 1 }]);
      expect(await coll.countDocuments({}, { session })).toBe(2);
      await session.commitTransaction();
      expect(await coll.estimatedDocumentCount()).toBe(2);
      await session.commitTransaction(); // sent again, answered again
    });
    expect(await coll.find({ n: 5 }).toArray()).toEqual([{ _id: 1, n: 5 }]);
  });

  it('reads a snapshot', async () => {
    const coll = await given.collection({ _id: 1, n: 1 });
    await withSession(async (session) => {
      session.startTransaction({ readConcern: { level: 'snapshot' } });
      await coll.findOne({}, { session });
      await coll.updateOne({ _id: 1 as never }, { $set: { n: 2 } });
      await coll.insertOne({ _id: 2 as never });
      expect(await coll.find({}, { session }).toArray()).toEqual([{ _id: 1, n: 1 }]);
      await session.commitTransaction();
    });
  });

  it('leaves nothing behind when aborted', async () => {
    const coll = await given.collection({ _id: 1 });
    await coll.createIndex({ u: 1 }, { unique: true, sparse: true });
    await withSession(async (session) => {
      session.startTransaction();
      await coll.insertOne({ _id: 2 as never, u: 1 }, { session });
      await coll.deleteOne({ _id: 1 as never }, { session });
      await session.abortTransaction();
    });
    expect(await coll.find({}).toArray()).toEqual([{ _id: 1 }]);
    expect(await coll.estimatedDocumentCount()).toBe(1);
    await coll.insertOne({ _id: 3 as never, u: 1 });
  });

  it('creates a collection on first use', async () => {
    const coll = given.db.collection('fresh-in-transaction');
    await withSession((session) => session.withTransaction(() => coll.insertOne({ a: 1 }, { session })));
    expect(await coll.countDocuments()).toBe(1);
  });

  it('rows 5, 6: any error ends the transaction, and its commit is answered with 251', async () => {
    const coll = await given.collection({ _id: 1 });
    await withSession(async (session) => {
      session.startTransaction();
      await coll.insertOne({ _id: 2 as never }, { session });
      expect(await codeOf(coll.insertOne({ _id: 1 as never }, { session }))).toBe(11000);
      const error = await errorOf(session.commitTransaction());
      expect([error.code, error.hasErrorLabel('TransientTransactionError')]).toEqual([251, true]);
    });
    expect(await coll.countDocuments()).toBe(1);
  });

  it('answers 112 and a label when two change one document', async () => {
    const coll = await given.collection({ _id: 1, n: 0 });
    await withSession((first) =>
      withSession(async (second) => {
        first.startTransaction();
        second.startTransaction();
        await coll.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session: first });
        const error = await errorOf(coll.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session: second }));
        expect([error.code, error.hasErrorLabel('TransientTransactionError')]).toEqual([112, true]);
        expect((await errorOf(second.commitTransaction())).code).toBe(251);
        await first.commitTransaction();
      }),
    );
    expect(await coll.findOne({})).toEqual({ _id: 1, n: 1 });
  });

  it('answers 112 when the document changed after the snapshot', async () => {
    const coll = await given.collection({ _id: 1, n: 0 });
    await withSession(async (session) => {
      session.startTransaction();
      await coll.findOne({}, { session });
      await coll.updateOne({ _id: 1 as never }, { $inc: { n: 1 } });
      expect((await errorOf(coll.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session }))).code).toBe(112);
    });
  });

  it('a write outside waits for the transaction that holds the document', async () => {
    const coll = await given.collection({ _id: 1, n: 0 });
    await withSession(async (session) => {
      session.startTransaction();
      await coll.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session });
      let done = false;
      const outside = coll.updateOne({ _id: 1 as never }, { $inc: { n: 10 } }).then(() => {
        done = true;
      });
      await coll.findOne({ _id: 1 as never });
      expect(done).toBe(false);
      await session.commitTransaction();
      await outside;
    });
    expect(await coll.findOne({})).toEqual({ _id: 1, n: 11 });
  });

  it('loses no increment of many at once', async () => {
    const coll = await given.collection({ _id: 1, n: 0 });
    const inTransaction = () =>
      withSession((session) =>
        session.withTransaction(() => coll.updateOne({ _id: 1 as never }, { $inc: { n: 1 } }, { session })),
      );
    const plain = () => coll.updateOne({ _id: 1 as never }, { $inc: { n: 1 } });
    await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? inTransaction() : plain())));
    expect(await coll.findOne({})).toEqual({ _id: 1, n: 20 });
  });

  embeddedOnly('MongoDB lets the change of indexes wait', () => {
    it('ends when indexes change under it, and refuses commands it cannot hold', async () => {
      const coll = await given.collection({ _id: 1 });
      await withSession(async (session) => {
        session.startTransaction();
        await coll.insertOne({ _id: 2 as never, a: 1 }, { session });
        await coll.createIndex({ a: 1 });
        const error = await errorOf(session.commitTransaction());
        expect(error.hasErrorLabel('TransientTransactionError')).toBe(true);
      });
      await withSession(async (session) => {
        session.startTransaction();
        expect(await codeOf(coll.createIndex({ b: 1 }, { session }))).toBe(263);
      });
      expect(await coll.countDocuments({})).toBe(1);
    });
  });
});

describe('retryable writes (manual: Retryable Writes)', () => {
  it('a write that is sent again is done once and answered the same', async () => {
    const coll = await given.collection({ _id: 1, n: 0 });
    const lsid = { id: new UUID() };
    const name = coll.collectionName;
    const send = (txnNumber: number, command: object) =>
      sendRaw(given.uri, { ...command, lsid, txnNumber: Long.fromNumber(txnNumber), $db: given.db.databaseName });
    const update = { update: name, updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }] };
    const first = await send(1, update);
    expect(await send(1, update)).toMatchObject({ n: first.n, nModified: first.nModified });
    expect(await coll.findOne({})).toEqual({ _id: 1, n: 1 });
    const insert = { insert: name, documents: [{ _id: 7 }, { _id: 8 }] };
    expect(await send(2, insert)).toMatchObject({ n: 2 });
    expect(await send(2, insert)).toMatchObject({ n: 2, ok: 1 });
    const modify = { findAndModify: name, query: { _id: 7 }, update: { $inc: { k: 1 } }, new: true };
    expect((await send(3, modify)).value).toEqual({ _id: 7, k: 1 });
    expect((await send(3, modify)).value).toEqual({ _id: 7, k: 1 });
    const remove = { delete: name, deletes: [{ q: {}, limit: 1 }] };
    await send(4, remove);
    expect(await send(4, remove)).toMatchObject({ n: 1 });
    expect(await coll.countDocuments()).toBe(2);
    const upsert = { update: name, updates: [{ q: { z: 1 }, u: { $inc: { y: 1 } }, upsert: true }] };
    const made = await send(5, upsert);
    expect((await send(5, upsert)).upserted).toEqual(made.upserted);
    expect(await coll.countDocuments({ z: 1, y: 1 })).toBe(1);
    expect((await send(4, update)).code).toBe(225);
  });
});
