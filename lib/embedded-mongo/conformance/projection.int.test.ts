import { describe, expect, it } from 'vitest';
import { codeOf, givenStore } from './support/given';

const given = givenStore();
const doc = { _id: 1, a: 1, b: { x: 1, y: 2 }, arr: [1, 2, 3, 4], docs: [{ p: 1, q: 2 }, { p: 3 }], last: 'z' };

async function shown(projection: object): Promise<string> {
  const coll = await given.collection(doc);
  return JSON.stringify(await coll.findOne({}, { projection }));
}

describe('projection (manual: Project Fields to Return)', () => {
  it.each([
    [{ a: 1 }, { _id: 1, a: 1 }],
    [{ a: 1, _id: 0 }, { a: 1 }],
    [{ _id: 0 }, { a: 1, b: doc.b, arr: doc.arr, docs: doc.docs, last: 'z' }],
    [{ _id: 1 }, { _id: 1 }],
    [
      { a: 0, b: 0, arr: 0, docs: 0 },
      { _id: 1, last: 'z' },
    ],
    [{ 'b.y': 1 }, { _id: 1, b: { y: 2 } }],
    [
      { 'b.y': 0, arr: 0, docs: 0 },
      { _id: 1, a: 1, b: { x: 1 }, last: 'z' },
    ],
    [{ 'docs.p': 1 }, { _id: 1, docs: [{ p: 1 }, { p: 3 }] }],
    [
      { 'docs.q': 0, arr: 0, b: 0 },
      { _id: 1, a: 1, docs: [{ p: 1 }, { p: 3 }], last: 'z' },
    ],
  ])('%j', async (projection, expected) => {
    expect(await shown(projection)).toBe(JSON.stringify(expected));
  });

  it('row 10: $slice alone keeps all other fields', async () => {
    expect(await shown({ arr: { $slice: 1 } })).toBe(JSON.stringify({ ...doc, arr: [1] }));
    expect(await shown({ arr: { $slice: -2 } })).toBe(JSON.stringify({ ...doc, arr: [3, 4] }));
    expect(await shown({ arr: { $slice: [1, 2] } })).toBe(JSON.stringify({ ...doc, arr: [2, 3] }));
    expect(await shown({ a: 0, arr: { $slice: 1 }, docs: 0, b: 0 })).toBe(
      JSON.stringify({ _id: 1, arr: [1], last: 'z' }),
    );
    expect(await shown({ a: 1, arr: { $slice: 1 } })).toBe(JSON.stringify({ _id: 1, a: 1, arr: [1] }));
  });

  it('row 11: shows fields in the order of the document', async () => {
    expect(await shown({ last: 1, 'b.x': 1, a: 1 })).toBe(JSON.stringify({ _id: 1, a: 1, b: { x: 1 }, last: 'z' }));
  });

  it('$slice beside fields left out, at a path and in subdocuments of an array', async () => {
    expect(await shown({ 'b.x': 0, arr: { $slice: [-3, 2] } })).toBe(
      JSON.stringify({ ...doc, b: { y: 2 }, arr: [2, 3] }),
    );
    const coll = await given.collection({ _id: 1, o: { l: [1, 2, 3] }, d: [{ l: [1, 2] }, 5, { l: [3, 4] }] });
    expect(await coll.findOne({}, { projection: { 'o.l': { $slice: 1 }, 'd.l': { $slice: -1 } } })).toEqual({
      _id: 1,
      o: { l: [1] },
      d: [{ l: [2] }, 5, { l: [4] }],
    });
    expect(await coll.findOne({}, { projection: { _id: 1, 'o.l': { $slice: 1 } } })).toEqual({ _id: 1, o: { l: [1] } });
  });

  it('$elemMatch on documents and on plain values, behind the fields included', async () => {
    expect(await shown({ arr: { $elemMatch: { $gte: 3 } } })).toBe(JSON.stringify({ _id: 1, arr: [3] }));
    expect(await shown({ arr: { $elemMatch: { $in: [4, 2] } } })).toBe(JSON.stringify({ _id: 1, arr: [2] }));
    expect(await shown({ docs: { $elemMatch: { p: 3 } } })).toBe(JSON.stringify({ _id: 1, docs: [{ p: 3 }] }));
    expect(await shown({ docs: { $elemMatch: { p: 9 } } })).toBe(JSON.stringify({ _id: 1 }));
    expect(await shown({ arr: { $elemMatch: { $gte: 3 } }, last: 1 })).toBe(
      JSON.stringify({ _id: 1, last: 'z', arr: [3] }),
    );
    expect(await shown({ b: 0, docs: 0, arr: { $elemMatch: { $gte: 3 } } })).toBe(
      JSON.stringify({ _id: 1, a: 1, arr: [3], last: 'z' }),
    );
    const texts = await given.collection({ _id: 1, arr: ['some text', { p: 3 }, [{ p: 3 }]] });
    expect(await texts.findOne({}, { projection: { arr: { $elemMatch: { p: 3 } } } })).toEqual({
      _id: 1,
      arr: [{ p: 3 }],
    });
  });

  it('$elemMatch on the parts of a DBRef', async () => {
    const coll = await given.collection({
      _id: 1,
      refs: [
        { $ref: 'x', $id: 1 },
        { $ref: 'x', $id: 2 },
      ],
    });
    const found = await coll.findOne({}, { projection: { refs: { $elemMatch: { $id: 2 } } }, promoteValues: true });
    expect(JSON.stringify(found)).toBe(JSON.stringify({ _id: 1, refs: [{ $ref: 'x', $id: 2 }] }));
  });

  it('$ shows the element that the filter found (manual: $ (projection))', async () => {
    const coll = await given.collection(
      { _id: 1, semester: 1, grades: [70, 87, 90] },
      { _id: 2, semester: 1, grades: [90, 88, 92] },
      { _id: 3, semester: 1, grades: [85, 100, 90] },
      { _id: 4, semester: 2, grades: [79, 85, 80] },
      { _id: 5, semester: 1, grades: 99 },
    );
    const filter = { semester: 1, grades: { $gte: 85 } };
    expect(
      await coll
        .find(filter, { projection: { 'grades.$': 1 } })
        .sort({ _id: 1 })
        .toArray(),
    ).toEqual([
      { _id: 1, grades: [87] },
      { _id: 2, grades: [90] },
      { _id: 3, grades: [85] },
      { _id: 5, grades: 99 },
    ]);
    const docs = await given.collection({ _id: 1, o: { g: [{ m: 70 }, { m: 90 }, { m: 95 }] } });
    expect(await docs.findOne({ 'o.g': { $elemMatch: { m: { $gt: 80 } } } }, { projection: { 'o.g.$': 1 } })).toEqual({
      _id: 1,
      o: { g: [{ m: 90 }] },
    });
    expect(await codeOf(coll.findOne({ _id: 1 as never }, { projection: { 'grades.$': 1 } }))).toBe(51246);
  });

  it.each<[string, object, string, object, object]>([
    [
      'the first array on the path',
      { 'x.y': 1 },
      'a.b.c.$',
      { x: { y: [0, 1] }, a: [{ b: { c: [1] } }, { b: { c: [4, 5] } }] },
      { a: [{ b: { c: [4, 5] } }] },
    ],
    ['the last condition counts', { $and: [{ a: 1 }, { a: 3 }] }, 'b.$', { a: [1, 2, 3], b: [4, 5, 6] }, { b: [6] }],
    ['the first of several values', { a: { $in: [2, 3] } }, 'b.$', { a: [1, 2, 3], b: [4, 5, 6] }, { b: [5] }],
    ['$or of values', { $or: [{ a: 3 }, { a: 2 }] }, 'b.$', { a: [1, 2, 3], b: [4, 5, 6] }, { b: [5] }],
    [
      'the outer of nested arrays',
      { a: { $elemMatch: { $elemMatch: { $eq: 3 } } } },
      'b.$',
      { a: [[1], [3]], b: [5, 7] },
      { b: [7] },
    ],
    ['no array on the path', { x: 2 }, 'a.b.$', { x: [1, 2], a: { b: 5 } }, { a: { b: 5 } }],
    ['no such field', { x: 2 }, 'g.$', { x: [1, 2] }, {}],
  ])('$: %s', async (_name, filter, path, stored, expected) => {
    const coll = await given.collection(stored);
    expect(await coll.findOne(filter, { projection: { [path]: 1, _id: 0 } })).toEqual(expected);
  });

  it.each([{ $or: [{ a: 1 }, { b: 5 }] }, { $nor: [{ a: -1 }, { a: -2 }] }, { b: [4, 5, 6] }, {}])(
    '$: %j tells no element',
    async (filter) => {
      const coll = await given.collection({ a: [1, 2, 3], b: [4, 5, 6] });
      expect(await codeOf(coll.findOne(filter, { projection: { 'a.$': 1 } }))).toBe(51246);
      expect(await codeOf(coll.updateOne(filter, { $set: { 'a.$': 9 } }))).toBe(2);
    },
  );

  it.each<[object, object]>([
    [{ a: { b: 1, c: 2 }, 'a.b': 3 }, { a: { b: 1 } }],
    [{ a: [{ b: 1, c: 1 }, { c: 2 }] }, { a: [{ b: 1 }, {}] }],
    [{ a: 'scalar' }, {}],
    [{ a: ['scalar', {}, null, { c: 1 }] }, { a: [{}, {}] }],
    [{ a: [[1, { b: 1 }, { b: 2, c: 2 }], [[3]]] }, { a: [[{ b: 1 }, { b: 2 }], [[]]] }],
  ])('a path through %j', async (stored, expected) => {
    const coll = await given.collection(stored);
    expect(await coll.findOne({}, { projection: { 'a.b': 1, _id: 0 } })).toEqual(expected);
    expect(await coll.aggregate([{ $project: { 'a.b': 1, _id: 0 } }]).toArray()).toEqual([expected]);
  });

  it('computes fields (manual: Use Aggregation Expressions in a projection)', async () => {
    expect(await shown({ a: 1, sum: { $add: ['$a', '$b.y'] }, text: 'plain', path: '$b.x' })).toBe(
      JSON.stringify({ _id: 1, a: 1, sum: 3, text: 'plain', path: 1 }),
    );
    expect(await shown({ _id: 0, b: { y: 1, z: '$a' } })).toBe(JSON.stringify({ b: { y: 2, z: 1 } }));
  });

  it.each([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ a: { $slice: 'x' } }, 28667],
    [{ a: 1, 'a.b': 1 }, 31249],
    [{ 'a.b': 1, a: 1 }, 31250],
    [{ a: { b: 1 }, 'a.b': 1 }, 31250],
    [{ a: {} }, 51270],
    [{ '': 1 }, 40352],
    [{ 'a..b': 1 }, 15998],
    [{ $a: 1 }, 16410],
    [{ a: { $nonsense: 1 } }, 31325],
    [{ a: 0, b: '$a' }, 31310],
    [{ a: 0, b: { $add: [1, 2] } }, 31252],
    [{ '.$': 1 }, 5392900],
    [{ 'arr.$': 1, a: 0 }, 31254],
    [{ 'arr.$': { $slice: 1 } }, 31271],
    [{ 'arr.$': 'x' }, 31308],
    [{ 'arr.$': 0 }, 31395],
    [{ 'arr.$.x': 1 }, 31394],
    [{ 'arr.$': 1, 'docs.$': 1 }, 31276],
    [{ 'arr.$': 1, docs: { $elemMatch: { p: 1 } } }, 31255],
    [{ arr: { $elemMatch: 5 } }, 31274],
    [{ 'b.x': { $elemMatch: { p: 1 } } }, 31275],
  ])('refuses %j', async (projection, code) => {
    const coll = await given.collection(doc);
    expect(await codeOf(coll.findOne({}, { projection }))).toBe(code);
  });
});
