import { Binary, DBRef, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, UUID } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { codeOf, embeddedOnly, givenStore, ids } from './support/given';

const given = givenStore();

describe('comparison (manual: Comparison/Sort Order, Query Operators)', () => {
  it('sorts all types in BSON order', async () => {
    const order = [
      new MinKey(),
      null,
      -1.5,
      new Int32(0),
      Long.fromString('9007199254740993'),
      'a',
      'b',
      { a: 1 },
      { b: 1 },
      [],
      new Binary(Buffer.from('x')),
      new ObjectId(),
      false,
      true,
      new Date(0),
      /a/,
      new MaxKey(),
    ];
    const shuffled = order.map((v, i) => ({ _id: i, v })).sort((a, b) => ((a._id * 7) % 17) - ((b._id * 7) % 17));
    const coll = await given.collection(...shuffled);
    const sorted = await coll.find({}).sort({ v: 1, _id: 1 }).toArray();
    // An empty array sorts as undefined: after MinKey, before null.
    expect(sorted.map((d) => d._id)).toEqual([0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16]);
    await coll.createIndex({ v: 1 });
    const byIndex = await coll.find({}).sort({ v: -1 }).hint({ v: 1 }).toArray();
    expect(byIndex).toHaveLength(17);
  });

  it('compares numbers of different types by value and exactly', async () => {
    const coll = await given.collection(
      { _id: 1, v: new Int32(5) },
      { _id: 2, v: Long.fromNumber(5) },
      { _id: 3, v: new Double(5) },
      { _id: 4, v: Decimal128.fromString('5.0') },
      { _id: 5, v: Decimal128.fromString('5.0000000000000000000000000000001') },
      { _id: 6, v: Long.fromString('9007199254740993') },
    );
    for (const index of [false, true]) {
      if (index) await coll.createIndex({ v: 1 });
      expect(await ids(coll, { v: 5 })).toEqual([1, 2, 3, 4]);
      expect(await ids(coll, { v: { $gt: 5 } })).toEqual([5, 6]);
      expect(await ids(coll, { v: { $gt: 9007199254740992 } })).toEqual([6]);
      expect(await ids(coll, { v: Long.fromString('9007199254740993') })).toEqual([6]);
    }
  });

  it('compares within one type only', async () => {
    const coll = await given.collection(
      { _id: 1, v: 5 },
      { _id: 2, v: '5' },
      { _id: 3, v: new Date(5) },
      { _id: 4 },
      { _id: 5, v: Number.NaN },
    );
    expect(await ids(coll, { v: { $gt: 0 } })).toEqual([1]);
    expect(await ids(coll, { v: { $lt: 'z' } })).toEqual([2]);
    expect(await ids(coll, { v: { $lte: 9 } })).toEqual([1]);
    expect(await ids(coll, { v: Number.NaN })).toEqual([5]);
    expect(await ids(coll, { v: { $gte: new MinKey() } })).toEqual([1, 2, 3, 4, 5]);
  });

  it('tells null and missing apart only by $exists and $type', async () => {
    const coll = await given.collection(
      { _id: 1, a: null },
      { _id: 2 },
      { _id: 3, a: 1 },
      { _id: 4, a: [] },
      { _id: 5, a: [null] },
    );
    for (const index of [false, true]) {
      if (index) await coll.createIndex({ a: 1 });
      expect(await ids(coll, { a: null })).toEqual([1, 2, 5]);
      expect(await ids(coll, { a: { $ne: null } })).toEqual([3, 4]);
      expect(await ids(coll, { a: { $exists: false } })).toEqual([2]);
      expect(await ids(coll, { a: { $in: [null, 1] } })).toEqual([1, 2, 3, 5]);
      expect(await ids(coll, { a: { $type: 'null' } })).toEqual([1, 5]);
      expect(await ids(coll, { a: [] })).toEqual([4]);
    }
    const nested = await given.collection(
      { _id: 1, a: [] },
      { _id: 2, a: [{ b: 1 }, {}] },
      { _id: 3, a: 5 },
      { _id: 4, a: [5] },
    );
    expect(await ids(nested, { 'a.b': null })).toEqual([2, 3]);
  });
});

