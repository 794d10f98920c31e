import { exprTest } from '../aggregate/expressions';
import { FieldPath } from '../bson/path';
import { T } from '../bson/types';
import { fields, isEmpty, type Value } from '../bson/value';
import { badValue, MongoError, unsupported } from '../errors';
import type { SortSpec } from '../plan/plan';
import type { Hint } from '../plan/planner';
import type { Expr } from '../query/ast';
import { parseFilter } from '../query/parse';
import { type Arg, anyValue, doc } from './args';

/** A filter argument. */
export function filterArg(arg: Arg, name: string): Expr {
  return parseFilter(doc(arg, name), { parseExpr: exprTest });
}

/** A sort argument: paths with 1 or -1 (15974, 15975). */
export function sortArg(arg: Arg, name: string): Value {
  return doc(arg, name);
}

interface ParsedSort {
  sort: SortSpec;
  natural?: 1 | -1;
}

export function parseSort(sort: Value | undefined): ParsedSort {
  if (!sort || isEmpty(sort)) return { sort: [] };
  const entries = fields(sort);
  const [first] = entries;
  if (first?.[0] === '$natural' && entries.length === 1) return { sort: [], natural: sortDirection(first[1]) };
  return {
    sort: entries.map(([path, direction]) => {
      checkSortPath(path);
      return { path: FieldPath.of(path), descending: sortDirection(direction) < 0 };
    }),
  };
}

function checkSortPath(path: string): void {
  if (path === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (path.startsWith('$'))
    throw new MongoError(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
  if (path.split('.').includes('')) throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
}

function sortDirection(value: Value): 1 | -1 {
  if (value.isObject) throw unsupported('sorting by $meta');
  if (!value.isNumber) throw new MongoError(15974, 'Illegal key in $sort specification');
  const n = value.number();
  if (n !== 1 && n !== -1) {
    throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  }
  return n;
}

/** A hint: the name of an index, its key, or `{$natural: 1}`. An empty document is no hint. */
export function hintArg(arg: Arg, name: string): Hint | undefined {
  const value = anyValue(arg, name);
  if (value.type === T.string) return { name: value.text() };
  if (!value.isObject) throw new MongoError('FailedToParse', 'Hint must be a string or an object');
  const entries = fields(value);
  if (entries.length === 0) return undefined;
  if (entries[0]?.[0] === '$natural') return { natural: sortDirection(entries[0][1]) };
  const key = entries.map(([path, direction]) => {
    if (!direction.isNumber) throw badValue(`hint on a ${path} index of an unknown type`);
    return { path: FieldPath.of(path), descending: direction.number() < 0 };
  });
  return { key };
}
