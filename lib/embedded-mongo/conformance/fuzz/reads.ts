import type { Collection, Document } from 'mongodb';
import type { Random } from '../support/random';
import { plainAggregate } from './plain-aggregate';
import type { PlainCollection } from './plain-collection';
import { plainProjection } from './plain-projection';
import { plainDistinct } from './plain-sort';
import { NOW } from './plain-update';
import { compare, isObject, show } from './plain-values';
import { filter, projection, sortOrder } from './random-filters';
import { pipeline } from './random-pipelines';

/** One question to the store with the plain answer to it. */
export interface Read {
  what: Document;
  expected: string;
  ask(coll: Collection<Document>, options: Document): Promise<string>;
}

/** Documents as text: the server's own times are alike, sums are compared to ten digits. */
export function showAll(docs: readonly unknown[], unordered = false): string {
  const texts = docs.map((doc) =>
    isObject(doc) && doc.stamp instanceof Date ? show({ ...doc, stamp: NOW }) : show(doc),
  );
  return `[${(unordered ? texts.sort() : texts).join(',')}]`;
}

const rounded = (docs: readonly Document[]): Document[] =>
  docs.map((doc) => {
    const out = { ...doc };
    for (const name of ['sum', 'average'])
      if (Number.isFinite(out[name])) out[name] = Number(out[name].toPrecision(10));
    return out;
  });

/** A random read; its plain answer is worked out at once, so that it may be asked while others run. */
export function randomRead(random: Random, model: PlainCollection): Read {
  switch (random.int(10)) {
    case 0:
      return countRead(random, model);
    case 1:
      return distinctRead(random, model);
    case 2:
    case 3:
      return aggregateRead(random, model);
    default:
      return findRead(random, model);
  }
}

function findRead(random: Random, model: PlainCollection): Read {
  const query = {
    filter: filter(random),
    sort: sortOrder(random),
    skip: random.int(5),
    limit: random.pick([0, 3, 8, 20]),
  };
  const fields = random.int(4) === 0 ? projection(random) : undefined;
  const batchSize = random.pick([9, 1000, 1000, 1000]);
  const natural = random.int(10) === 0;
  const found = model.find(query);
  return {
    what: { find: query, projection: fields, natural },
    expected: showAll(fields ? found.map((doc) => plainProjection(doc, fields)) : found),
    ask: async (coll, options) => {
      const cursor = coll.find(query.filter, { ...options, batchSize, ...(fields ? { projection: fields } : {}) });
      if (natural) cursor.hint({ $natural: 1 });
      return showAll(await cursor.sort(query.sort).skip(query.skip).limit(query.limit).toArray());
    },
  };
}

function countRead(random: Random, model: PlainCollection): Read {
  const where = filter(random);
  const [skip, limit] = random.int(2) ? [0, 0] : [random.int(4), 1 + random.int(20)];
  const n = Math.max(0, model.matching(where).length - skip);
  return {
    what: { count: where, skip, limit },
    expected: String(limit ? Math.min(limit, n) : n),
    ask: async (coll, options) => {
      return String(await coll.countDocuments(where, { ...options, skip, ...(limit ? { limit } : {}) }));
    },
  };
}

function distinctRead(random: Random, model: PlainCollection): Read {
  const path = random.pick(['a', 'b', 'c', 'tags', 't.x', 't.y', 's', 'n.m.k']);
  const where = random.int(3) ? filter(random) : {};
  return {
    what: { distinct: path, filter: where },
    expected: showAll(plainDistinct(model.matching(where), path)),
    ask: async (coll, options) => showAll((await coll.distinct(path, where, options)).sort(compare)),
  };
}

function aggregateRead(random: Random, model: PlainCollection): Read {
  const { stages, unordered } = pipeline(random);
  return {
    what: { aggregate: stages },
    expected: showAll(rounded(plainAggregate(model.all(), stages)), unordered),
    ask: async (coll, options) => showAll(rounded(await coll.aggregate(stages, options).toArray()), unordered),
  };
}
