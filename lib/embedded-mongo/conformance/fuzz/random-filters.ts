import type { Document } from 'mongodb';
import type { Random } from '../support/random';
import { ALL_IDS, anything, scalar } from './random-documents';

// (the driver drops the flag s of a pattern, so that one is sent as $options)
const PATTERNS = [/^ab/, /b1$/, /^a.b/, /^AB/i, /^b/m, /[aä]\d/];
const TYPES = ['number', 'string', 'bool', 'null', 'object', 'array', 'date', 'objectId'];

const maybePattern = (random: Random): unknown => (random.int(12) === 0 ? random.pick(PATTERNS) : anything(random));

/** A comparison such as `{$gt: 3}`. */
function comparison(random: Random): Document {
  return { [random.pick(['$gt', '$gte', '$lt', '$lte', '$eq'])]: random.int(4) ? random.int(8) : anything(random) };
}

/** What a field is asked for. */
function condition(random: Random, depth = 0): unknown {
  switch (random.int(depth === 0 ? 18 : 12)) {
    case 0:
      return { $in: Array.from({ length: random.int(4) }, () => maybePattern(random)) };
    case 1:
      return { $nin: [anything(random), random.int(8)] };
    case 2:
      return { $gte: random.int(4), $lt: 4 + random.int(4) };
    case 3:
      return { $exists: random.int(2) === 1 };
    case 4:
      return { $ne: anything(random) };
    case 5:
    case 6:
      return comparison(random);
    case 7:
      return { $type: random.int(3) ? random.pick(TYPES) : [random.pick(TYPES), random.pick(TYPES)] };
    case 8:
      return { $mod: [1 + random.int(4), random.int(3)] };
    case 9:
      return { $size: random.int(4) };
    case 10:
      return { $all: Array.from({ length: 1 + random.int(2) }, () => scalar(random)) };
    case 11:
      return { $eq: anything(random) };
    case 12:
      return { $not: random.int(4) ? notOperand(random) : random.pick(PATTERNS) };
    case 13:
      return { $elemMatch: elementCondition(random) };
    case 14:
      return { $all: [{ $elemMatch: elementCondition(random) }] };
    default:
      return random.int(3) ? scalar(random) : anything(random);
  }
}

function notOperand(random: Random): unknown {
  const operand = condition(random, 1);
  const isOperators = typeof operand === 'object' && operand !== null && Object.keys(operand)[0]?.startsWith('$');
  return isOperators ? operand : comparison(random);
}

function elementCondition(random: Random): Document {
  switch (random.int(4)) {
    case 0:
      return { x: random.int(5), y: { $gte: random.int(3) } };
    case 1:
      return { x: condition(random, 1) };
    case 2:
      return { $gt: random.int(3), $lt: 2 + random.int(4) };
    default:
      return random.int(2) ? { $in: [random.int(5), scalar(random)] } : { y: random.int(4) };
  }
}

const PATHS = [
  'a',
  'a',
  'b',
  'b',
  'c',
  'tags',
  't',
  't.x',
  't.x',
  't.y',
  'n.m.k',
  '_id',
  's',
  'u',
  'bits',
  'a.x',
  't.0.x',
  'tags.1',
];

function special(random: Random, path: string): unknown {
  if (path === 's')
    return random.pick<unknown>([
      ...PATTERNS,
      { $in: ['ab0', /^b/] },
      { $gte: 'abc' },
      { $regex: '^AB', $options: 'i' },
      { $regex: '^a.b', $options: 's' },
    ]);
  if (path === '_id')
    return random.pick<unknown>([
      { $lt: random.int(ALL_IDS) },
      random.int(ALL_IDS),
      { $in: [1, 5, random.int(ALL_IDS)] },
    ]);
  const mask = 1 + random.int(15);
  return { [random.pick(['$bitsAllSet', '$bitsAnySet', '$bitsAllClear', '$bitsAnyClear'])]: mask };
}

/** A filter of one to three fields, sometimes with logic around more filters. */
export function filter(random: Random, depth = 0): Document {
  const out: Document = {};
  for (let n = random.int(3); n >= 0; n--) {
    const path = random.pick(PATHS);
    out[path] = ['s', '_id', 'bits'].includes(path) ? special(random, path) : condition(random);
  }
  if (depth < 2 && random.int(4) === 0) {
    const parts = Array.from({ length: 1 + random.int(3) }, () => filter(random, depth + 1));
    out[random.pick(['$or', '$and', '$nor'])] = parts;
  }
  if (depth === 0 && random.int(15) === 0) {
    out.$expr = {
      [random.pick(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'])]: [
        random.pick(['$a', '$b', '$t.x']),
        random.pick<unknown>(['$c', '$b', 3]),
      ],
    };
  }
  if (random.int(40) === 0) out.$comment = 'of no account';
  return out;
}

/** A sort that leaves no ties; no two of its fields hold arrays of a document side by side. */
export function sortOrder(random: Random): Document {
  const array = random.pick(['a', 'tags', 't.x', 't.y', 'c', 'n.m.k', 'a.x']);
  const direction = () => (random.int(2) ? 1 : -1);
  const out: Document = {};
  if (random.int(3) === 0) out[random.pick(['b', 's'])] = direction();
  if (random.int(3)) out[array] = direction();
  if (random.int(4) === 0) out.b ??= direction();
  out._id = direction();
  return out;
}

export function projection(random: Random): Document {
  const yes = random.int(2);
  switch (random.int(6)) {
    case 0:
      return { [random.pick(['a', 't', 'b'])]: yes, s: yes };
    case 1:
      return { 't.x': yes, ...(random.int(2) ? { _id: 0 } : {}) };
    case 2:
      return { 'n.m.k': yes, 'a.x': yes, tags: yes };
    case 3:
      return { tags: { $slice: random.pick<unknown>([1, -2, [1, 2], [-2, 1]]) } };
    case 4:
      return { t: { $elemMatch: { y: { $gte: random.int(3) } } } };
    default:
      return { _id: random.int(2), b: 1, c: 1 };
  }
}
