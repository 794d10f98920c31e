import { T } from '../bson/types';
import { field, fields, items, type Value } from '../bson/value';
import { arrayOf, dateValue, docOf, NULL } from '../bson/write';
import { failedToParse, MongoError } from '../errors';
import { operators } from './operators';

/** What an expression is computed on. */
export interface Scope {
  root: Value;
}

/** A compiled expression; undefined stands for a missing value. */
export type Expression = (scope: Scope) => Value | undefined;

/** What `$$name` can mean beside `$$ROOT`: the time of the command and its constants (`let`, `c`). */
export interface Variables {
  readonly now: Date;
  readonly constants: ReadonlyMap<string, Value | undefined>;
}

/** Compiles an aggregation expression; an unknown operator is refused by its name (168). */
export function compileExpression(value: Value, variables: Variables): Expression {
  if (value.type === T.string) return compileString(value, variables);
  if (value.isArray) {
    const parts = items(value).map((item) => compileExpression(item, variables));
    return (scope) => arrayOf(parts.map((part) => part(scope) ?? NULL));
  }
  return value.isObject ? compileObject(value, variables) : () => value;
}

function compileString(value: Value, variables: Variables): Expression {
  const text = value.text();
  if (!text.startsWith('$')) return () => value;
  const isVariable = text.startsWith('$$');
  const [name = '', ...below] = text.slice(isVariable ? 2 : 1).split('.');
  const start = isVariable ? compileVariable(name, variables) : (scope: Scope) => scope.root;
  const segments = (isVariable ? below : [name, ...below]).map(pathSegment);
  return (scope) => pathValue(start(scope), segments, 0);
}

function compileVariable(name: string, { now, constants }: Variables): Expression {
  if (name === 'ROOT' || name === 'CURRENT') return (scope) => scope.root;
  if (name === 'REMOVE') return () => undefined;
  if (name === 'NOW') return () => dateValue(now.getTime());
  if (!constants.has(name)) throw new MongoError(17276, `Use of undefined variable: ${name}`);
  return () => constants.get(name);
}

/** The constants of `let` (expressions without a document) or `c` (plain values), added to those known before. */
export function withConstants(variables: Variables, given: Value, plain = false): Variables {
  const constants = new Map(variables.constants);
  for (const [name, value] of fields(given)) {
    checkVariableName(name);
    constants.set(name, plain ? value : compileExpression(value, variables)({ root: docOf([]) }));
  }
  return { ...variables, constants };
}

export function checkVariableName(name: string): void {
  if (!/^[a-z\u0080-\uffff]/.test(name)) {
    throw failedToParse(`'${name}' starts with an invalid character for a user variable name`);
  }
  if (!/^[\w\u0080-\uffff]+$/.test(name)) {
    throw failedToParse(`'${name}' contains an invalid character for a variable name`);
  }
}

function pathSegment(name: string): Buffer {
  if (name === '') throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
  if (name.startsWith('$')) throw new MongoError(16410, "FieldPath field names may not start with '$'.");
  return Buffer.from(name);
}

/** A path goes into each element of an array and gives the array of what is found there. */
function pathValue(value: Value | undefined, segments: readonly Buffer[], at: number): Value | undefined {
  let cur = value;
  for (let i = at; i < segments.length; i++) {
    const name = segments[i];
    if (cur?.isArray) {
      const found = items(cur).flatMap((item) =>
        item.isObject || item.isArray ? (pathValue(item, segments, i) ?? []) : [],
      );
      return arrayOf(found);
    }
    if (!cur?.isObject || !name) return undefined;
    cur = field(cur, name);
  }
  return cur;
}

function compileObject(value: Value, variables: Variables): Expression {
  const entries = fields(value);
  const [first] = entries;
  if (first?.[0].startsWith('$')) {
    if (entries.length > 1) {
      throw new MongoError(15983, 'An object representing an expression must have exactly one field');
    }
    return compileOperator(first[0], first[1], variables);
  }
  const parts = entries.map(([name, item]) => [name, compileExpression(item, variables)] as const);
  return (scope) =>
    docOf(
      parts.flatMap(([name, part]) => {
        const result = part(scope);
        return result ? [[name, result] as const] : [];
      }),
    );
}

function compileOperator(name: string, operand: Value, variables: Variables): Expression {
  if (name === '$literal') return () => operand;
  const operator = operators.get(name);
  if (!operator) throw new MongoError(168, `Unrecognized expression '${name}'`);
  const { min, max, run } = operator;
  const given = operator.parts?.(operand) ?? (operand.isArray ? items(operand) : [operand]);
  if (given.length < min || given.length > max) {
    const wanted = min === max ? `exactly ${min}` : `at least ${min}`;
    throw new MongoError(16020, `Expression ${name} takes ${wanted} arguments. ${given.length} were passed in.`);
  }
  const args = given.map((arg) => compileExpression(arg, variables));
  return (scope) => run((i) => args[i]?.(scope), args.length);
}

/** `$expr` of a filter as a test. */
export function exprTest(value: Value, variables: Variables): (doc: Value) => boolean {
  const expression = compileExpression(value, variables);
  return (root) => expression({ root })?.truthy() ?? false;
}
