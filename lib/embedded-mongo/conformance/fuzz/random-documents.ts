import { Long, ObjectId } from 'bson';
import type { Document, IndexSpecification } from 'mongodb';
import type { Random } from '../support/random';

/** Numbers of documents a round begins with; ids above are for inserts and upserts. */
export const FIRST_IDS = 60;
export const ALL_IDS = 85;

/** Indexes of a round are picked from these; `u` is unique where it is there. */
export const INDEXES: readonly [IndexSpecification, Document?][] = [
  [{ a: 1, b: -1 }],
  [{ b: 1 }],
  [{ 't.x': 1, b: 1 }],
  [{ 't.y': 1, 't.x': -1 }],
  [{ tags: 1, b: 1 }],
  [{ c: -1 }, { sparse: true }],
  [{ a: -1 }, { partialFilterExpression: { b: { $gt: 3 } } }],
  [{ s: 1, a: 1 }],
  [{ tags: -1, _id: 1 }],
  [{ 'n.m.k': 1, s: -1 }],
  [{ b: -1, s: 1, _id: 1 }],
  [{ u: 1 }, { unique: true, partialFilterExpression: { u: { $exists: true } } }],
];

const OIDS = ['5f0000000000000000000001', '5f0000000000000000000002', '5f00000000000000000000ff'];
const TEXTS = ['', 'ab', 'abc', 'abd', 'b', 'Ab', 'ä', 'a.b', 'a\nb', '🙂'];

/** Values with few repetitions, so that most filters find something. */
export function scalar(random: Random): unknown {
  switch (random.int(14)) {
    case 0:
      return null;
    case 1:
      return random.int(2) === 0;
    case 2:
      return new Date(random.int(5) * 1000 - 2000);
    case 3:
      return new ObjectId(random.pick(OIDS));
    case 4:
      return random.pick(TEXTS);
    case 5:
      return random.pick([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 1e10]);
    case 6:
      return random.int(8) + 0.5;
    case 7:
      return -random.int(4);
    case 8:
    case 9:
      return `s${random.int(6)}`;
    default:
      return random.int(8);
  }
}

/** Any value, sometimes an object or an array. */
export function anything(random: Random): unknown {
  switch (random.int(12)) {
    case 0:
      return { x: scalar(random) };
    case 1:
      return random.int(3) === 0 ? {} : { x: scalar(random), y: random.int(4) };
    case 2:
      return Array.from({ length: random.int(4) }, () => scalar(random));
    case 3:
      return random.pick<unknown>([[], [[]], [[1, 2], 3], [null], [{ x: 1 }, 2]]);
    default:
      return scalar(random);
  }
}

/** An element of `t`. */
export const pair = (random: Random): Document => ({
  x: random.int(5) ? random.int(5) : scalar(random),
  y: random.int(4),
});

export function document(random: Random, id: unknown): Document {
  const doc: Document = { _id: id };
  if (random.int(10) > 0) doc.a = anything(random);
  if (random.int(10) > 0) doc.b = random.int(8);
  if (random.int(2)) doc.c = scalar(random);
  if (random.int(2)) doc.tags = Array.from({ length: random.int(4) }, () => random.int(6));
  if (random.int(3)) {
    doc.t = random.int(2) ? pair(random) : Array.from({ length: random.int(4) }, () => pair(random));
  }
  if (random.int(3) === 0)
    doc.n = random.pick<unknown>([{ m: { k: scalar(random) } }, { m: [{ k: random.int(4) }] }, 1]);
  if (random.int(4) === 0) doc.u = random.int(2000);
  if (random.int(3) === 0) doc.bits = random.int(64);
  doc.s = random.pick(TEXTS) + random.int(3);
  return doc;
}

/** The same document with some whole numbers as 64-bit ones on the wire; order and equality do not tell them apart. */
export function withLongs(random: Random, doc: Document): Document {
  const out = { ...doc };
  for (const name of ['a', 'b', 'c']) {
    const value: unknown = out[name];
    if (Number.isInteger(value) && !Object.is(value, -0) && random.int(4) === 0)
      out[name] = Long.fromNumber(Number(value));
  }
  return out;
}
