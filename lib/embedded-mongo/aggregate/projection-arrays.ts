import { fields, items, type Value } from '../bson/value';
import { arrayOf, docOf } from '../bson/write';
import { MongoError, unsupported } from '../errors';
import type { Expr } from '../query/ast';
import { type MatchDetails, matches } from '../query/match';

/** Changes the projected document, with the stored one at hand. */
export type AfterProjection = (shown: Value, stored: Value) => Value;

/** Replaces one field of a document. */
function withField(doc: Value, name: string, value: Value): Value {
  return docOf(fields(doc).map(([key, item]) => [key, key === name ? value : item]));
}

/** `$slice` of a find: `n` elements from the front (or the end), or `[skip, limit]`. */
export function sliced(path: readonly string[], operand: Value): AfterProjection {
  const { skip, limit } = sliceBounds(operand);
  const cut = (all: readonly Value[]) => {
    const start = skip < 0 ? Math.max(0, all.length + skip) : skip;
    return arrayOf(all.slice(start, limit === undefined ? undefined : start + limit));
  };
  return (shown) => sliceBelow(shown, path, cut);
}

function sliceBelow(doc: Value, path: readonly string[], cut: (all: readonly Value[]) => Value): Value {
  const [name = '', ...rest] = path;
  const value = doc.get(name);
  if (value?.isObject && rest.length > 0) return withField(doc, name, sliceBelow(value, rest, cut));
  if (!value?.isArray) return doc;
  const all = items(value);
  if (rest.length === 0) return withField(doc, name, cut(all));
  return withField(doc, name, arrayOf(all.map((item) => (item.isObject ? sliceBelow(item, rest, cut) : item))));
}

function sliceBounds(operand: Value): { skip: number; limit: number | undefined } {
  const parts = operand.isArray ? items(operand) : [operand];
  const [first = Number.NaN, second] = parts.map((part) => (part.isNumber ? Math.trunc(part.number()) : Number.NaN));
  if (!operand.isArray && !Number.isNaN(first)) {
    return first >= 0 ? { skip: 0, limit: first } : { skip: first, limit: undefined };
  }
  if (!operand.isArray || parts.length < 2 || parts.length > 3) {
    throw new MongoError(28667, 'Invalid $slice syntax. The given syntax did not match the find() syntax');
  }
  if (Number.isNaN(first)) throw unsupported('the expression $slice');
  if (parts.length > 2 || second === undefined || !(second > 0)) {
    throw new MongoError(28724, 'Invalid $slice syntax: [skip, limit] with a positive limit is expected');
  }
  return { skip: first, limit: second };
}

/** `path.$`: of the first array on the path only the element that fulfilled the filter. */
export function positional(path: readonly string[], filter: Expr): AfterProjection {
  return (shown, stored) => {
    const details: MatchDetails = {};
    matches(filter, stored, details);
    return onlyElement(shown, path, details.position);
  };
}

function onlyElement(doc: Value, path: readonly string[], position: number | undefined): Value {
  const [name = '', ...rest] = path;
  const value = doc.get(name);
  if (value?.isObject && rest.length > 0) return withField(doc, name, onlyElement(value, rest, position));
  if (!value?.isArray) return doc;
  if (position === undefined) {
    throw new MongoError(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    );
  }
  const found = items(value)[position];
  if (!found) {
    throw new MongoError(
      51247,
      "Executor error during find command :: caused by :: positional operator '.$' element mismatch",
    );
  }
  return withField(doc, name, arrayOf([found]));
}