describe('arrays (manual: Query an Array)', () => {
  it('matches an element, the whole array, or a position', async () => {
    const coll = await given.collection(
      { _id: 1, a: [1, 2] },
      { _id: 2, a: [2, 1] },
      { _id: 3, a: 1 },
      { _id: 4, a: [[1, 2]] },
    );
    for (const index of [false, true]) {
      if (index) await coll.createIndex({ a: 1 });
      expect(await ids(coll, { a: 1 })).toEqual([1, 2, 3]);
      expect(await ids(coll, { a: [1, 2] })).toEqual([1, 4]);
      expect(await ids(coll, { 'a.0': 1 })).toEqual([1, 4]);
      expect(await ids(coll, { a: { $size: 2 } })).toEqual([1, 2]);
      expect(await ids(coll, { a: { $all: [1, 2] } })).toEqual([1, 2]);
      expect(await ids(coll, { a: { $gt: 1, $lt: 2 } })).toEqual([1, 2]);
      expect(await ids(coll, { a: { $elemMatch: { $gt: 1, $lt: 2 } } })).toEqual([]);
    }
  });

  it('$elemMatch ties conditions to one element', async () => {
    const coll = await given.collection(
      {
        _id: 1,
        a: [
          { x: 1, y: 2 },
          { x: 2, y: 1 },
        ],
      },
      { _id: 2, a: [{ x: 1, y: 1 }] },
    );
    for (const index of [false, true]) {
      if (index) await coll.createIndex({ 'a.x': 1, 'a.y': 1 });
      expect(await ids(coll, { 'a.x': 1, 'a.y': 1 })).toEqual([1, 2]);
      expect(await ids(coll, { a: { $elemMatch: { x: 1, y: 1 } } })).toEqual([2]);
      expect(await ids(coll, { a: { $all: [{ $elemMatch: { x: 2 } }, { $elemMatch: { y: 2 } }] } })).toEqual([1]);
    }
  });
});

describe('known wrong answers (manual: Query and Projection Operators)', () => {
  it('rows 1, 18: names such as __proto__ and constructor are ordinary', async () => {
    const coll = await given.collection({ _id: 1, h: 7 }, { _id: 2 });
    await coll.updateOne({ _id: 1 as never }, { $rename: { h: '__proto__.x' } });
    expect(await ids(coll, { x: { $exists: true } })).toEqual([]);
    expect(await ids(coll, { '__proto__.x': 7 })).toEqual([1]);
    expect(await ids(coll, { toString: { $exists: true } })).toEqual([]);
    expect(await ids(coll, { constructor: { $exists: true } })).toEqual([]);
    await coll.updateOne({ '__proto__.y': 1, _id: 9 as never }, { $set: { 'constructor.x': 1 } }, { upsert: true });
    expect(await ids(coll, { 'constructor.x': 1, '__proto__.y': 1 })).toEqual([9]);
    expect(await ids(coll, { y: 1 })).toEqual([]);
  });

  it('row 4: a pattern with option g finds all', async () => {
    const coll = await given.collection(...[1, 2, 3, 4, 5].map((_id) => ({ _id, s: 'a a' })));
    expect(await ids(coll, { s: /a/g })).toEqual([1, 2, 3, 4, 5]);
    expect(await ids(coll, { s: { $in: [/A/gi] } })).toEqual([1, 2, 3, 4, 5]);
  });

  it('row 8: a filter must be a document', async () => {
    await given.collection({ _id: 1 });
    await given.db.collection('c0').deleteMany({});
    for (const filter of [[], 'x', 5, new ObjectId()]) {
      expect(await codeOf(given.db.command({ find: 'c0', filter }))).toBe(14);
      expect(await codeOf(given.db.command({ update: 'c0', updates: [{ q: filter, u: { $set: { a: 1 } } }] }))).toBe(
        14,
      );
      expect(await codeOf(given.db.command({ delete: 'c0', deletes: [{ q: filter, limit: 0 }] }))).toBe(14);
    }
  });

  it('row 12: $type sees the stored type', async () => {
    const coll = await given.collection(
      { _id: 1, v: new Double(42) },
      { _id: 2, v: new Int32(42) },
      { _id: 3, v: Long.fromNumber(42) },
    );
    expect(await ids(coll, { v: { $type: 'double' } })).toEqual([1]);
    expect(await ids(coll, { v: { $type: 'int' } })).toEqual([2]);
    expect(await ids(coll, { v: { $type: 18 } })).toEqual([3]);
    expect(await ids(coll, { v: { $type: 'number' } })).toEqual([1, 2, 3]);
    expect(await codeOf(coll.find({ v: { $type: 'nonsense' } }).toArray())).toBe(2);
  });

  it('row 14: bit tests work on binary data', async () => {
    const coll = await given.collection(
      { _id: 1, v: new Binary(Buffer.from([0b101, 0xff])) },
      { _id: 2, v: 5 },
      { _id: 3, v: new UUID() },
    );
    expect(await ids(coll, { _id: { $lt: 3 }, v: { $bitsAllSet: [0, 2] } })).toEqual([1, 2]);
    expect(await ids(coll, { _id: { $lt: 3 }, v: { $bitsAllClear: 2 } })).toEqual([1, 2]);
    expect(await ids(coll, { _id: { $lt: 3 }, v: { $bitsAnySet: [15] } })).toEqual([1]);
    expect(await ids(coll, { _id: { $lt: 3 }, v: { $bitsAnyClear: [1, 0] } })).toEqual([1, 2]);
  });

  it('row 17: a stored pattern is found by the same pattern', async () => {
    const coll = await given.collection({ _id: 1, r: /abc/i }, { _id: 2, r: 'xABC' }, { _id: 3, r: /abc/ });
    for (const index of [false, true]) {
      if (index) await coll.createIndex({ r: 1 });
      expect(await ids(coll, { r: /abc/i })).toEqual([1, 2]);
      expect(await ids(coll, { r: { $in: [/abc/i] } })).toEqual([1, 2]);
    }
  });

  it('row 19: patterns are read as PCRE in UTF mode', async () => {
    const coll = await given.collection(
      { _id: 1, s: 'é' },
      { _id: 2, s: '😀' },
      { _id: 3, s: 'end\n' },
      { _id: 4, s: 'aB' },
      { _id: 5, s: `${'a'.repeat(60)}b` },
    );
    expect(await ids(coll, { s: { $regex: '^\\p{L}$' } })).toEqual([1]);
    expect(await ids(coll, { s: { $regex: '^.$' } })).toEqual([1, 2]);
    expect(await ids(coll, { s: { $regex: 'end$' } })).toEqual([3]);
    expect(await ids(coll, { s: { $regex: '^ a B $', $options: 'x' } })).toEqual([4]);
    expect(await ids(coll, { s: { $regex: '(?i)^ab$' } })).toEqual([4]);
    expect(await codeOf(coll.find({ s: { $regex: '(' } }).toArray())).toBe(51091);
    expect(await ids(coll, { s: { $regex: '^a-b\\_|aB' } })).toEqual([4]);
  });

  embeddedOnly('MongoDB gives up by steps, not by time', () => {
    it('row 19: a catastrophic pattern is given up after a tenth of a second', async () => {
      const coll = await given.collection({ s: `${'a'.repeat(60)}b` });
      const started = performance.now();
      expect(await codeOf(coll.find({ s: { $regex: '^(a+)+$' } }).toArray())).toBe(51156);
      expect(performance.now() - started).toBeLessThan(2000);
    });
  });

  it('row 20: $mod on a long above 2^53', async () => {
    const coll = await given.collection({ _id: 1, n: Long.fromString('9007199254740993') }, { _id: 2, n: 4 });
    expect(await ids(coll, { n: { $mod: [2, 1] } })).toEqual([1]);
  });

  it('row 36: the parts of a DBRef are ordinary fields', async () => {
    const coll = await given.collection({ _id: 1, m: new DBRef('other', new ObjectId()) });
    const ref = new ObjectId();
    await coll.insertOne({ _id: 2 as never, m: new DBRef('other', ref) });
    expect(await ids(coll, { 'm.$id': ref })).toEqual([2]);
    expect(await ids(coll, { m: { $elemMatch: { $id: ref } } })).toEqual([]);
  });

  it.each([
    [{ a: { $size: 'x' } }, 2],
    [{ a: { $size: -1 } }, 2],
    [{ a: { $not: 5 } }, 2],
    [{ a: { $elemMatch: 5 } }, 2],
    [{ a: { $mod: [2] } }, 2],
    [{ a: { $mod: [0, 1] } }, 2],
    [{ a: { $regex: 5 } }, 2],
    [{ a: { $in: 5 } }, 2],
    [{ a: { $all: 5 } }, 2],
    [{ a: { $foo: 5 } }, 2],
    [{ $foo: 5 }, 2],
    [{ $and: [] }, 2],
    [{ $or: {} }, 2],
  ])('row 33: refuses the filter %j', async (filter, code) => {
    const coll = await given.collection({ a: 1 });
    expect(await codeOf(coll.find(filter as object).toArray())).toBe(code);
  });
});

