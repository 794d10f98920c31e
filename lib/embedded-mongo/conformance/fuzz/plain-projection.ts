import type { Document } from 'mongodb';
import { isOperators, plainMatch } from './plain-filter';
import { copy, isObject } from './plain-values';

/** What a projection leaves of a document: inclusion or exclusion of dotted paths, `$slice` and `$elemMatch`. */
export function plainProjection(doc: Document, projection: Document): Document {
  const entries = Object.entries(projection);
  const paths = entries.filter(([name, how]) => name !== '_id' && !isObject(how));
  const operators = entries.filter(([, how]) => isOperators(how));
  const including = paths.some(([, how]) => how) || operators.some(([, how]) => '$elemMatch' in how);
  const names = paths.map(([name]) => name.split('.'));
  let out: Document;
  if (including) {
    const sliced = operators.filter(([, how]) => '$slice' in how).map(([name]) => [name]);
    const withId = projection._id === 0 ? [] : [['_id']];
    out = include(doc, [...withId, ...names, ...sliced]);
  } else out = exclude(copy(doc), projection._id === 0 ? [['_id'], ...names] : names);
  for (const [name, how] of operators) applyOperator(out, doc, name, how);
  return out;
}

function applyOperator(out: Document, doc: Document, name: string, how: Document): void {
  const list: unknown = doc[name];
  if (!Array.isArray(list)) return;
  if ('$slice' in how) {
    out[name] = slice(list, how.$slice);
    return;
  }
  const found = list.find((item) => (isObject(item) ? plainMatch({ x: [item] }, { x: how }) : false));
  if (found !== undefined) out[name] = [found];
}

function slice(list: readonly unknown[], how: number | [number, number]): unknown[] {
  if (typeof how === 'number') return how < 0 ? list.slice(how) : list.slice(0, how);
  const [skip, limit] = how;
  const from = skip < 0 ? Math.max(0, list.length + skip) : skip;
  return list.slice(from, from + limit);
}

type Paths = string[][];

/** The paths that start with a name, without it. */
const below = (paths: Paths, name: string): Paths =>
  paths.filter(([first]) => first === name).map((path) => path.slice(1));

function include(doc: Document, paths: Paths): Document {
  const out: Document = {};
  for (const [name, value] of Object.entries(doc)) {
    const inner = below(paths, name);
    if (inner.some((path) => path.length === 0)) out[name] = value;
    else if (inner.length > 0 && (isObject(value) || Array.isArray(value))) out[name] = includeIn(value, inner);
  }
  return out;
}

function includeIn(value: Document | unknown[], paths: Paths): unknown {
  if (!Array.isArray(value)) return include(value, paths);
  return value.filter((item) => isObject(item) || Array.isArray(item)).map((item) => includeIn(item, paths));
}

function exclude(doc: Document, paths: Paths): Document {
  for (const [name, value] of Object.entries(doc)) {
    const inner = below(paths, name);
    if (inner.some((path) => path.length === 0)) delete doc[name];
    else if (inner.length > 0) excludeIn(value, inner);
  }
  return doc;
}

function excludeIn(value: unknown, paths: Paths): void {
  if (Array.isArray(value)) for (const item of value) excludeIn(item, paths);
  else if (isObject(value)) exclude(value, paths);
}
