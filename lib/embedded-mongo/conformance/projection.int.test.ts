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

  it('10: $slice alone keeps all other fields', async () => {
    expect(await shown({ arr: { $slice: 1 } })).toBe(JSON.stringify({ ...doc, arr: [1] }));
    expect(await shown({ arr: { $slice: -2 } })).toBe(JSON.stringify({ ...doc, arr: [3, 4] }));
    expect(await shown({ arr: { $slice: [1, 2] } })).toBe(JSON.stringify({ ...doc, arr: [2, 3] }));
    expect(await shown({ a: 0, arr: { $slice: 1 }, docs: 0, b: 0 })).toBe(
      JSON.stringify({ _id: 1, arr: [1], last: 'z' }),
    );
    expect(await shown({ a: 1, arr: { $slice: 1 } })).toBe(JSON.stringify({ _id: 1, a: 1, arr: [1] }));
  });

  it('11: shows fields in the order of the document', async () => {
    expect(await shown({ last: 1, 'b.x': 1, a: 1 })).toBe(JSON.stringify({ _id: 1, a: 1, b: { x: 1 }, last: 'z' }));
  });

  it('$elemMatch on documents and on plain values', async () => {
    expect(await shown({ arr: { $elemMatch: { $gte: 3 } } })).toBe(JSON.stringify({ _id: 1, arr: [3] }));
    expect(await shown({ docs: { $elemMatch: { p: 3 } } })).toBe(JSON.stringify({ _id: 1, docs: [{ p: 3 }] }));
    expect(await shown({ docs: { $elemMatch: { p: 9 } } })).toBe(JSON.stringify({ _id: 1 }));
  });

  it.each([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ 'arr.$': 1 }, 115],
    [{ a: '$b' }, 115],
    [{ a: { $slice: 'x' } }, 28667],
    [{ a: 1, 'a.b': 1 }, 31249],
  ])('refuses %j', async (projection, code) => {
    const coll = await given.collection(doc);
    expect(await codeOf(coll.findOne({}, { projection }))).toBe(code);
  });
});
