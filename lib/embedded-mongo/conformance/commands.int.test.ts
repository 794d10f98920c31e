import net from 'node:net';
import { type Document, Long, MongoClient } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { codeOf, embeddedOnly, givenStore } from './support/given';
import { sendRaw } from './support/raw-client';

const given = givenStore();
const command = (doc: Document) => codeOf(given.db.command(doc));

/** A command is answered with an error code, on a collection of one document. */
async function answered(doc: Document, code: number): Promise<void> {
  await given.db.collection('c').updateOne({ _id: 1 as never }, { $set: { a: 1 } }, { upsert: true });
  expect(await command(doc)).toBe(code);
}

describe('strict arguments (manual: Database Commands)', () => {
  it.each<[Document, number]>([
    [{ find: 'c', foo: 1 }, 40415],
    [{ find: 'c', skip: -1 }, 51024],
    [{ find: 'c', limit: 'x' }, 14],
    [{ find: 'c', sort: { a: 'x' } }, 15974],
    [{ find: 'c', sort: { a: 5 } }, 15975],
    [{ find: 'c', sort: 'a' }, 14],
    [{ count: 'c', limit: 'x' }, 14],
    [{ count: 'c', hint: 'no-such' }, 2],
    [{ delete: 'c', deletes: [{ q: {} }] }, 40414],
    [{ delete: 'c', deletes: [{ q: {}, limit: 2 }] }, 9],
    [{ update: 'c', updates: [{ q: {}, u: { $set: { a: 1 } }, foo: 1 }] }, 40415],
    [{ insert: 'c', documents: [] }, 16],
    [{ insert: 'c', documents: [5] }, 14],
    [{ drop: 'no-such', foo: 1 }, 40415],
    [{ aggregate: 'c', pipeline: [], cursor: { batchSize: -1 } }, 51024],
  ])('row 32: %j is answered with %i', answered);

  it.each<Document>([
    { find: 'c', filter: null, sort: null, projection: null, let: null, hint: null, limit: null },
    { count: 'c', query: null, skip: null },
    { aggregate: 'c', pipeline: [], cursor: {}, let: null },
  ])('counts options that are null as not given: %j', async (doc) => {
    expect(await command(doc)).toBeUndefined();
  });

  it.each<[Document, number]>([
    [{ find: 'c', tailable: true }, 2],
    [{ find: 'c', tailable: true, awaitData: true }, 2],
    [{ find: 'c', awaitData: true }, 9],
  ])('row 21: %j, not for an ordinary collection, is answered with %i', answered);

  it.each<[Document, number]>([
    [{ create: 'a$b' }, 73],
    [{ create: '' }, 73],
    [{ create: 'system.x' }, 73],
    [{ create: 'n'.repeat(300) }, 73],
    [{ insert: 'a\0b', documents: [{ a: 1 }] }, 73],
  ])('row 29: the name in %j is answered with %i', answered);

  it('row 29: so is the name of a database', async () => {
    expect(await sendRaw(given.uri, { create: 'c', $db: 'a b' })).toMatchObject({ ok: 0, code: 73 });
  });

  it.each<[Document, number]>([
    [{ create: 'k1', foo: 1 }, 40415],
    [{ aggregate: 'c', pipeline: [] }, 9],
    [{ aggregate: 'c', pipeline: [{ $nonsense: 1 }], cursor: {} }, 40324],
    [{ aggregate: 'c', pipeline: [{}], cursor: {} }, 40323],
    [{ aggregate: 1, pipeline: [{ $match: {} }], cursor: {} }, 73],
    [{ nonsense: 1 }, 59],
    [{ findAndModify: 'c', query: {}, remove: true, update: { a: 1 } }, 9],
    [{ findAndModify: 'c', query: {} }, 9],
    [{ getMore: Long.fromNumber(1), collection: 'c' }, 43],
    [{ explain: { find: 'c', foo: 1 } }, 40415],
  ])('%j is answered with %i', answered);

  embeddedOnly('it refuses by name what MongoDB has', () => {
    it.each<[Document, number]>([
      [{ create: 'k1', capped: true, size: 1000 }, 115],
      [{ create: 'k1', capped: true }, 115],
      [{ create: 'k1', viewOn: 'c', pipeline: [] }, 115],
      [{ create: 'k1', timeseries: { timeField: 't' } }, 115],
      [{ create: 'k1', clusteredIndex: { key: { _id: 1 }, unique: true } }, 115],
      [{ create: 'k1', collation: { locale: 'en' } }, 115],
      [{ find: 'c', collation: { locale: 'de' } }, 115],
      [{ distinct: 'c', key: 'a', collation: { locale: 'de' } }, 115],
    ])('row 31: %j', answered);

    it.each<[Document, number]>([
      [{ create: 'k1', validator: { $jsonSchema: { additionalProperties: { bsonType: 'int' } } } }, 115],
      [{ collMod: 'c', validator: { a: 1 } }, 115],
      [{ find: 'c', filter: { $jsonSchema: {} } }, 115],
    ])('row 15: %j, so that no schema is half enforced', answered);

    it.each<[Document, number]>([
      [{ aggregate: 'c', pipeline: [{ $merge: 'x' }], cursor: {} }, 115],
      [{ aggregate: 'c', pipeline: [{ $out: 'x' }], cursor: {} }, 115],
    ])('row 34: %j', answered);

    it.each<[Document, number]>([
      [{ find: 'c', readConcern: { level: 'snapshot' } }, 115],
      [{ find: 'c', readConcern: { level: 'linearizable' } }, 115],
    ])('row 35: %j', answered);

    it.each<[Document, number]>([
      [{ aggregate: 'c', pipeline: [{ $bucketAuto: {} }], cursor: {} }, 115],
      [{ aggregate: 'c', pipeline: [{ $graphLookup: {} }], cursor: {} }, 115],
      [{ aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} }, 115],
      [{ collMod: 'c', index: { name: 'a_1', prepareUnique: true } }, 115],
      [{ find: 'c', returnKey: true }, 115],
    ])('%j', answered);
  });

  it('row 30: a write concern that cannot be met is told, after the write', async () => {
    const reply = await given.db
      .command({ insert: 'wc', documents: [{ _id: 1 }], writeConcern: { w: 45 } })
      .catch((e) => e);
    expect(JSON.stringify(reply.result ?? reply.writeConcernError ?? reply)).toContain('100');
    expect(await given.db.collection('wc').countDocuments()).toBe(1);
  });

  it('row 30: explain knows three verbosities', async () => {
    expect(await command({ explain: { find: 'c' }, verbosity: 'x' })).toBe(2);
  });
});

