import { type Document, Long, MongoServerError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { codeOf, embeddedOnly, givenStore, ids } from './support/given';

const given = givenStore();

/** Index used, keys and documents examined, and whether a sort was needed. */
async function explained(cursor: {
  explain(v: string): Promise<Document>;
}): Promise<{ index: string; keys: number; docs: number; sorts: boolean }> {
  const out = await cursor.explain('executionStats');
  const plan: Document = out.queryPlanner.winningPlan;
  const inner: Document = plan.stage === 'SORT' ? plan.inputStage : plan;
  const index =
    inner.stage === 'OR'
      ? inner.inputStages.map((s: Document) => s.inputStage.indexName).join('|')
      : (inner.inputStage?.indexName ?? inner.stage);
  const { totalKeysExamined, totalDocsExamined } = out.executionStats;
  return { index, keys: totalKeysExamined, docs: totalDocsExamined, sorts: plan.stage === 'SORT' };
}

describe('unique indexes (manual: Unique Indexes, Sparse Indexes, Partial Indexes)', () => {
  it('answers 11000 with keyPattern and keyValue, also by update and by build', async () => {
    const coll = await given.collection({ _id: 1, a: 1, b: 1 }, { _id: 2, a: 1, b: 2 });
    await coll.createIndex({ a: 1, b: -1 }, { unique: true });
    const error: MongoServerError = await coll.insertOne({ a: 1, b: 1 }).catch((e) => e);
    expect(error).toBeInstanceOf(MongoServerError);
    expect([error.code, error.keyPattern, error.keyValue]).toEqual([11000, { a: 1, b: -1 }, { a: 1, b: 1 }]);
    expect(await codeOf(coll.updateOne({ _id: 2 as never }, { $set: { b: 1 } }))).toBe(11000);
    expect(await codeOf(coll.createIndex({ a: 1 }, { unique: true }))).toBe(11000);
    expect((await coll.indexes()).map((i) => i.name)).toEqual(['_id_', 'a_1_b_-1']);
    expect(await codeOf(coll.insertOne({ _id: 1 as never }))).toBe(11000);
  });

  it('counts a missing field as null, unless sparse', async () => {
    const coll = await given.collection({ _id: 1 });
    await coll.createIndex({ a: 1 }, { unique: true });
    expect(await codeOf(coll.insertOne({ a: null }))).toBe(11000);
    const sparse = await given.collection({ _id: 1 }, { _id: 2 });
    await sparse.createIndex({ a: 1 }, { unique: true, sparse: true });
    await sparse.insertOne({ _id: 3 as never });
    await sparse.insertOne({ _id: 4 as never, a: null });
    expect(await codeOf(sparse.insertOne({ a: null }))).toBe(11000);
    expect(await ids(sparse, { a: null })).toEqual([1, 2, 3, 4]);
    expect(await ids(sparse, { a: { $exists: true } })).toEqual([4]);
  });

  it('keeps each element of an array unique across documents, where the partial filter holds', async () => {
    const coll = await given.collection(
      { _id: 1, organization_id: 'o', keys: ['a', 'b', 'b'] },
      { _id: 2, organization_id: 'o' },
      { _id: 3, organization_id: 'o' },
    );
    await coll.createIndex(
      { organization_id: 1, keys: 1 },
      { unique: true, partialFilterExpression: { keys: { $exists: true } } },
    );
    expect(await codeOf(coll.updateOne({ _id: 2 as never }, { $set: { keys: ['c', 'b'] } }))).toBe(11000);
    await coll.updateOne({ _id: 2 as never }, { $set: { keys: ['c'] } });
    expect(await codeOf(coll.updateOne({ _id: 2 as never }, { $push: { keys: 'a' } } as never))).toBe(11000);
    await coll.updateOne({ _id: 1 as never }, { $pull: { keys: 'a' } } as never);
    await coll.updateOne({ _id: 2 as never }, { $push: { keys: 'a' } } as never);
    await coll.insertOne({ _id: 4 as never, organization_id: 'p', keys: ['a'] });
    expect(await explained(coll.find({ organization_id: 'o', keys: 'a' }))).toMatchObject({
      index: 'organization_id_1_keys_1',
      docs: 1,
    });
    expect(await ids(coll, { organization_id: 'o' })).toEqual([1, 2, 3]);
  });

  it('holds long values apart', async () => {
    const coll = await given.collection();
    await coll.createIndex({ s: 1 }, { unique: true });
    const long = 'x'.repeat(5000);
    await coll.insertMany([
      { _id: 1 as never, s: `${long}a` },
      { _id: 2 as never, s: `${long}b` },
      { _id: 3 as never, s: 'y' },
    ]);
    expect(await codeOf(coll.insertOne({ s: `${long}a` }))).toBe(11000);
    expect(await ids(coll, { s: `${long}b` })).toEqual([2]);
    expect(await ids(coll, { s: { $gt: `${long}a` } })).toEqual([2, 3]);
    expect((await coll.find({}).sort({ s: -1 }).toArray()).map((d) => d._id)).toEqual([3, 2, 1]);
    await coll.insertOne({ _id: 'k'.repeat(3000) as never });
    expect(await coll.countDocuments({ _id: 'k'.repeat(3000) as never })).toBe(1);
  });
});

async function refusedIndex(index: Document, code: number): Promise<void> {
  const coll = await given.collection();
  expect(await codeOf(given.db.command({ createIndexes: coll.collectionName, indexes: [index] }))).toBe(code);
}

describe('createIndexes (manual: createIndexes)', () => {
  it.each<[Document, number]>([
    [{ key: {}, name: 'x' }, 67],
    [{ key: { a: 0 }, name: 'x' }, 67],
    [{ key: { a: 'foo' }, name: 'x' }, 67],
    [{ key: { a: 1 }, name: 'x', foo: 1 }, 197],
    [{ key: { a: 1 }, name: 'x', unique: 'yes' }, 14],
    [{ key: { a: 1 }, name: 'x', expireAfterSeconds: 'x' }, 67],
    [{ key: { a: 1, b: 1 }, name: 'x', expireAfterSeconds: 5 }, 67],
    [{ key: { a: 1 }, name: 'x', sparse: true, partialFilterExpression: { a: 1 } }, 67],
    [{ key: { a: 1 } }, 9],
    [{ key: { _id: -1 }, name: 'x' }, 2],
    [{ key: { _id: 1 }, name: '_id_', sparse: true }, 197],
  ])('row 24: refuses %j with %i', refusedIndex);

  it.each<[Document, number]>([
    [{ key: { a: 1 }, name: 'x', partialFilterExpression: { a: { $exists: false } } }, 67],
    [{ key: { a: 1 }, name: 'x', partialFilterExpression: { a: { $ne: 1 } } }, 67],
  ])('row 23: refuses %j with %i', refusedIndex);

  embeddedOnly('it refuses by name what MongoDB has', () => {
    it.each<[Document, number]>([
      [{ key: { a: 'text' }, name: 'x' }, 67],
      [{ key: { a: '2dsphere' }, name: 'x' }, 67],
      [{ key: { a: 'hashed' }, name: 'x' }, 67],
      [{ key: { '$**': 1 }, name: 'x' }, 67],
      [{ key: { a: 1 }, name: 'x', collation: { locale: 'en' } }, 115],
      [{ key: { a: 1 }, name: 'x', partialFilterExpression: { $or: [{ a: 1 }, { b: 1 }] } }, 115],
    ])('%j with %i', refusedIndex);
  });

  it('row 25: collMod hides an index from the planner and shows it again', async () => {
    const coll = await given.collection({ a: 1 });
    await coll.createIndex({ a: 1 });
    const change = (index: Document) => given.db.command({ collMod: coll.collectionName, index });
    expect(await change({ name: 'a_1', hidden: true })).toMatchObject({ hidden_old: false, hidden_new: true });
    expect((await coll.indexes())[1]).toMatchObject({ hidden: true });
    expect((await explained(coll.find({ a: 1 }))).index).toBe('COLLSCAN');
    expect(await change({ keyPattern: { a: 1 }, hidden: false })).toMatchObject({ hidden_new: false });
    expect((await explained(coll.find({ a: 1 }))).index).toBe('a_1');
    expect(await codeOf(change({ name: 'no-such', hidden: true }))).toBe(27);
    expect(await codeOf(change({ name: '_id_', hidden: true }))).toBe(2);
    expect(await codeOf(change({ name: 'a_1' }))).toBe(72);
    expect(await codeOf(given.db.command({ collMod: 'no-such', index: { name: 'a_1', hidden: true } }))).toBe(26);
  });

  it('answers 85 and 86 for conflicts, and nothing for the same again', async () => {
    const coll = await given.collection();
    await coll.createIndex({ a: 1 });
    await coll.createIndex({ a: 1 });
    expect(await codeOf(coll.createIndex({ a: 1 }, { name: 'other' }))).toBe(85);
    expect(await codeOf(coll.createIndex({ a: 1 }, { unique: true }))).toBe(86);
    expect(await codeOf(coll.createIndex({ b: 1 }, { name: 'a_1' }))).toBe(86);
    expect(await codeOf(coll.createIndex({ a: 1 }, { expireAfterSeconds: 5 }))).toBe(85);
    expect(await coll.indexes()).toHaveLength(2);
  });

  it('refuses parallel arrays (171) and drops by name, key and *', async () => {
    const coll = await given.collection();
    await coll.createIndex({ a: 1, b: 1 });
    expect(await codeOf(coll.insertOne({ a: [1], b: [2] }))).toBe(171);
    await coll.dropIndex('a_1_b_1');
    expect(await codeOf(coll.dropIndex('a_1_b_1'))).toBe(27);
    expect(await codeOf(coll.dropIndex('_id_'))).toBe(72);
    await coll.createIndex({ c: -1 });
    await coll.dropIndexes();
    expect(await coll.indexes()).toEqual([{ v: 2, key: { _id: 1 }, name: '_id_' }]);
  });

  it('builds on documents that are there while others write', async () => {
    const coll = await given.collection(...Array.from({ length: 3000 }, (_, _id) => ({ _id, a: _id % 7 })));
    const writes = Promise.all(
      Array.from({ length: 100 }, (_, i) => coll.insertOne({ _id: (5000 + i) as never, a: 3 })),
    );
    await coll.createIndex({ a: 1 });
    await writes;
    const found = await coll.find({ a: 3 }).hint('a_1').toArray();
    expect(found).toHaveLength(Math.ceil((3000 - 3) / 7) + 100);
  });
});

describe('the planner (manual: Explain Results, Compound Indexes)', () => {
  const n = 200;
  const rows = Array.from({ length: n }, (_, i) => ({
    _id: i,
    org: i % 2 ? 'x' : 'y',
    d: Math.floor(i / 4),
    s: `s${i % 10}`,
    t: i % 3 ? ['p', 'q'] : 'p',
  }));

  it('uses equality, range and sort of one index, both ways', async () => {
    const coll = await given.collection(...rows);
    await coll.createIndex({ org: 1, d: -1, _id: -1 });
    await coll.createIndex({ s: 1 });
    const up = coll.find({ org: 'x', d: { $gte: 10, $lt: 20 } }).sort({ d: 1, _id: 1 });
    expect(await explained(up)).toEqual({ index: 'org_1_d_-1__id_-1', keys: 20, docs: 20, sorts: false });
    expect((await up.toArray()).map((r) => r._id)).toEqual(
      rows.filter((r) => r.org === 'x' && r.d >= 10 && r.d < 20).map((r) => r._id),
    );
    expect(await explained(coll.find({ org: 'x' }).sort({ d: -1, _id: -1 }).limit(5))).toMatchObject({
      docs: 5,
      sorts: false,
    });
    expect(await explained(coll.find({ org: 'x' }).sort({ d: -1, _id: 1 }))).toMatchObject({ sorts: true });
    expect(await explained(coll.find({ s: /^s3/ }))).toMatchObject({ index: 's_1', docs: 20 });
    expect(await explained(coll.find({ s: { $in: ['s3', 's4'] } }))).toMatchObject({ index: 's_1', docs: 40 });
    expect(await explained(coll.find({ $or: [{ s: 's1' }, { org: 'x', d: 3 }] }))).toMatchObject({
      index: 's_1|org_1_d_-1__id_-1',
    });
    expect(await explained(coll.find({ zz: 1 }))).toMatchObject({ index: 'COLLSCAN', keys: 0, docs: n });
    expect(await explained(coll.find({ _id: 5 as never }))).toMatchObject({ index: '_id_', docs: 1 });
  });

  it('pages by a cursor without passing over earlier pages', async () => {
    const coll = await given.collection(...rows);
    await coll.createIndex({ org: 1, d: -1, _id: -1 });
    const seen: unknown[] = [];
    let filter: Document = { org: 'x' };
    for (;;) {
      const page = await coll.find(filter).sort({ d: -1, _id: -1 }).limit(7).toArray();
      expect((await explained(coll.find(filter).sort({ d: -1, _id: -1 }).limit(7))).keys).toBeLessThanOrEqual(9);
      const last = page.at(-1);
      if (!last) break;
      seen.push(...page.map((r) => r._id));
      filter = { org: 'x', $or: [{ d: { $lt: last.d } }, { d: last.d, _id: { $lt: last._id } }] };
    }
    expect(seen).toEqual(
      rows
        .filter((r) => r.org === 'x')
        .map((r) => r._id)
        .reverse(),
    );
  });

  it('counts from keys, and finds arrays once', async () => {
    const coll = await given.collection(...rows);
    await coll.createIndex({ t: 1 });
    expect(await coll.countDocuments({ t: { $gte: 'a' } })).toBe(n);
    expect(await coll.find({ t: { $in: ['p', 'q'] } }).toArray()).toHaveLength(n);
    const sorted = await coll.find({}).sort({ t: 1, _id: 1 }).limit(1).toArray();
    expect(sorted[0]?._id).toBe(0);
  });

  it('uses a partial index only where the filter implies it', async () => {
    const coll = await given.collection(...rows);
    await coll.createIndex({ d: 1 }, { partialFilterExpression: { d: { $gte: 10 }, org: 'x' } });
    expect((await explained(coll.find({ d: 12, org: 'x' }))).index).toBe('d_1');
    expect((await explained(coll.find({ d: { $gt: 9 }, org: 'x' }))).index).toBe('COLLSCAN');
    expect((await explained(coll.find({ d: 12 }))).index).toBe('COLLSCAN');
    expect(await coll.countDocuments({ d: { $gte: 10 }, org: 'x' })).toBe(80);
  });

  it('takes hints, and refuses those that name no index', async () => {
    const coll = await given.collection(...rows);
    await coll.createIndex({ d: 1 });
    expect((await explained(coll.find({ s: 's1' }).hint('d_1'))).index).toBe('d_1');
    expect((await explained(coll.find({ d: 1 }).hint({ $natural: 1 }))).index).toBe('COLLSCAN');
    expect(await codeOf(coll.find({}).hint('nope').toArray())).toBe(2);
    expect(await codeOf(given.db.command({ count: coll.collectionName, query: {}, hint: 'nope' }))).toBe(2);
    expect(await codeOf(given.db.command({ explain: { find: coll.collectionName }, verbosity: 'x' }))).toBe(2);
  });

  it('shows the life time of a TTL index', async () => {
    const coll = await given.collection({ at: new Date(0), n: Long.fromNumber(1) });
    await coll.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    expect((await coll.indexes())[1]).toMatchObject({ expireAfterSeconds: 60 });
  });
});
