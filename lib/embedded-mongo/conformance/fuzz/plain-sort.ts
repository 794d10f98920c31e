import type { Document } from 'mongodb';
import { compare, isObject, MISSING, reached } from './plain-values';

/** Stands for an empty array, which sorts before null. */
const EMPTY = Symbol('empty array');

/** Values a document has under a path for sorting; elements that the path cannot enter count as missing. */
function sortValues(x: unknown, path: readonly string[]): unknown[] {
  const [name, ...rest] = path;
  if (name === undefined) return Array.isArray(x) ? (x.length > 0 ? x : [EMPTY]) : [x];
  if (!isObject(x) || !Object.hasOwn(x, name)) return [MISSING];
  const next: unknown = x[name];
  if (!Array.isArray(next) || rest.length === 0) return sortValues(next, rest);
  return next.length > 0 ? next.flatMap((item) => sortValues(item, rest)) : [MISSING];
}

function compareForSort(a: unknown, b: unknown): number {
  if (a === EMPTY || b === EMPTY) return Number(b === EMPTY) - Number(a === EMPTY);
  return compare(a, b);
}

/** An array sorts by its smallest element, descending by its greatest. */
function best(all: readonly unknown[], direction: number): unknown {
  return all.reduce((x, y) => (direction * compareForSort(x, y) <= 0 ? x : y));
}

/** The order of two documents under a sort such as `{a: 1, _id: -1}`. */
export function compareDocs(a: Document, b: Document, sort: Document): number {
  for (const [path, direction] of Object.entries(sort)) {
    const steps = path.split('.');
    const order = compareForSort(best(sortValues(a, steps), direction), best(sortValues(b, steps), direction));
    if (order !== 0) return direction * order;
  }
  return 0;
}

/** The different values `distinct` gives for a path: arrays by their elements. */
export function plainDistinct(docs: readonly Document[], path: string): unknown[] {
  const found = docs.flatMap((doc) => reached(doc, path.split('.'), false).flat());
  const sorted = found.filter((x) => x !== MISSING).sort(compare);
  return sorted.filter((x, i) => i === 0 || compare(x, sorted[i - 1]) !== 0);
}
