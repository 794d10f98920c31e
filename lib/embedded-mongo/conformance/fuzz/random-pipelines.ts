import type { Document } from 'mongodb';
import type { Random } from '../support/random';
import { filter, sortOrder } from './random-filters';

const EXPRESSIONS = ['$b', '$a', '$s', '$c', '$t.x', '$tags', '$n.m.k'];

/** A short pipeline; `unordered` results are compared in the order of `_id`. */
export function pipeline(random: Random): { stages: Document[]; unordered: boolean } {
  const stages: Document[] = [{ $match: filter(random) }, { $sort: sortOrder(random) }];
  if (random.int(3) === 0) stages.push({ $skip: random.int(4) });
  if (random.int(3) === 0) stages.push({ $limit: 1 + random.int(20) });
  switch (random.int(6)) {
    case 0:
      stages.push({ $count: 'n' });
      return { stages, unordered: false };
    case 1:
      stages.push({
        $project: random.pick<Document>([
          { b: 1, 't.x': 1 },
          { a: 0, 't.y': 0 },
          { _id: 0, s: 1 },
        ]),
      });
      return { stages, unordered: false };
    case 2:
      stages.push({ $addFields: { z: random.pick(EXPRESSIONS), y: { $ifNull: [random.pick(EXPRESSIONS), 7] } } });
      return { stages, unordered: false };
    case 3:
      stages.push({ $unwind: random.pick(['$tags', '$t', '$a']) }, { $project: { b: 1, tags: 1, t: 1, a: 1 } });
      return { stages, unordered: false };
    default:
      stages.push({ $group: group(random) });
      return { stages, unordered: true };
  }
}

function group(random: Random): Document {
  const of = () => random.pick(EXPRESSIONS);
  return {
    _id: random.pick<unknown>(['$b', '$s', '$c', null, { x: '$b', y: '$s' }]),
    n: { $sum: 1 },
    sum: { $sum: random.pick(['$b', '$bits', '$s']) },
    average: { $avg: '$b' },
    least: { $min: of() },
    most: { $max: of() },
    first: { $first: of() },
    last: { $last: of() },
    all: { $push: random.pick(['$b', '$s', '$c']) },
  };
}
