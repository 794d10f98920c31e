import type { Document } from 'mongodb';
import { isOperators, plainMatch } from './plain-filter';
import { compareDocs } from './plain-sort';
import { compare, copy, isObject, isPosition } from './plain-values';

/** An update MongoDB would refuse for this document. */
export class PlainError extends Error {}

/** Stands for the server's time in a document; the comparison accepts any date there. */
export const NOW = new Date(0);

interface UpdateContext {
  arrayFilters?: Document[];
  /** Position that `$` stands for. */
  position?: number;
  inserting?: boolean;
}

/** The document after an update by operators or by replacement. Throws PlainError and changes nothing if refused. */
export function plainUpdate(doc: Document, update: Document, context: UpdateContext = {}): Document {
  if (!isOperators(update)) return { _id: doc._id, ...copyDocument(update) };
  const out = copy(doc);
  const actions = Object.entries(update).flatMap(([op, fields]) =>
    Object.entries(fields).map(([path, arg]) => ({ op, path: path.split('.'), arg })),
  );
  // all operators together are applied by path, so fields that are new come in the order of their names
  actions.sort((x, y) => comparePaths(x.path, y.path));
  for (const { op, path, arg } of actions) {
    if (op === '$setOnInsert' && !context.inserting) continue;
    if (op === '$rename') rename(out, path, String(arg));
    else for (const concrete of expand(out, path, context)) change(out, concrete, op, arg);
  }
  return out;
}

const copyDocument = (doc: Document): Document => copy(doc);

function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x = '', y = ''] = [a[i], b[i]];
    const order =
      isPosition(x) && isPosition(y) ? Number(x) - Number(y) : Buffer.compare(Buffer.from(x), Buffer.from(y));
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Paths without placeholders for `$`, `$[]` and `$[name]`. */
function expand(doc: Document, path: readonly string[], context: UpdateContext): string[][] {
  const at = path.findIndex((step) => step.startsWith('$'));
  if (at < 0) return [[...path]];
  const step = path[at] ?? '';
  const list = path.slice(0, at).reduce<unknown>((x, name) => (isObject(x) ? x[name] : undefined), doc);
  if (step === '$') return [path.map((name, i) => (i === at ? String(context.position) : name))];
  if (!Array.isArray(list)) throw new PlainError('no array to apply the positions to');
  const chosen = [...list.keys()].filter((i) => step === '$[]' || fits(list[i], step.slice(2, -1), context));
  return chosen.map((i) => path.map((name, k) => (k === at ? String(i) : name)));
}

function fits(item: unknown, name: string, { arrayFilters = [] }: UpdateContext): boolean {
  return arrayFilters.every((filter) => {
    const first = Object.keys(filter)[0] ?? '';
    return first.split('.')[0] !== name || plainMatch({ [name]: item }, filter);
  });
}

/** Object or array that holds the last step of a path, made on the way where missing; undefined if not to be made. */
function holder(doc: Document, path: readonly string[], make: boolean): Document | unknown[] | undefined {
  let cur: Document | unknown[] = doc;
  for (const step of path.slice(0, -1)) {
    let next: unknown = get(cur, step);
    if (next === undefined) {
      if (!make) return undefined;
      next = {};
      put(cur, step, next);
    }
    if (!isObject(next) && !Array.isArray(next)) {
      if (!make) return undefined;
      throw new PlainError('a value is in the way');
    }
    cur = next;
  }
  if (make && Array.isArray(cur) && !isPosition(path.at(-1) ?? '')) throw new PlainError('not a position');
  return cur;
}

function get(at: Document | unknown[], step: string): unknown {
  if (Array.isArray(at)) return isPosition(step) ? at[Number(step)] : undefined;
  return Object.hasOwn(at, step) ? at[step] : undefined;
}

function put(at: Document | unknown[], step: string, value: unknown): void {
  if (!Array.isArray(at)) {
    at[step] = value;
    return;
  }
  if (!isPosition(step)) throw new PlainError('not a position');
  while (at.length < Number(step)) at.push(null);
  at[Number(step)] = value;
}

function rename(doc: Document, from: readonly string[], to: string): void {
  const source = holder(doc, from, false);
  const last = from.at(-1) ?? '';
  const value = source && get(source, last);
  if (value === undefined || !source || Array.isArray(source)) return;
  // the manual: as if both names were unset and the new one then set
  delete source[last];
  delete doc[to];
  put(doc, to, value);
}

