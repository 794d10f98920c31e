import { type Document, Double, Int32, Long, Timestamp } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { codeOf, embeddedOnly, givenStore } from './support/given';

const given = givenStore();

/** The document after an update, without `_id`. */
async function updated(
  before: Document,
  update: Document,
  filter: Document = {},
  options: Document = {},
): Promise<Document | null> {
  const coll = await given.collection({ _id: 1, ...before });
  await coll.updateOne(filter, update, options);
  return coll.findOne({ _id: 1 as never }, { projection: { _id: 0 } });
}

async function refusal(update: unknown, before: Document = { a: 1 }, more: Document = {}): Promise<number | undefined> {
  const coll = await given.collection({ _id: 1, ...before });
  const reply = await given.db
    .command({ update: coll.collectionName, updates: [{ q: {}, u: update, ...more }] })
    .catch((e) => e);
  return reply.writeErrors?.[0]?.code ?? reply.code;
}

describe('update operators (manual: Update Operators)', () => {
  it.each<[string, Document, Document, Document]>([
    ['$set nested', { a: 1 }, { $set: { 'b.c': 2 } }, { a: 1, b: { c: 2 } }],
    ['$set in an array', { a: [1, 2] }, { $set: { 'a.1': 9, 'a.3': 4 } }, { a: [1, 9, null, 4] }],
    ['$unset', { a: 1, b: [1, 2] }, { $unset: { a: 1, 'b.0': 1, x: 1 } }, { b: [null, 2] }],
    ['$inc and $mul', { a: 1, b: 2 }, { $inc: { a: -2, c: 5 }, $mul: { b: 3, d: 7 } }, { a: -1, b: 6, c: 5, d: 0 }],
    ['$min and $max', { a: 5, b: 5 }, { $min: { a: 3, c: 1 }, $max: { b: 4, d: 1 } }, { a: 3, b: 5, c: 1, d: 1 }],
    ['$rename', { a: 1, b: { c: 2 } }, { $rename: { a: 'b.a', 'b.c': 'x', zz: 'y' } }, { b: { a: 1 }, x: 2 }],
    ['$push', { a: [1] }, { $push: { a: 2, b: 1 } }, { a: [1, 2], b: [1] }],
    [
      '$push with modifiers',
      { a: [3, 1] },
      { $push: { a: { $each: [2, 5], $sort: -1, $slice: 3 } } },
      { a: [5, 3, 2] },
    ],
    ['$push at a position', { a: [1, 2] }, { $push: { a: { $each: [9], $position: -1 } } }, { a: [1, 9, 2] }],
    [
      '$push with $slice on a missing field',
      {},
      { $push: { a: { $each: [3, 1, 2], $sort: 1, $slice: -2 } } },
      { a: [2, 3] },
    ],
    [
      '$push sorted by two keys',
      { a: [] },
      {
        $push: {
          a: {
            $each: [
              { x: 1, y: 1 },
              { x: 1, y: 2 },
            ],
            $sort: { x: 1, y: -1 },
          },
        },
      },
      {
        a: [
          { x: 1, y: 2 },
          { x: 1, y: 1 },
        ],
      },
    ],
    ['$addToSet', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] }, b: { x: 1 } } }, { a: [1, 2], b: [{ x: 1 }] }],
    ['$pop', { a: [1, 2, 3], b: [1, 2] }, { $pop: { a: 1, b: -1 } }, { a: [1, 2], b: [2] }],
    [
      '$pop, $pull and $unset of nothing',
      { a: [{ b: 0 }], s: 5 },
      { $pop: { 'a.2.b': 1, x: 1 }, $pull: { 'y.z': 1 }, $unset: { 's.t': 1 } },
      { a: [{ b: 0 }], s: 5 },
    ],
    ['$pop of an element in an array', { a: [1, [2, 3]] }, { $pop: { 'a.1': 1 } }, { a: [1, [2]] }],
    ['$pull of a value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    ['$pull by operator', { a: [1, 2, 3] }, { $pull: { a: { $gte: 2 } } }, { a: [1] }],
    ['$pull of documents', { a: [{ n: 1, m: 1 }, { n: 2 }] }, { $pull: { a: { n: 1 } } }, { a: [{ n: 2 }] }],
    [
      '3: $pull with $or',
      { a: [{ n: 'x' }, { n: 'y' }, { n: 'z' }] },
      { $pull: { a: { $or: [{ n: 'x' }, { n: 'y' }] } } },
      { a: [{ n: 'z' }] },
    ],
    [
      '3: $pull with $and',
      { a: [{ n: 1, m: 1 }, { n: 1 }] },
      { $pull: { a: { $and: [{ n: 1 }, { m: 1 }] } } },
      { a: [{ n: 1 }] },
    ],
    ['row 3: $pull with $nor', { a: [{ n: 1 }, { n: 2 }] }, { $pull: { a: { $nor: [{ n: 1 }] } } }, { a: [{ n: 1 }] }],
    ['$pullAll', { a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    ['$bit', { a: 0b1100 }, { $bit: { a: { and: 0b1010 }, b: { or: 1 } } }, { a: 0b1000, b: 1 }],
    ['new fields in the order of their names', {}, { $set: { z: 1, b: 2, 10: 1, 9: 1 } }, { 9: 1, 10: 1, b: 2, z: 1 }],
  ])('%s', async (_name, before, update, expected) => {
    expect(JSON.stringify(await updated(before, update))).toBe(JSON.stringify(expected));
  });

  it('$currentDate and $setOnInsert', async () => {
    const doc = await updated(
      { a: 1 },
      { $currentDate: { d: true, t: { $type: 'timestamp' } }, $setOnInsert: { x: 1 } },
    );
    expect(doc?.d).toBeInstanceOf(Date);
    expect(doc?.t).toBeInstanceOf(Timestamp);
    expect(doc).not.toHaveProperty('x');
  });

  it('row 2: every $ means the element the filter found', async () => {
    expect(await updated({ a: [{ n: 1 }, { n: 1 }] }, { $set: { 'a.$.n': 2, 'a.$.t': 9 } }, { 'a.n': 1 })).toEqual({
      a: [{ n: 2, t: 9 }, { n: 1 }],
    });
    expect(
      await updated(
        { a: [{ n: 0 }, { n: 1 }] },
        { $inc: { 'a.$.n': 1 }, $set: { 'a.$.t': 9 } },
        { a: { $elemMatch: { n: 1 } } },
      ),
    ).toEqual({ a: [{ n: 0 }, { n: 2, t: 9 }] });
    expect(await updated({ a: [1, 2, 3] }, { $set: { 'a.$': 9 } }, { $and: [{ a: { $gt: 1 } }] })).toEqual({
      a: [1, 9, 3],
    });
  });

  it('$[] and $[id]', async () => {
    expect(await updated({ a: [1, 2] }, { $inc: { 'a.$[]': 10 } })).toEqual({ a: [11, 12] });
    const arrayFilters = [{ 'x.n': { $gt: 1 } }, { y: 5 }];
    expect(
      await updated(
        {
          a: [
            { n: 1, b: [5] },
            { n: 2, b: [5, 6] },
          ],
        },
        { $set: { 'a.$[x].b.$[y]': 0 } },
        {},
        { arrayFilters },
      ),
    ).toEqual({
      a: [
        { n: 1, b: [5] },
        { n: 2, b: [0, 6] },
      ],
    });
  });

  it('row 13: stored types survive', async () => {
    const coll = await given.collection({
      _id: 1,
      o: { d: new Double(3), l: Long.fromNumber(7), i: new Int32(1), x: 1 },
      d: new Double(1),
      l: Long.fromNumber(1),
    });
    await coll.updateOne({ _id: 1 as never }, { $set: { 'o.x': 2 }, $inc: { d: 1, l: 1 } });
    const raw = await coll.findOne({
      'o.d': { $type: 'double' },
      'o.l': { $type: 'long' },
      'o.i': { $type: 'int' },
      d: { $type: 'double' },
      l: { $type: 'long' },
    });
    expect(raw?._id).toBe(1);
    await coll.updateOne({ _id: 1 as never }, { $inc: { 'o.i': 2147483647 } });
    expect(await coll.countDocuments({ 'o.i': { $type: 'long', $eq: 2147483648 } })).toBe(1);
  });

  it('counts what matched and what changed', async () => {
    const coll = await given.collection({ _id: 1, a: 1 }, { _id: 2, a: 2 });
    const result = await coll.updateMany({}, { $set: { a: 1 } });
    expect([result.matchedCount, result.modifiedCount]).toEqual([2, 1]);
  });
});

