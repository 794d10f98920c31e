/**
 * MongoDB's query semantics written down plainly over JavaScript objects, for comparison with the store. It shares no
 * code with the store and knows only what the fuzz test asks for.
 */
import type { Document } from 'mongodb';

export type Filter = Document;

const isObject = (x: unknown): x is Document =>
  typeof x === 'object' && x !== null && !Array.isArray(x) && !(x instanceof Date) && !(x instanceof RegExp);
const MISSING = Symbol('missing');

/** Values under a path: elements of an array and the array itself; MISSING where a document lacks the field. */
function values(x: unknown, path: readonly string[]): unknown[] {
  const [name, ...rest] = path;
  if (name === undefined) return Array.isArray(x) ? [...x, x] : [x];
  if (!isObject(x)) return [MISSING];
  if (!Object.hasOwn(x, name)) return [MISSING];
  const next: unknown = x[name];
  if (rest.length === 0 || !Array.isArray(next)) return values(next, rest);
  return next.flatMap((item) => (isObject(item) ? values(item, rest) : []));
}

function rank(x: unknown): number {
  if (x === MISSING || x === null || x === undefined) return 1;
  if (typeof x === 'number') return 2;
  if (typeof x === 'string') return 3;
  if (isObject(x)) return 4;
  if (Array.isArray(x)) return 5;
  return typeof x === 'boolean' ? 8 : 9;
}

export function compare(a: unknown, b: unknown): number {
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (rank(a) === 1) return 0;
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a, b);
  if (isObject(a) && isObject(b)) return compareLists(Object.entries(a).flat(), Object.entries(b).flat());
  return Number(a) - Number(b);
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compare(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

export function plainMatch(doc: Document, filter: Filter): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    if (name === '$and') return wanted.every((part: Filter) => plainMatch(doc, part));
    if (name === '$or') return wanted.some((part: Filter) => plainMatch(doc, part));
    if (name === '$nor') return !wanted.some((part: Filter) => plainMatch(doc, part));
    return matchPath(doc, name, wanted);
  });
}

function matchPath(doc: Document, path: string, wanted: unknown): boolean {
  const found = values(doc, path.split('.'));
  if (!isOperators(wanted)) return found.some((x) => equals(x, wanted));
  return Object.entries(wanted).every(([op, operand]) => operator(op, operand, found));
}

function isOperators(x: unknown): x is Document {
  return isObject(x) && Object.keys(x)[0]?.startsWith('$') === true;
}

function equals(x: unknown, wanted: unknown): boolean {
  return wanted instanceof RegExp ? typeof x === 'string' && wanted.test(x) : compare(x, wanted) === 0;
}

function operator(op: string, operand: unknown, found: readonly unknown[]): boolean {
  const list = Array.isArray(operand) ? operand : [];
  switch (op) {
    case '$in':
      return list.some((wanted) => found.some((x) => equals(x, wanted)));
    case '$ne':
      return !found.some((x) => equals(x, operand));
    case '$exists':
      return found.some((x) => x !== MISSING) === operand;
    case '$not':
      return !Object.entries(isObject(operand) ? operand : {}).every(([inner, arg]) => operator(inner, arg, found));
    case '$all':
      return list.every((wanted) => found.some((x) => equals(x, wanted)));
    case '$size':
      return wholeArrays(found).some((x) => x.length === operand);
    case '$elemMatch':
      return wholeArrays(found).some((x) => x.some((item) => element(item, isObject(operand) ? operand : {})));
    default:
      return found.some((x) => ordered(op, x, operand));
  }
}

function wholeArrays(found: readonly unknown[]): unknown[][] {
  const last = found.at(-1);
  return Array.isArray(last) ? [last] : [];
}

function element(item: unknown, wanted: Document): boolean {
  if (isOperators(wanted)) return Object.entries(wanted).every(([op, operand]) => operator(op, operand, [item]));
  return isObject(item) && plainMatch(item, wanted);
}

function ordered(op: string, x: unknown, operand: unknown): boolean {
  if (rank(x) !== rank(operand)) return false;
  const order = compare(x, operand);
  if (op === '$gt') return order > 0;
  if (op === '$gte') return order >= 0;
  return op === '$lt' ? order < 0 : order <= 0;
}

/** What a document sorts by: the smallest (or greatest) element of an array; an empty array before all. */
function sortValues(doc: Document, path: string): unknown[] {
  const found = values(doc, path.split('.'));
  const last = found.at(-1);
  if (Array.isArray(last)) return last.length > 0 ? last : [undefined];
  return found.length > 0 ? found : [MISSING];
}

export function compareDocs(a: Document, b: Document, sort: Document): number {
  for (const [path, direction] of Object.entries(sort)) {
    const order =
      direction * compareForSort(best(sortValues(a, path), direction), best(sortValues(b, path), direction));
    if (order !== 0) return order;
  }
  return 0;
}

function best(all: readonly unknown[], direction: number): unknown {
  return all.reduce((x, y) => (direction * compareForSort(x, y) <= 0 ? x : y));
}

/** An empty array (undefined here) sorts before null. */
function compareForSort(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  return compare(a, b);
}

/** `$set`, `$unset` and `$inc` of plain names. */
export function plainUpdate(doc: Document, update: Document): void {
  for (const [name, value] of Object.entries(update.$set ?? {})) doc[name] = value;
  for (const name of Object.keys(update.$unset ?? {})) delete doc[name];
  for (const [name, by] of Object.entries(update.$inc ?? {})) doc[name] = Number(doc[name] ?? 0) + Number(by);
}
