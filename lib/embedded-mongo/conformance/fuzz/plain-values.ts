/**
 * MongoDB's order and paths written down plainly over JavaScript values, for comparison with the store. Nothing in this
 * folder's `plain-*` files shares code with the store. Longs are numbers here: the order does not tell them apart.
 */
import type { Binary, ObjectId } from 'bson';
import type { Document } from 'mongodb';

/** A path that leads nowhere. */
export const MISSING = Symbol('missing');

// By the library's own mark, not `instanceof`: the driver may have loaded a second copy of the library's classes.
const isBson = (x: unknown, type: string): boolean =>
  typeof x === 'object' && x !== null && '_bsontype' in x && x._bsontype === type;
const isObjectId = (x: unknown): x is ObjectId => isBson(x, 'ObjectId');
const isBinary = (x: unknown): x is Binary => isBson(x, 'Binary');

export const isObject = (x: unknown): x is Document =>
  typeof x === 'object' &&
  x !== null &&
  !Array.isArray(x) &&
  !(x instanceof Date || x instanceof RegExp || isObjectId(x) || isBinary(x));

/** The place of a value's type in the order of types; null and a missing field share one. */
export function rank(x: unknown): number {
  if (x === MISSING || x === null || x === undefined) return 1;
  if (typeof x === 'number') return 2;
  if (typeof x === 'string') return 3;
  if (isObject(x)) return 4;
  if (Array.isArray(x)) return 5;
  if (isBinary(x)) return 6;
  if (isObjectId(x)) return 7;
  if (typeof x === 'boolean') return 8;
  return x instanceof Date ? 9 : 10;
}

/** MongoDB's comparison order over all types. */
export function compare(a: unknown, b: unknown): number {
  const types = rank(a) - rank(b);
  if (types !== 0 || rank(a) === 1) return types;
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b, compare);
  if (isObject(a) && isObject(b)) return compareLists(Object.entries(a), Object.entries(b), compareFields);
  if (isObjectId(a) && isObjectId(b)) return Buffer.compare(a.id, b.id);
  if (isBinary(a) && isBinary(b)) return compareBinaries(a, b);
  return Number(a) - Number(b);
}

/** NaN equals itself and comes before every other number. */
function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a < b ? -1 : Number(a > b);
}

/** Length first, then subtype, then bytes. */
function compareBinaries(a: Binary, b: Binary): number {
  return a.length() - b.length() || a.sub_type - b.sub_type || Buffer.compare(a.value(), b.value());
}

/** Of two fields the type counts first, then the name, then the value. */
function compareFields([nameA, a]: [string, unknown], [nameB, b]: [string, unknown]): number {
  return rank(a) - rank(b) || Buffer.compare(Buffer.from(nameA), Buffer.from(nameB)) || compare(a, b);
}

function compareLists<T>(a: readonly T[], b: readonly T[], order: (x: T, y: T) => number): number {
  for (const [i, x] of a.entries()) {
    if (i >= b.length) return 1;
    const found = order(x, b[i] as T); // i is within b
    if (found !== 0) return found;
  }
  return a.length - b.length;
}

export const isPosition = (name: string): boolean => /^(0|[1-9]\d*)$/.test(name);

/**
 * Values a filter's path meets: at its end an array counts by its elements and as a whole; on the way arrays are looked
 * through one level deep, and a number in the path is also a position.
 */
export function reached(x: unknown, path: readonly string[], leaf = true): unknown[] {
  const [name, ...rest] = path;
  if (name === undefined) return leaf && Array.isArray(x) ? [...x, x] : [x];
  if (!isObject(x) || !Object.hasOwn(x, name)) return [MISSING];
  const next: unknown = x[name];
  return Array.isArray(next) && rest.length > 0 ? throughArray(next, rest, leaf) : reached(next, rest, leaf);
}

function throughArray(list: readonly unknown[], path: readonly string[], leaf: boolean): unknown[] {
  const [name = '', ...rest] = path;
  return list.flatMap((item, i) => {
    const inside = isObject(item) ? reached(item, path, leaf) : [];
    if (!isPosition(name) || Number(name) !== i) return inside;
    if (rest.length === 0) return [...inside, item];
    if (isObject(item)) return [...inside, ...reached(item, rest, leaf)];
    return Array.isArray(item) ? throughArray(item, rest, leaf) : inside;
  });
}

/** A deep copy that keeps dates and ids. */
export function copy<T>(x: T): T {
  if (Array.isArray(x)) return x.map(copy) as T; // the copy has the shape of the original
  if (isObject(x)) return Object.fromEntries(Object.entries(x).map(([name, value]) => [name, copy(value)])) as T;
  return x;
}

/** A text in which equal values, and only they, look alike; field order counts. */
export function show(x: unknown): string {
  if (Array.isArray(x)) return `[${x.map(show).join(',')}]`;
  if (isObject(x)) {
    const fields = Object.entries(x).map(([name, value]) => `${JSON.stringify(name)}:${show(value)}`);
    return `{${fields.join(',')}}`;
  }
  if (x instanceof Date) return `Date(${x.getTime()})`;
  if (isObjectId(x)) return `ObjectId(${x.toHexString()})`;
  if (isBinary(x)) return `Binary(${x.sub_type},${x.toString('hex')})`;
  return typeof x === 'string' ? JSON.stringify(x) : String(x);
}
