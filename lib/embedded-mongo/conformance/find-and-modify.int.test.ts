import { describe, expect, it } from 'vitest';
import { codeOf, givenStore } from './support/given';

const given = givenStore();

describe('findAndModify (manual: findAndModify)', () => {
  it('gives the document before or after, sorted, projected', async () => {
    const coll = await given.collection({ _id: 1, a: 1 }, { _id: 2, a: 2 });
    expect(await coll.findOneAndUpdate({}, { $inc: { a: 10 } }, { sort: { a: -1 } })).toEqual({ _id: 2, a: 2 });
    expect(
      await coll.findOneAndUpdate(
        {},
        { $inc: { a: 10 } },
        { sort: { a: -1 }, returnDocument: 'after', projection: { a: 1, _id: 0 } },
      ),
    ).toEqual({ a: 22 });
    expect(await coll.findOneAndDelete({ _id: 1 as never })).toEqual({ _id: 1, a: 1 });
    expect(
      await coll.findOneAndUpdate(
        { z: 1 },
        { $set: { y: 1 } },
        { upsert: true, returnDocument: 'after', projection: { _id: 0 } },
      ),
    ).toEqual({ z: 1, y: 1 });
    expect(
      await coll.findOneAndReplace({ z: 1 }, { w: 1 }, { returnDocument: 'after', projection: { _id: 0 } }),
    ).toEqual({ w: 1 });
  });

  it('claims each job once', async () => {
    const coll = await given.collection(...Array.from({ length: 30 }, (_, _id) => ({ _id, state: 'open' })));
    await coll.createIndex({ state: 1, _id: 1 });
    const claim = () => coll.findOneAndUpdate({ state: 'open' }, { $set: { state: 'taken' } }, { sort: { _id: 1 } });
    const claimed = await Promise.all(Array.from({ length: 40 }, claim));
    const got = claimed.flatMap((doc) => (doc ? [Number(doc._id)] : []));
    expect(got.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
  });

  it('shows the element found of the document before, and refuses that of the one after', async () => {
    const coll = await given.collection({ _id: 1, a: [1, 2, 3] });
    const change = (returnDocument: 'before' | 'after') =>
      coll.findOneAndUpdate({ a: 2 }, { $set: { x: 1 } }, { returnDocument, projection: { 'a.$': 1 } });
    expect(await change('before')).toEqual({ _id: 1, a: [2] });
    expect(await codeOf(change('after'))).toBe(2);
  });

  it('changes by a pipeline with constants of let', async () => {
    const coll = await given.collection({ _id: 1, flavor: 'cherry' });
    const filter = { $expr: { $eq: ['$flavor', '$$target'] } };
    const options = { returnDocument: 'after', let: { target: 'cherry', next: 'orange' } } as const;
    expect(await coll.findOneAndUpdate(filter, [{ $set: { flavor: '$$next' } }], options)).toEqual({
      _id: 1,
      flavor: 'orange',
    });
  });

  it('finds and updates elements by array filters', async () => {
    const coll = await given.collection({ _id: 1, grades: [95, 92, 90] }, { _id: 2, grades: [98, 100, 102] });
    const update = { $set: { 'grades.$[element]': 100 } };
    const arrayFilters = [{ element: { $gte: 100 } }];
    const filter = { grades: { $gte: 100 } };
    expect(await coll.findOneAndUpdate(filter, update, { arrayFilters, returnDocument: 'after' })).toEqual({
      _id: 2,
      grades: [98, 100, 100],
    });
  });
});