function change(doc: Document, path: readonly string[], op: string, arg: unknown): void {
  const make = !['$unset', '$pull', '$pullAll', '$pop'].includes(op);
  const at = holder(doc, path, make);
  const last = path.at(-1) ?? '';
  if (!at) return;
  const old = get(at, last);
  if (op === '$unset') {
    if (old === undefined) return;
    if (Array.isArray(at)) at[Number(last)] = null;
    else delete at[last];
    return;
  }
  const value = CHANGES[op]?.(old, copy(arg));
  if (value !== undefined) put(at, last, value);
}

function numberOrMissing(x: unknown): number | undefined {
  if (x !== undefined && typeof x !== 'number') throw new PlainError('not a number');
  return x;
}

function arrayOf(x: unknown): unknown[] | undefined {
  if (x !== undefined && !Array.isArray(x)) throw new PlainError('not an array');
  return x;
}

/** The new value of a field from its old one (undefined: missing) and the operator's argument. */
const CHANGES: Record<string, (old: unknown, arg: unknown) => unknown> = {
  $set: (_old, arg) => arg,
  $setOnInsert: (_old, arg) => arg,
  $currentDate: () => NOW,
  $inc: (old, arg) => (numberOrMissing(old) ?? 0) + Number(arg),
  $mul: (old, arg) => (numberOrMissing(old) ?? 0) * Number(arg),
  $min: (old, arg) => (old === undefined || compare(arg, old) < 0 ? arg : old),
  $max: (old, arg) => (old === undefined || compare(arg, old) > 0 ? arg : old),
  $bit: (old, arg) => {
    const bits = numberOrMissing(old) ?? 0;
    const { and, or, xor } = arg as { and?: number; or?: number; xor?: number }; // as the generator makes it
    if (and !== undefined) return bits & and;
    return or !== undefined ? bits | or : bits ^ (xor ?? 0);
  },
  $push: (old, arg) => pushed(arrayOf(old) ?? [], arg),
  $addToSet: (old, arg) => {
    const out = [...(arrayOf(old) ?? [])];
    const items = isObject(arg) && Array.isArray(arg.$each) ? arg.$each : [arg];
    for (const item of items) if (!out.some((x) => compare(x, item) === 0)) out.push(item);
    return out;
  },
  $pull: (old, arg) => arrayOf(old)?.filter((item) => !isPulled(item, arg)),
  $pullAll: (old, arg) => {
    const gone = arg as unknown[]; // as the generator makes it
    return arrayOf(old)?.filter((item) => !gone.some((x) => compare(x, item) === 0));
  },
  $pop: (old, arg) => {
    const list = arrayOf(old);
    return arg === 1 ? list?.slice(0, -1) : list?.slice(1);
  },
};

function isPulled(item: unknown, condition: unknown): boolean {
  if (isOperators(condition)) return plainMatch({ x: [item] }, { x: { $elemMatch: condition } });
  if (isObject(condition)) return isObject(item) && plainMatch(item, condition);
  return compare(item, condition) === 0;
}

function pushed(old: readonly unknown[], arg: unknown): unknown[] {
  if (!isObject(arg) || !Array.isArray(arg.$each)) return [...old, arg];
  const { $each, $position, $slice, $sort } = arg;
  const at = $position === undefined ? old.length : $position < 0 ? Math.max(0, old.length + $position) : $position;
  const out = [...old.slice(0, at), ...$each, ...old.slice(at)];
  if (typeof $sort === 'number') stableSort(out, (x, y) => $sort * compare(x, y));
  else if ($sort) stableSort(out, (x, y) => compareDocs(isObject(x) ? x : {}, isObject(y) ? y : {}, $sort));
  if ($slice === undefined) return out;
  return $slice < 0 ? out.slice($slice) : out.slice(0, $slice);
}

function stableSort(list: unknown[], order: (x: unknown, y: unknown) => number): void {
  list.sort(order);
}

/** The document an upsert inserts: equalities of the filter, then the update. */
export function plainUpsert(filter: Document, update: Document): Document {
  const base: Document = {};
  const sources = [filter, ...(filter.$and ?? [])];
  for (const source of sources) {
    for (const [name, wanted] of Object.entries<unknown>(source)) {
      if (name.startsWith('$')) continue;
      if (!isOperators(wanted)) base[name] = copy(wanted);
      else if ('$eq' in wanted) base[name] = copy(wanted.$eq);
    }
  }
  return isOperators(update)
    ? plainUpdate(base, update, { inserting: true })
    : { _id: base._id, ...copyDocument(update) };
}

/** Where `$` points: the first element that fits. */
export function positionOf(list: readonly unknown[], condition: Document): number {
  return list.findIndex((item) => plainMatch({ x: [item] }, { x: { $elemMatch: condition } }));
}