describe('upsert (manual: Upsert Behavior)', () => {
  it('takes equalities of the filter, then the update', async () => {
    const coll = await given.collection();
    const filter = { a: 1, $and: [{ b: { $eq: 2 } }], c: { $gt: 5 }, 'd.e': 3 };
    await coll.updateOne(filter, { $set: { x: 1 }, $setOnInsert: { y: 2 } }, { upsert: true });
    expect(await coll.findOne({}, { projection: { _id: 0 } })).toEqual({ a: 1, b: 2, d: { e: 3 }, x: 1, y: 2 });
    const result = await coll.replaceOne({ _id: 'k' as never }, { z: 1 }, { upsert: true });
    expect(result.upsertedId).toBe('k');
  });

  it('takes a single value of $in or $all for an equality', async () => {
    const coll = await given.collection();
    await coll.updateOne(
      { a: { $in: [1] }, b: { $all: [2] }, c: { $in: [3, 4] } },
      { $set: { x: 1 } },
      { upsert: true },
    );
    expect(await coll.findOne({}, { projection: { _id: 0 } })).toEqual({ a: 1, b: 2, x: 1 });
  });

  it('refuses equalities it cannot put together', async () => {
    const coll = await given.collection();
    const upsert = (filter: Document) => codeOf(coll.updateOne(filter, { $set: { x: 1 } }, { upsert: true }));
    expect(await upsert({ a: 1, $and: [{ a: 1 }] })).toBe(54);
    expect(await upsert({ a: { b: 1 }, 'a.c': 1 })).toBe(54);
    expect(await upsert({ $expr: { $eq: [1, 1] } })).toBe(224);
  });

  it('makes one document of many at once where the key is unique', async () => {
    const coll = await given.collection();
    await coll.createIndex({ k: 1 }, { unique: true });
    await Promise.all(Array.from({ length: 40 }, () => coll.updateOne({ k: 1 }, { $inc: { n: 1 } }, { upsert: true })));
    expect(await coll.find({}, { projection: { _id: 0 } }).toArray()).toEqual([{ k: 1, n: 40 }]);
  });
});