describe('collections (manual: create, drop, listCollections)', () => {
  it('create answers 48 for one that exists, drop nothing for one that does not', async () => {
    await given.db.createCollection('made');
    expect(await command({ create: 'made' })).toBe(48);
    expect(await given.db.dropCollection('made')).toBe(true);
    expect(await command({ listIndexes: 'made' })).toBe(26);
    const names = (await given.db.listCollections({ name: 'wc' }, { nameOnly: true }).toArray()).map((c) => c.name);
    expect(names).toEqual(['wc']);
  });

  it('forgets a dropped collection and counts anew', async () => {
    const coll = await given.collection({ _id: 1 }, { _id: 2 });
    expect(await coll.estimatedDocumentCount()).toBe(2);
    await coll.drop();
    expect(await coll.estimatedDocumentCount()).toBe(0);
    await coll.insertOne({ _id: 1 as never });
    expect(await coll.find({}).toArray()).toEqual([{ _id: 1 }]);
  });
});

describe('cursors (manual: Cursors, cursor.maxTimeMS)', () => {
  it('gives all documents in batches, with and without an index', async () => {
    const coll = await given.collection(...Array.from({ length: 500 }, (_, _id) => ({ _id, a: -_id })));
    for (const [path, direction] of [
      ['_id', 1],
      ['a', -1],
    ] as const) {
      const docs = await coll.find({}).sort(path, direction).batchSize(7).toArray();
      expect(docs.map((d) => d._id)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    }
    expect(await coll.find({}).sort({ a: 1 }).skip(490).limit(20).toArray()).toHaveLength(10);
  });

  it('row 22: keeps to maxTimeMS', async () => {
    const coll = await given.collection(
      ...Array.from({ length: 20_000 }, (_, _id) => ({ _id, a: (_id * 7919) % 20_000, s: 'x'.repeat(50) })),
    );
    expect(await codeOf(coll.find({}).sort({ a: 1 }).maxTimeMS(1).toArray())).toBe(50);
  });

  embeddedOnly('it runs in one thread', () => {
    it('lets others run during a long scan', async () => {
      const coll = await given.collection(
        ...Array.from({ length: 20_000 }, (_, _id) => ({ _id, a: (_id * 7919) % 20_000, s: 'x'.repeat(50) })),
      );
      const started = performance.now();
      const scan = coll.countDocuments({ s: { $regex: 'y' } }).then(() => performance.now() - started);
      await coll.findOne({ _id: 5 as never });
      const point = performance.now() - started;
      expect(await scan).toBeGreaterThan(point);
    });
  });

  it('large documents come in several batches; too large a one is refused (10334)', async () => {
    const coll = await given.collection();
    const pad = 'x'.repeat(7_000_000);
    for (let _id = 0; _id < 4; _id++) await coll.insertOne({ _id: _id as never, pad });
    expect(await coll.find({}).toArray()).toHaveLength(4);
    await coll.updateOne({ _id: 0 as never }, { $set: { pad2: pad } });
    expect(await codeOf(coll.updateOne({ _id: 0 as never }, { $set: { pad3: pad } }))).toBe(10334);
  });
});

describe('distinct and count (manual: distinct, count)', () => {
  it('opens arrays and sorts values', async () => {
    const coll = await given.collection({ a: [3, 1], b: [{ c: 'x' }, { c: 'y' }] }, { a: 2 }, { a: 1.0 });
    expect(await coll.distinct('a')).toEqual([1, 2, 3]);
    expect(await coll.distinct('b.c')).toEqual(['x', 'y']);
    expect(await coll.countDocuments({ a: { $gt: 1 } }, { skip: 1, limit: 5 })).toBe(1);
  });
});

describe('bulk writes (manual: Bulk Write Operations)', () => {
  it('goes on after an error when unordered, stops when ordered', async () => {
    const coll = await given.collection({ _id: 1 });
    const docs = [{ _id: 2 }, { _id: 1 }, { _id: 3 }] as never[];
    await coll.insertMany(docs, { ordered: false }).catch((e) => expect(e.result.insertedCount).toBe(2));
    await coll.insertMany([{ _id: 4 }, { _id: 1 }, { _id: 5 }] as never[]).catch((e) => expect(e.code).toBe(11000));
    expect((await coll.find({}).sort({ _id: 1 }).toArray()).map((d) => d._id)).toEqual([1, 2, 3, 4]);
    const result = await coll.bulkWrite([
      { updateOne: { filter: { _id: 1 as never }, update: { $set: { a: 1 } } } },
      { deleteOne: { filter: { _id: 2 as never } } },
      { insertOne: { document: { _id: 9 as never } } },
    ]);
    expect([result.modifiedCount, result.deletedCount, result.insertedCount]).toEqual([1, 1, 1]);
  });

  it('takes unacknowledged writes', async () => {
    const coll = await given.collection();
    await coll.insertOne({ _id: 1 as never }, { writeConcern: { w: 0 } });
    await expect.poll(() => coll.countDocuments()).toBe(1);
  });
});

embeddedOnly('another server may answer these in its own way', () => {
  describe('malformed input', () => {
    it.each([
      ['a length that is too small', Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
      ['a length that is too large', Buffer.from([255, 255, 255, 127, 0, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0])],
      ['an unknown opcode', Buffer.from([24, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
      [
        'a broken document',
        Buffer.from([26, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0]),
      ],
      [
        'a checksum',
        Buffer.from([30, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0, 1, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0]),
      ],
    ])('closes the connection that sent %s, and no other', async (_name, bytes) => {
      const path = decodeURIComponent(new URL(given.store?.uri ?? '').host);
      const closed = await new Promise<boolean>((resolve) => {
        const socket = net.connect(path, () => socket.write(bytes));
        socket.on('close', () => resolve(true));
      });
      expect(closed).toBe(true);
      expect(await given.db.command({ ping: 1 })).toMatchObject({ ok: 1 });
      expect(given.store?.faults()).toBe('');
    });
  });
});

describe('sessions (manual: Server Sessions)', () => {
  it('a second client sees what the first wrote', async () => {
    const coll = await given.collection({ _id: 1 });
    const other = await MongoClient.connect(given.uri);
    expect(await other.db(given.db.databaseName).collection(coll.collectionName).countDocuments()).toBe(1);
    await other.close();
  });
});
