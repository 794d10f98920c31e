import { type Document, Double } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { givenStore } from './support/given';

const given = givenStore();
const docs: Document[] = [
  { _id: 1, k: 'a', n: 1, tags: ['x', 'y'], o: { p: 1 } },
  { _id: 2, k: 'b', n: 2, tags: [], o: { p: 2 } },
  { _id: 3, k: 'a', n: 3.5, o: { p: 3 } },
  { _id: 4, k: null, n: 'no', tags: 'z' },
];

async function run(pipeline: Document[]): Promise<Document[]> {
  return (await given.collection(...docs)).aggregate(pipeline).toArray();
}

describe('aggregation (manual: Aggregation Stages)', () => {
  it.each<[string, Document[], Document[]]>([
    [
      '$match, $sort, $skip, $limit',
      [{ $match: { k: 'a' } }, { $sort: { n: -1 } }, { $skip: 1 }, { $limit: 1 }],
      [docs[0] ?? {}],
    ],
    [
      '$group',
      [
        {
          $group: {
            _id: '$k',
            sum: { $sum: '$n' },
            avg: { $avg: '$n' },
            min: { $min: '$n' },
            max: { $max: '$n' },
            c: { $count: {} },
          },
        },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: null, sum: 0, avg: null, min: 'no', max: 'no', c: 1 },
        { _id: 'a', sum: 4.5, avg: 2.25, min: 1, max: 3.5, c: 2 },
        { _id: 'b', sum: 2, avg: 2, min: 2, max: 2, c: 1 },
      ],
    ],
    [
      '$group first, last, push',
      [{ $sort: { _id: 1 } }, { $group: { _id: null, f: { $first: '$k' }, l: { $last: '$k' }, p: { $push: '$_id' } } }],
      [{ _id: null, f: 'a', l: null, p: [1, 2, 3, 4] }],
    ],
    [
      '$group addToSet',
      [
        { $group: { _id: null, s: { $addToSet: '$k' } } },
        { $unwind: '$s' },
        { $sort: { s: 1 } },
        { $project: { _id: 0 } },
      ],
      [{ s: null }, { s: 'a' }, { s: 'b' }],
    ],
    ['$count', [{ $match: { k: 'a' } }, { $count: 'total' }], [{ total: 2 }]],
    ['$count of nothing', [{ $match: { k: 'q' } }, { $count: 'total' }], []],
    [
      '$unwind',
      [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
      [
        { _id: 1, tags: 'x' },
        { _id: 1, tags: 'y' },
        { _id: 4, tags: 'z' },
      ],
    ],
    [
      '$unwind that keeps',
      [
        { $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } },
        { $group: { _id: '$_id', n: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: 1, n: 2 },
        { _id: 2, n: 1 },
        { _id: 3, n: 1 },
        { _id: 4, n: 1 },
      ],
    ],
    [
      '$unwind with positions',
      [
        { $match: { _id: { $ne: 3 } } },
        { $unwind: { path: '$tags', includeArrayIndex: 'at', preserveNullAndEmptyArrays: true } },
        { $sort: { _id: 1, at: 1 } },
        { $project: { tags: 1, at: 1 } },
      ],
      [
        { _id: 1, tags: 'x', at: 0 },
        { _id: 1, tags: 'y', at: 1 },
        { _id: 2, at: null },
        { _id: 4, tags: 'z', at: null },
      ],
    ],
    [
      '$project',
      [
        { $match: { _id: 1 } },
        { $project: { _id: 0, n: 1, 'o.p': 1, twice: { $multiply: ['$n', 2] }, path: '$o.p', gone: '$zz' } },
      ],
      [{ n: 1, o: { p: 1 }, twice: 2, path: 1 }],
    ],
    [
      '$project that leaves out',
      [{ $match: { _id: 1 } }, { $project: { tags: 0, 'o.p': 0 } }],
      [{ _id: 1, k: 'a', n: 1, o: {} }],
    ],
    [
      '$addFields and $unset',
      [
        { $match: { _id: 2 } },
        { $addFields: { 'o.q': '$n', l: { $literal: '$n' }, k: '$$REMOVE' } },
        { $unset: ['tags', 'o.p'] },
      ],
      [{ _id: 2, n: 2, o: { q: 2 }, l: '$n' }],
    ],
    ['$replaceRoot', [{ $match: { _id: 3 } }, { $replaceRoot: { newRoot: '$o' } }], [{ p: 3 }]],
    [
      '$sortByCount',
      [{ $match: { k: { $ne: null } } }, { $sortByCount: '$k' }],
      [
        { _id: 'a', count: 2 },
        { _id: 'b', count: 1 },
      ],
    ],
    [
      'expressions across types',
      [{ $project: { big: { $gt: ['$n', 3] } } }, { $match: { big: true } }, { $project: { _id: 1 } }],
      [{ _id: 3 }, { _id: 4 }],
    ],
    [
      '$cond, $ifNull, $concat',
      [
        { $match: { _id: 4 } },
        {
          $project: {
            a: { $cond: [{ $eq: ['$k', null] }, 'none', 'some'] },
            b: { $ifNull: ['$k', 'dflt'] },
            c: { $concat: ['a', '$n'] },
          },
        },
      ],
      [{ _id: 4, a: 'none', b: 'dflt', c: 'ano' }],
    ],
  ])('%s', async (_name, pipeline, expected) => {
    expect(await run(pipeline)).toEqual(expected);
  });

  it('keeps number types in sums', async () => {
    const coll = await given.collection({ v: new Double(1) }, { v: 2 });
    const [sum] = await coll
      .aggregate([{ $group: { _id: null, s: { $sum: '$v' } } }, { $match: { s: { $type: 'double' } } }])
      .toArray();
    expect(sum?.s).toBe(3);
  });
});
