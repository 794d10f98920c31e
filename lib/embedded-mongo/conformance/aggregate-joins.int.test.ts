import type { Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { codeOf, givenStore } from './support/given';

const given = givenStore();

describe('$lookup (manual: $lookup)', () => {
  it('joins by equal fields, arrays, null and missing included', async () => {
    const foreign = await given.collection({ _id: 1, k: 'a' }, { _id: 2, k: 'a' }, { _id: 3 });
    const coll = await given.collection(
      { _id: 1, k: 'a' },
      { _id: 2, k: ['a', 'b'] },
      { _id: 3 },
      { _id: 4, k: 'q' },
      { _id: 5, k: [] },
    );
    const stage = { from: foreign.collectionName, localField: 'k', foreignField: 'k', as: 'r' };
    const found = await coll.aggregate([{ $lookup: stage }, { $sort: { _id: 1 } }]).toArray();
    expect(found.map((d) => d.r.map((r: Document) => r._id).sort())).toEqual([[1, 2], [1, 2], [3], [], [3]]);
  });

  it('joins by a path through an array of documents', async () => {
    const foreign = await given.collection({ _id: 1, k: 1 }, { _id: 2, k: 2 }, { _id: 3, k: 3 });
    const coll = await given.collection({ _id: 1, o: [{ k: 1 }, { k: 3 }, {}] }, { _id: 2, o: { k: 2 } });
    const stage = { from: foreign.collectionName, localField: 'o.k', foreignField: 'k', as: 'o.r' };
    const found = await coll
      .aggregate([{ $lookup: { ...stage, as: 'r' } }, { $sort: { _id: 1 } }, { $project: { 'r._id': 1 } }])
      .toArray();
    expect(found.map((d) => d.r.map((r: Document) => r._id).sort())).toEqual([[1, 3], [2]]);
  });

  it('joins by a pipeline with variables', async () => {
    const warehouses = await given.collection(
      { _id: 1, stock_item: 'almonds', warehouse: 'A', instock: 120 },
      { _id: 2, stock_item: 'pecans', warehouse: 'A', instock: 80 },
      { _id: 3, stock_item: 'almonds', warehouse: 'B', instock: 60 },
      { _id: 4, stock_item: 'cookies', warehouse: 'B', instock: 40 },
      { _id: 5, stock_item: 'cookies', warehouse: 'A', instock: 80 },
    );
    const orders = await given.collection(
      { _id: 1, item: 'almonds', ordered: 2 },
      { _id: 2, item: 'pecans', ordered: 1 },
      { _id: 3, item: 'cookies', ordered: 60 },
    );
    const conditions = [{ $eq: ['$stock_item', '$$order_item'] }, { $gte: ['$instock', '$$order_qty'] }];
    const pipeline = [
      { $match: { $expr: { $and: conditions } } },
      { $sort: { _id: 1 } },
      { $project: { stock_item: 0, _id: 0 } },
    ];
    const variables = { order_item: '$item', order_qty: '$ordered' };
    const found = await orders
      .aggregate([
        { $lookup: { from: warehouses.collectionName, let: variables, pipeline, as: 'stock' } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(found.map((order) => order.stock)).toEqual([
      [
        { warehouse: 'A', instock: 120 },
        { warehouse: 'B', instock: 60 },
      ],
      [{ warehouse: 'A', instock: 80 }],
      [{ warehouse: 'A', instock: 80 }],
    ]);
    const both = { localField: 'item', foreignField: 'stock_item', pipeline: [{ $match: { warehouse: 'B' } }] };
    const concise = await orders
      .aggregate([{ $lookup: { from: warehouses.collectionName, ...both, as: 'b' } }, { $sort: { _id: 1 } }])
      .toArray();
    expect(concise.map((order) => order.b.map((row: Document) => row._id))).toEqual([[3], [], [4]]);
  });

  it.each([
    [{ from: 'x', as: 'y' }, 9],
    [{ from: 'x', as: 'y', localField: 'a' }, 9],
    [{ from: 'x', as: 'y', localField: 'a', foreignField: 'b', foo: 1 }, 9],
    [{ from: 'x', localField: 'a', foreignField: 'b' }, 9],
    [{ from: 'x', as: 'y', pipeline: [{ $nonsense: 1 }] }, 40324],
    [{ from: 'x', as: 'y', pipeline: [{ $out: 'z' }] }, 51047],
  ])('refuses %j with %i', async (stage, code) => {
    const coll = await given.collection({ _id: 1 });
    expect(await codeOf(coll.aggregate([{ $lookup: stage }]).toArray())).toBe(code);
  });
});

describe('$facet and $documents (manual: Aggregation Stages)', () => {
  it('gives the results of several pipelines in one document (manual: $facet)', async () => {
    const coll = await given.collection({ _id: 1, k: 'a', n: 1 }, { _id: 2, k: 'b', n: 2 }, { _id: 3, k: 'a', n: 3 });
    const facets = {
      page: [{ $sort: { n: -1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { n: 1 } }],
      total: [{ $count: 'n' }],
      by: [{ $group: { _id: '$k', n: { $sum: '$n' } } }, { $sort: { _id: 1 } }],
      none: [{ $match: { k: 'z' } }],
    };
    expect(await coll.aggregate([{ $match: { n: { $gt: 0 } } }, { $facet: facets }]).toArray()).toEqual([
      {
        page: [{ _id: 2, n: 2 }],
        total: [{ n: 3 }],
        by: [
          { _id: 'a', n: 4 },
          { _id: 'b', n: 2 },
        ],
        none: [],
      },
    ]);
  });

  it.each([
    [{}, 40169],
    [{ a: {} }, 40170],
    [{ a: [{ $facet: { b: [{ $limit: 1 }] } }] }, 40600],
    [{ a: [{ $nonsense: 1 }] }, 40324],
  ])('refuses the facets %j with %i', async (spec, code) => {
    const coll = await given.collection({ _id: 1 });
    expect(await codeOf(coll.aggregate([{ $facet: spec }]).toArray())).toBe(code);
  });

  it('makes documents without a collection (manual: $documents)', async () => {
    const documents = [{ x: 10 }, { x: 2 }, { x: { $add: [2, 3] } }];
    const found = await given.db.aggregate([{ $documents: documents }, { $sort: { x: 1 } }]).toArray();
    expect(found).toEqual([{ x: 2 }, { x: 5 }, { x: 10 }]);
  });
});

describe('computed values (manual: Aggregation Operators)', () => {
  const date = new Date('2014-01-01T08:15:39.736Z');
  it.each<[string, Document, unknown]>([
    ['$year', { $year: '$date' }, 2014],
    ['$month', { $month: { date: '$date' } }, 1],
    ['$dayOfMonth', { $dayOfMonth: '$date' }, 1],
    ['$hour', { $hour: '$date' }, 8],
    ['$minute', { $minute: '$date' }, 15],
    ['$second', { $second: '$date' }, 39],
    ['$millisecond', { $millisecond: '$date' }, 736],
    ['$dayOfYear', { $dayOfYear: '$date' }, 1],
    ['$dayOfWeek', { $dayOfWeek: '$date' }, 4],
    ['a part of nothing', { $year: '$none' }, null],
    ['$add to a date', { $add: ['$date', 3_600_000] }, new Date(date.getTime() + 3_600_000)],
    ['$subtract of dates', { $subtract: ['$date', new Date(date.getTime() - 5)] }, 5],
    ['$divide', { $divide: ['$n', 2] }, 3.5],
    ['$mod', { $mod: ['$n', 4] }, 3],
    ['$abs', { $abs: { $subtract: [2, '$n'] } }, 5],
    ['$sum of an array', { $sum: '$l' }, 6],
    ['$sum of arguments', { $sum: ['$n', '$none', 1] }, 8],
    ['$avg', { $avg: '$l' }, 2],
    ['$max', { $max: ['$n', 9] }, 9],
    ['$min', { $min: '$l' }, 1],
    ['$toUpper, ASCII letters only', { $toUpper: 'aé' }, 'Aé'],
    ['$arrayElemAt from the end', { $arrayElemAt: ['$l', -1] }, 3],
    ['$in', { $in: [2, '$l'] }, true],
    ['$mergeObjects', { $mergeObjects: [{ a: 1, b: 1 }, null, { b: 2 }] }, { a: 1, b: 2 }],
    ['$cmp of missing and null', { $cmp: ['$none', null] }, -1],
    ['a path into an array', '$docs.x' as never, [1, 2]],
    ['past a long a double', { $add: ['$long', '$long'] }, 18446744073709552000],
  ])('%s', async (_name, expression, expected) => {
    const docs = [{ x: 1 }, {}, { x: 2 }];
    const coll = await given.collection({ _id: 1, date, n: 7, l: [1, 2, 3], docs, long: 9223372036854775807n });
    const [found] = await coll.aggregate([{ $project: { v: expression } }]).toArray();
    expect(found?.v).toEqual(expected);
  });

  it.each<[Document, number]>([
    [{ $divide: ['$n', 0] }, 2],
    [{ $add: ['$n', 'x'] }, 14],
    [{ $year: 'x' }, 16006],
    [{ $size: '$n' }, 17124],
    [{ $in: [1, '$n'] }, 40081],
    [{ $year: { date: '$n', foo: 1 } }, 40535],
    [{ $abs: 'x' }, 28765],
    [{ $mod: ['$n', 0] }, 16610],
    [{ $cond: { else: 2 } }, 17080],
    [{ $cond: { if: true } }, 17081],
    [{ $cond: { if: true, foo: 3 } }, 17083],
  ])('refuses %j with %i', async (expression, code) => {
    const coll = await given.collection({ _id: 1, n: 7 });
    expect(await codeOf(coll.aggregate([{ $project: { v: expression } }]).toArray())).toBe(code);
  });
});