embeddedOnly('it refuses by name what MongoDB has', () => {
  it.each([{ $where: '1' }, { $text: { $search: 'x' } }, { a: { $near: [0, 0] } }, { $jsonSchema: {} }])(
    'the query operator in %j',
    async (filter) => {
      const coll = await given.collection({ a: 1 });
      expect(await codeOf(coll.find(filter as object).toArray())).toBe(115);
    },
  );
});

describe('$expr (manual: $expr, find: let)', () => {
  it('compares fields of one document', async () => {
    const coll = await given.collection({ _id: 1, a: 1, b: 2 }, { _id: 2, a: 2, b: 1 });
    expect(await ids(coll, { $expr: { $gt: ['$a', '$b'] } })).toEqual([2]);
    expect(await codeOf(coll.find({ $expr: { $nonsense: 1 } }).toArray())).toBe(168);
  });

  it('row 16: let holds the values of its expressions', async () => {
    const coll = await given.collection({ _id: 1, a: 3 }, { _id: 2, a: '$b' });
    const found = (filter: object, constants: object) => coll.find(filter, { let: constants } as object).toArray();
    expect(await found({ $expr: { $eq: ['$a', '$$y'] } }, { y: { $add: [1, 2] } })).toEqual([{ _id: 1, a: 3 }]);
    expect(await found({ $expr: { $eq: ['$a', '$$y'] } }, { y: { $literal: '$b' } })).toEqual([{ _id: 2, a: '$b' }]);
    expect(await codeOf(found({ $expr: { $eq: ['$a', '$$z'] } }, { y: 1 }))).toBe(17276);
    expect(await codeOf(found({}, { Y: 1 }))).toBe(9);
  });
});
