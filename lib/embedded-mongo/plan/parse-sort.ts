import { FieldPath, fieldNames } from '../bson/path';
import { fields, isEmpty, type Value } from '../bson/value';
import { MongoError, unsupported } from '../errors';
import type { SortSpec } from './plan';

interface ParsedSort {
  sort: SortSpec;
  natural?: 1 | -1;
}

/** A sort: paths with 1 or -1 (15974, 15975), or `{$natural: 1}`. */
export function parseSort(sort: Value | undefined): ParsedSort {
  if (!sort || isEmpty(sort)) return { sort: [] };
  const entries = fields(sort);
  const [first] = entries;
  if (first?.[0] === '$natural' && entries.length === 1) return { sort: [], natural: sortDirection(first[1]) };
  return {
    sort: entries.map(([text, direction]) => ({
      path: FieldPath.of(fieldNames(text).join('.')),
      descending: sortDirection(direction) < 0,
    })),
  };
}

/** 1 for ascending, -1 for descending. */
export function sortDirection(value: Value): 1 | -1 {
  if (value.isObject) throw unsupported('sorting by $meta');
  if (!value.isNumber) throw new MongoError(15974, 'Illegal key in $sort specification');
  const n = value.number();
  if (n !== 1 && n !== -1) {
    throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  }
  return n;
}
