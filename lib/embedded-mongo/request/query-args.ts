import { exprTest, type Variables, withConstants } from '../aggregate/expressions';
import { FieldPath } from '../bson/path';
import { T } from '../bson/types';
import { fields, type Value } from '../bson/value';
import { badValue, failedToParse } from '../errors';
import { sortDirection } from '../plan/parse-sort';
import type { Hint } from '../plan/planner';
import { type Expr, MATCH_ALL } from '../query/ast';
import { parseFilter } from '../query/parse';
import { type Arg, anyValue } from './args';
import type { Context } from './context';

/** What `$$name` means in a command: its time and the constants of its `let`. */
export function variablesOf(context: Context, constants?: Value): Variables {
  const variables = { now: context.engine.now(), constants: new Map() };
  return constants ? withConstants(variables, constants) : variables;
}

/** A filter; none matches everything. */
export function filterOf(filter: Value | undefined, variables: Variables): Expr {
  return filter ? parseFilter(filter, { parseExpr: (value) => exprTest(value, variables) }) : MATCH_ALL;
}

/** A hint: the name of an index, its key, or `{$natural: 1}`. An empty document is no hint. */
export function hintArg(arg: Arg, name: string): Hint | undefined {
  const value = anyValue(arg, name);
  if (value.type === T.string) return { name: value.text() };
  if (!value.isObject) throw failedToParse('Hint must be a string or an object');
  const entries = fields(value);
  if (entries.length === 0) return undefined;
  if (entries[0]?.[0] === '$natural') return { natural: sortDirection(entries[0][1]) };
  const key = entries.map(([path, direction]) => {
    if (!direction.isNumber) throw badValue(`hint on a ${path} index of an unknown type`);
    return { path: FieldPath.of(path), descending: direction.number() < 0 };
  });
  return { key };
}

/** A hint as an optional field of a query. */
export function hinted(hint: Hint | undefined): { hint?: Hint } {
  return hint ? { hint } : {};
}
