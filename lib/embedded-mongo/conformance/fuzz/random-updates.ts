import type { Document } from 'mongodb';
import type { Random } from '../support/random';
import { anything, pair, scalar } from './random-documents';

export interface RandomUpdate {
  update: Document;
  arrayFilters?: Document[];
}

type Maker = (random: Random) => [field: string, operator: string, path: string, argument: unknown];

const numbers = (random: Random): unknown[] => Array.from({ length: 1 + random.int(3) }, () => random.int(6));

// JavaScript puts names that are numbers before others, so no object gets one beside another name.
/** Each works on one top-level field, so that several of different fields never conflict. */
const MAKERS: Maker[] = [
  (r) => ['a', '$set', r.pick(['a', 'a', 'a.x']), anything(r)],
  (r) => ['a', '$unset', r.pick(['a', 'a.x', 'a.0']), ''],
  (r) => ['a', r.pick(['$min', '$max']), 'a', scalar(r)],
  (r) => ['a', '$push', 'a', anything(r)],
  (r) => ['b', '$set', 'b', r.int(8)],
  (r) => ['b', '$inc', 'b', r.pick([1, -1, 2, 0.5])],
  (r) => ['b', '$mul', 'b', r.pick([0, 1, -1, 0.5])],
  () => ['b', '$unset', 'b', ''],
  (r) => ['c', '$set', 'c', scalar(r)],
  () => ['c', '$inc', 'c', 1],
  () => ['c', '$rename', 'c', 'z'],
  (r) => ['c', '$setOnInsert', 'c', scalar(r)],
  (r) => ['tags', '$push', 'tags', r.int(6)],
  (r) => ['tags', '$push', 'tags', { $each: numbers(r), $sort: r.pick([1, -1]), $slice: r.pick([3, -3, 0, 10]) }],
  (r) => ['tags', '$push', 'tags', { $each: numbers(r), $position: r.pick([0, 1, -1, 9]) }],
  (r) => ['tags', '$addToSet', 'tags', r.int(2) ? r.int(6) : { $each: numbers(r) }],
  (r) => ['tags', '$pull', 'tags', r.int(2) ? r.int(6) : { $gte: r.int(6) }],
  (r) => ['tags', '$pullAll', 'tags', numbers(r)],
  (r) => ['tags', '$pop', 'tags', r.pick([1, -1])],
  (r) => ['tags', '$set', 'tags', numbers(r)],
  (r) => ['tags', '$set', 'tags.2', r.int(6)],
  (r) => ['t', '$set', 't', r.int(2) ? pair(r) : [pair(r), pair(r)]],
  (r) => ['t', '$set', 't.x', scalar(r)],
  (r) => ['t', '$push', 't', { $each: [pair(r)], $sort: { y: 1, x: -1 } }],
  (r) => ['t', '$pull', 't', r.int(2) ? { y: r.int(4) } : { x: { $gt: r.int(5) } }],
  (r) => ['t', '$addToSet', 't', { x: r.int(3), y: r.int(3) }],
  () => ['t', '$inc', 't.$[].y', 1],
  (r) => ['t', '$set', 't.$[e].y', r.int(4)],
  (r) => ['n', '$set', r.pick(['n.m.k', 'n.m', 'n.q.0']), r.int(4)],
  () => ['n', '$unset', 'n.m', ''],
  (r) => ['bits', '$bit', 'bits', r.pick<Document>([{ and: 60 }, { or: 3 }, { xor: 9 }])],
  (r) => ['bits', '$inc', 'bits', r.int(5)],
  (r) => ['bits', '$set', 'bits', r.int(64)],
  () => ['stamp', '$currentDate', 'stamp', true],
  (r) => ['s', '$set', 's', `ab${r.int(3)}`],
];

/** One to three operators on different fields. */
export function operatorUpdate(random: Random): RandomUpdate {
  const update: Document = {};
  const used = new Set<string>();
  let filtered = false;
  for (let n = random.int(3); n >= 0; n--) {
    const [field, operator, path, argument] = random.pick(MAKERS)(random);
    // where $rename puts the field among other new ones is not told, so it stands alone
    if (operator === '$rename') return { update: { $rename: { [path]: argument } } };
    if (used.has(field)) continue;
    used.add(field);
    filtered ||= path.includes('$[e]');
    update[operator] = { ...update[operator], [path]: argument };
  }
  return { update, ...(filtered ? { arrayFilters: [{ 'e.x': { $gt: random.int(5) } }] } : {}) };
}