describe('what is refused (manual: update, Update Operators)', () => {
  it.each<[string, unknown, number, Document?, Document?]>([
    ['two operators', { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['two operators', { $set: { a: 1, 'a.b': 1 } }, 40],
    ['another _id', { $set: { _id: 5 } }, 66],
    ['another _id', { _id: 5, a: 1 }, 66],
    ['operand', { $inc: { a: 'x' } }, 14],
    ['value', { $inc: { a: 1 } }, 14, { a: 'x' }],
    ['value', { $inc: { a: 1 } }, 14, { a: null }],
    ['value', { $push: { a: 1 } }, 2, { a: 5 }],
    ['value', { $pull: { a: 1 } }, 2, { a: 5 }],
    ['value', { $pop: { a: 1 } }, 14, { a: 5 }],
    ['value', { $addToSet: { a: 1 } }, 2, { a: 5 }],
    ['path', { $set: { 'a.b': 1 } }, 28, { a: 5 }],
    ['path', { $set: { 'a.b': 1 } }, 28, { a: [1] }],
    ['path', { $pop: { 'a.b': 1 } }, 28, { a: 5 }],
    ['path', { $pop: { 'a.b': 1 } }, 28, { a: [1] }],
    ['path', { $pull: { 'a.b': 1 } }, 28, { a: 5 }],
    ['path', { $pullAll: { 'a.b.c': [1] } }, 28, { a: { b: 5 } }],
    ['operator', { $foo: { a: 1 } }, 9],
    ['operator', { $set: 5 }, 9],
    ['operator', { $set: { a: 1 }, b: 1 }, 9],
    ['row 27:', { b: 1, $set: {} }, 52],
    ['row 27:', { $set: { $x: 1 } }, 52],
    ['row 27:', { $set: { '': 1 } }, 56],
    ['row 27:', { $set: { 'a.': 1 } }, 56],
    ['row 9:', { $bit: { a: { or: 1 } } }, 2, { a: 'x' }],
    ['row 33:', { $bit: { a: { foo: 1 } } }, 2],
    ['row 33:', { $pop: { a: 5 } }, 9, { a: [1] }],
    ['row 33:', { $currentDate: { a: 'x' } }, 2],
    ['row 33:', { $pullAll: { a: 5 } }, 2, { a: [1] }],
    ['row 33:', { $push: { a: { $each: [1], $foo: 1 } } }, 2, { a: [1] }],
    ['row 33:', { $push: { a: { $each: [1], $slice: 'x' } } }, 2, { a: [1] }],
    ['row 33:', { $rename: { 'a.0': 'b' } }, 2, { a: [1] }],
    ['row 33:', { $rename: { a: 5 } }, 2],
    ['no match for $', { $set: { 'a.$': 1 } }, 2, { a: [1] }],
    ['no filter', { $set: { 'a.$[x]': 1 } }, 2, { a: [1] }],
    ['unused filter', { $set: { a: 1 } }, 9, {}, { arrayFilters: [{ x: 1 }] }],
    ['filters', { $set: { 'a.$[i]': 5 } }, 14, {}, { arrayFilters: ['bad'] }],
    ['filters', { $set: { 'a.$[i]': 5 } }, 9, {}, { arrayFilters: [{ i: 0, j: 0 }] }],
    ['filters', { $set: { 'a.$[i]': 5 } }, 224, {}, { arrayFilters: [{ $expr: { $eq: [1, 1] } }] }],
    ['row 28:', { a: 1 }, 9, {}, { multi: true }],
    ['row 32:', { $set: { a: 1 } }, 40415, {}, { foo: 1 }],
    ['row 32:', { $set: { a: 1 } }, 2, {}, { hint: 'nope' }],
    ['constants', { $set: { a: 1 } }, 51198, {}, { c: { x: 1 } }],
  ])('%s %j with %i', async (_what, update, code, before, more) => {
    expect(await refusal(update, before, more)).toBe(code);
  });

  embeddedOnly('it refuses by name what MongoDB has', () => {
    it('a collation', async () => {
      expect(await refusal({ $set: { a: 1 } }, {}, { collation: { locale: 'en' } })).toBe(115);
    });
  });

  it('row 26: an _id with $-names, or of a type that cannot be one', async () => {
    const coll = await given.collection();
    expect(await codeOf(coll.insertOne({ _id: { $a: 1 } as never }, { ignoreUndefined: true }))).toBe(52);
    expect(await codeOf(coll.insertOne({ _id: [1] as never }))).toBe(53);
    expect(await codeOf(coll.insertOne({ _id: /x/ as never }))).toBe(2);
    const replaced = coll.replaceOne({ a: 1 }, { _id: { b: { $a: 1 } } } as never, { upsert: true });
    expect(await codeOf(replaced)).toBe(52);
    expect(await coll.countDocuments()).toBe(0);
  });
});
