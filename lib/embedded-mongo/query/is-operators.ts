import { isDbRefName } from '../bson/path';
import { fields, isEmpty, type Value } from '../bson/value';

/** Whether a document is a set of operators (`{$gt: 1}`) and not a value to compare with. */
export function isOperators(value: Value): boolean {
  if (!value.isObject || isEmpty(value)) return false;
  const first = fields(value)[0]?.[0] ?? '';
  return first.startsWith('$') && !isDbRefName(first);
}
