import type { Document } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { givenStore } from './support/given';
import { compareDocs, type Filter, plainMatch, plainUpdate } from './support/plain-evaluator';
import { Random } from './support/random';

const OPERATIONS = 2500;
const SEED = Number(new Date().getUTCDate()) + 1;
const given = givenStore();

const INDEXES: [Document, Document?][] = [
  [{ a: 1, b: -1 }],
  [{ b: 1 }],
  [{ 't.x': 1, b: 1 }],
  [{ tags: 1, b: 1 }],
  [{ c: -1 }, { sparse: true }],
  [{ a: -1 }, { partialFilterExpression: { b: { $gt: 3 } } }],
  [{ s: 1 }],
  [{ tags: -1, _id: 1 }],
  [{ a: 1, _id: -1 }],
];

/** Values with few repetitions, so that most filters find something. */
function scalar(random: Random): unknown {
  return random.pick([
    null,
    random.int(8),
    random.int(8),
    random.int(8) + 0.5,
    `s${random.int(6)}`,
    random.int(2) === 0,
    new Date(random.int(5) * 1000),
  ]);
}

function document(random: Random, id: number): Document {
  const doc: Document = { _id: id };
  if (random.int(10) > 0) doc.a = random.int(10) ? scalar(random) : [scalar(random), scalar(random)];
  if (random.int(10) > 0) doc.b = random.int(8);
  if (random.int(2)) doc.c = scalar(random);
  if (random.int(2)) doc.tags = Array.from({ length: random.int(4) }, () => random.int(6));
  if (random.int(2))
    doc.t = random.int(2)
      ? { x: scalar(random), y: random.int(4) }
      : Array.from({ length: random.int(3) }, () => ({ x: random.int(5), y: random.int(4) }));
  doc.s = random.pick(['ab', 'abc', 'abd', 'b', 'Ab', 'ä']) + random.int(3);
  return doc;
}

function condition(random: Random): unknown {
  switch (random.int(9)) {
    case 0:
      return { $in: [scalar(random), scalar(random), random.int(8)] };
    case 1:
      return { $gt: random.int(6) };
    case 2:
      return { $gte: random.int(4), $lt: 4 + random.int(4) };
    case 3:
      return { $exists: random.int(2) === 1 };
    case 4:
      return { $ne: scalar(random) };
    case 5:
      return { $lte: scalar(random) };
    case 6:
      return { $not: { $gt: random.int(6) } };
    default:
      return scalar(random);
  }
}

function filter(random: Random, depth = 0): Filter {
  const out: Document = {};
  for (let n = random.int(3); n >= 0; n--) {
    const path = random.pick(['a', 'b', 'c', 'tags', 't.x', 't.y', '_id', 's']);
    if (path === 's') out.s = random.pick<unknown>([/^ab/, /b1$/, { $in: ['ab0', 'b1'] }, { $gte: 'abc' }]);
    else if (path === 'tags' && random.int(4) === 0)
      out.tags = random.pick<unknown>([{ $elemMatch: { $gt: 1, $lt: 4 } }, { $all: [1, 2] }, { $size: 2 }, []]);
    else if (path === 't.x' && random.int(4) === 0)
      out.t = { $elemMatch: { x: random.int(5), y: { $gte: random.int(3) } } };
    else if (path === '_id') out._id = { $lt: random.int(250) };
    else out[path] = condition(random);
  }
  if (depth === 0 && random.int(4) === 0)
    out[random.pick(['$or', '$and', '$nor'])] = [filter(random, 1), filter(random, 1)];
  return out;
}

describe('differential fuzz', () => {
  it(`answers ${OPERATIONS} random operations like a plain evaluation in memory (seed ${SEED})`, async () => {
    const random = new Random(SEED);
    const model = Array.from({ length: 200 }, (_, id) => document(random, id));
    const coll = await given.collection(...model);
    for (const [key, options] of INDEXES) await coll.createIndex(key as never, options);
    const mismatches: unknown[] = [];
    for (let n = 0; n < OPERATIONS; n++) {
      const where = filter(random);
      if (n % 12 === 0) {
        const update = random.pick<Document>([
          { $set: { b: random.int(8), c: scalar(random) } },
          { $unset: { a: 1 } },
          { $set: { a: scalar(random), tags: [random.int(6)] } },
          { $inc: { b: 1 } },
        ]);
        const limited = { $and: [where, { _id: { $lt: random.int(200) } }] };
        const hit = model.filter((doc) => plainMatch(doc, limited));
        const result = await coll.updateMany(limited as never, update);
        for (const doc of hit) plainUpdate(doc, update);
        if (result.matchedCount !== hit.length)
          mismatches.push({ update: limited, got: result.matchedCount, want: hit.length });
        continue;
      }
      const sort: Document = random.pick<Document>([
        { _id: 1 },
        { b: 1, _id: 1 },
        { a: 1, _id: -1 },
        { tags: -1, _id: 1 },
        { s: 1, a: -1, _id: 1 },
      ]);
      const skip = random.int(5);
      const limit = random.pick([0, 3, 20]);
      const wanted = model.filter((doc) => plainMatch(doc, where)).sort((x, y) => compareDocs(x, y, sort));
      const expected = wanted.slice(skip, limit ? skip + limit : undefined).map((doc) => doc._id);
      const cursor = coll
        .find(where as never)
        .sort(sort as never)
        .skip(skip)
        .limit(limit)
        .batchSize(random.pick([7, 40, 1000]));
      const got = (await cursor.toArray()).map((doc) => doc._id);
      if (JSON.stringify(got) !== JSON.stringify(expected))
        mismatches.push({ find: where, sort, skip, limit, got, expected });
      if (n % 5 === 0 && (await coll.countDocuments(where as never)) !== wanted.length)
        mismatches.push({ count: where });
    }
    expect(mismatches.slice(0, 3).map((m) => JSON.stringify(m))).toEqual([]);
  }, 120_000);

  it('keeps indexes equal to the documents', async () => {
    const random = new Random(SEED + 1);
    const coll = await given.collection();
    for (const [key, options] of INDEXES) await coll.createIndex(key as never, options);
    for (let n = 0; n < 300; n++)
      await coll.replaceOne({ _id: random.int(60) as never }, { ...document(random, 0), _id: undefined } as never, {
        upsert: true,
        ignoreUndefined: true,
      });
    await coll.deleteMany({ b: { $gt: 4 } });
    const all = await coll.find({}).hint({ $natural: 1 }).toArray();
    for (const name of ['a_1_b_-1', 'b_1', 't.x_1_b_1', 'tags_1_b_1', 's_1']) {
      expect(await coll.find({}).hint(name).toArray()).toHaveLength(all.length);
    }
  });
});
