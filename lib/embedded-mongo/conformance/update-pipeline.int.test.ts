import { type Document, Double } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { codeOf, givenStore } from './support/given';

const given = givenStore();

/** The text of the document after an update by a pipeline, so that the order of fields counts. */
async function updated(before: Document, pipeline: Document[], options: Document = {}): Promise<string> {
  const coll = await given.collection(before);
  await coll.updateOne({}, pipeline, options);
  return JSON.stringify(await coll.findOne({}));
}

describe('update by a pipeline (manual: Updates with Aggregation Pipeline)', () => {
  it.each<[string, Document, Document[], Document]>([
    [
      '$set from other fields, then $unset',
      { _id: 1, member: 'abc123', status: 'A', misc1: 'note', misc2: 'call' },
      [{ $set: { status: 'Modified', comments: ['$misc1', '$misc2'] } }, { $unset: ['misc1', 'misc2'] }],
      { _id: 1, member: 'abc123', status: 'Modified', comments: ['note', 'call'] },
    ],
    [
      '$addFields with a computed value',
      { _id: 1, tests: [95, 92, 90] },
      [{ $addFields: { average: { $avg: '$tests' }, best: { $max: '$tests' } } }],
      { _id: 1, tests: [95, 92, 90], average: 277 / 3, best: 95 },
    ],
    [
      'a stage sees what the one before made',
      { _id: 1, a: 1 },
      [{ $set: { b: { $add: ['$a', 1] } } }, { $set: { a: { $multiply: ['$b', 10] } } }],
      { _id: 1, a: 20, b: 2 },
    ],
    [
      'an array made longer',
      { _id: 2, temps: [50, 52] },
      [{ $set: { temps: { $concatArrays: ['$temps', [4, 11]] } } }],
      { _id: 2, temps: [50, 52, 4, 11] },
    ],
    [
      '$replaceRoot with defaults',
      { _id: 1, quiz2: 93, test1: 80 },
      [{ $replaceRoot: { newRoot: { $mergeObjects: [{ quiz1: 0, quiz2: 0, test1: 0 }, '$$ROOT'] } } }],
      { _id: 1, quiz1: 0, quiz2: 93, test1: 80 },
    ],
    ['$replaceWith keeps the _id', { _id: 1, o: { x: 1 } }, [{ $replaceWith: '$o' }], { _id: 1, x: 1 }],
    ['$project', { _id: 1, a: 1, b: 2 }, [{ $project: { b: 1, c: '$a' } }], { _id: 1, b: 2, c: 1 }],
    ['$$REMOVE', { _id: 1, a: 1, b: 2 }, [{ $set: { a: '$$REMOVE' } }], { _id: 1, b: 2 }],
    ['texts that look like paths, by $literal', { _id: 1 }, [{ $set: { a: { $literal: '$b' } } }], { _id: 1, a: '$b' }],
    [
      'fields of documents in an array',
      { _id: 1, a: [{ x: 1 }, 5] },
      [{ $set: { 'a.y': 2 } }],
      { _id: 1, a: [{ x: 1, y: 2 }, { y: 2 }] },
    ],
  ])('%s', async (_name, before, pipeline, expected) => {
    expect(await updated(before, pipeline)).toBe(JSON.stringify(expected));
  });

  it('$$NOW is one moment for the whole command', async () => {
    const coll = await given.collection({ _id: 1 }, { _id: 2 });
    const started = Date.now();
    await coll.updateMany({}, [{ $set: { at: '$$NOW' } }]);
    const [first, second] = await coll.find({}).toArray();
    expect(first?.at).toBeInstanceOf(Date);
    expect(Math.abs(first?.at.getTime() - started)).toBeLessThan(60_000);
    expect(second?.at).toEqual(first?.at);
  });

  it('keeps stored types', async () => {
    const coll = await given.collection({ _id: 1, d: new Double(3), x: 1 });
    await coll.updateOne({}, [{ $set: { x: 2 } }]);
    expect(await coll.countDocuments({ d: { $type: 'double' } })).toBe(1);
  });

  it('changes every match, counts, and inserts what the filter says', async () => {
    const coll = await given.collection({ _id: 1, a: 1 }, { _id: 2, a: 2 });
    expect(await coll.updateMany({}, [{ $set: { a: 2 } }])).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
    await coll.updateOne({ _id: 3 as never, k: 'v' }, [{ $set: { n: { $ifNull: ['$n', 7] } } }], { upsert: true });
    expect(await coll.findOne({ _id: 3 as never })).toEqual({ _id: 3, k: 'v', n: 7 });
  });

  it('takes constants: let of the command, c of the statement', async () => {
    const coll = await given.collection({ _id: 1, flavor: 'chocolate' }, { _id: 2, flavor: 'cherry' });
    const filter = { $expr: { $eq: ['$flavor', '$$target'] } };
    const set = [{ $set: { flavor: '$$next' } }];
    await coll.updateOne(filter, set, { let: { target: 'cherry', next: 'orange' } } as object);
    expect(await coll.findOne({ _id: 2 as never })).toEqual({ _id: 2, flavor: 'orange' });
    await given.db.command({
      update: coll.collectionName,
      updates: [{ q: { _id: 1 }, u: [{ $set: { flavor: '$$x' } }], c: { x: '$notAPath' } }],
    });
    expect(await coll.findOne({ _id: 1 as never })).toEqual({ _id: 1, flavor: '$notAPath' });
    await coll.deleteMany(filter, { let: { target: 'orange' } } as object);
    expect(await coll.countDocuments()).toBe(1);
  });

  it('works in a bulk write and in a transaction', async () => {
    const coll = await given.collection({ _id: 1, a: 1 });
    await coll.bulkWrite([
      { updateOne: { filter: { _id: 1 as never }, update: [{ $set: { b: { $add: ['$a', 1] } } }] } },
      { updateMany: { filter: {}, update: [{ $unset: 'a' }] } },
    ]);
    await given.client.withSession((session) =>
      session.withTransaction(() => coll.updateOne({}, [{ $set: { c: '$b' } }], { session })),
    );
    expect(await coll.findOne({})).toEqual({ _id: 1, b: 2, c: 2 });
  });

  it.each<[string, Document[], number]>([
    ['row 7:', [{ $group: { _id: null } }], 72],
    ['row 7:', [{ $match: { a: 1 } }], 72],
    ['row 7:', [{ $sort: { a: 1 } }], 72],
    ['row 7:', [{ $lookup: { from: 'x', localField: 'a', foreignField: 'a', as: 'b' } }], 72],
    ['row 28:', [{ $set: { _id: 5 } }], 66],
    ['row 28:', [{ $replaceWith: { _id: 5 } }], 66],
    ['unknown stage', [{ $nonsense: 1 }], 40324],
    ['two stages in one', [{ $set: { a: 1 }, $unset: 'b' }], 40323],
    ['empty', [{ $set: {} }], 40177],
    ['paths that meet', [{ $set: { a: 1, 'a.b': 1 } }], 40176],
    ['no document', [{ $replaceWith: '$a' }], 40228],
    ['variable', [{ $set: { b: '$$nope' } }], 17276],
    ['operator', [{ $set: { b: { $nonsense: 1 } } }], 168],
  ])('%s refuses %j with %i', async (_what, pipeline, code) => {
    const coll = await given.collection({ _id: 1, a: 1 });
    expect(await codeOf(coll.updateOne({}, pipeline))).toBe(code);
    expect(await coll.findOne({})).toEqual({ _id: 1, a: 1 });
  });

  it('refuses array filters beside a pipeline', async () => {
    const coll = await given.collection({ _id: 1 });
    expect(await codeOf(coll.updateOne({}, [{ $set: { a: 1 } }], { arrayFilters: [{ x: 1 }] }))).toBe(9);
  });
});
