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
