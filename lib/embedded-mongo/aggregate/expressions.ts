import { T } from '../bson/types';
import { fields, items, type Value } from '../bson/value';
import { arrayOf, docOf, NULL } from '../bson/write';
import { MongoError } from '../errors';
import { operators } from './operators';

/** What an expression is computed on. */
export interface Scope {
  root: Value;
}

/** A compiled expression; undefined stands for a missing value. */
export type Expression = (scope: Scope) => Value | undefined;

const VARIABLES = new Map<string, (scope: Scope) => Value | undefined>([
  ['ROOT', (scope) => scope.root],
  ['CURRENT', (scope) => scope.root],
  ['REMOVE', () => undefined],
]);

/** Compiles an aggregation expression; an unknown operator is refused by its name (168). */
export function compileExpression(value: Value): Expression {
  if (value.type === T.string) return compileString(value);
  if (value.isArray) {
    const parts = items(value).map(compileExpression);
    return (scope) => arrayOf(parts.map((part) => part(scope) ?? NULL));
  }
  if (value.isObject) return compileObject(value);
  return () => value;
}

function compileString(value: Value): Expression {
  const text = value.text();
  if (!text.startsWith('$')) return () => value;
  if (text.startsWith('$$')) {
    const [name = '', ...path] = text.slice(2).split('.');
    const variable = VARIABLES.get(name);
    if (!variable) throw new MongoError(17276, `Use of undefined variable: ${name}`);
    return (scope) => pathValue(variable(scope), path.map(segment), 0);
  }
  const path = text.slice(1).split('.');
  if (path.includes('')) throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
  const segments = path.map(segment);
  return (scope) => pathValue(scope.root, segments, 0);
}

function segment(name: string): Buffer {
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
    cur = fieldOf(cur, name);
  }
  return cur;
}

function fieldOf(doc: Value, name: Buffer): Value | undefined {
  return doc.get(name.toString());
}

function compileObject(value: Value): Expression {
  const entries = fields(value);
  const [first] = entries;
  if (first?.[0].startsWith('$')) {
    if (entries.length > 1) {
      throw new MongoError(15983, 'An object representing an expression must have exactly one field');
    }
    return compileOperator(first[0], first[1]);
  }
  const parts = entries.map(([name, item]) => [name, compileExpression(item)] as const);
  return (scope) =>
    docOf(
      parts.flatMap(([name, part]) => {
        const result = part(scope);
        return result ? [[name, result] as const] : [];
      }),
    );
}

function compileOperator(name: string, operand: Value): Expression {
  if (name === '$literal') return () => operand;
  const operator = operators.get(name);
  if (!operator) throw new MongoError(168, `Unrecognized expression '${name}'`);
  const given =
    name === '$cond' && operand.isObject ? conditionParts(operand) : operand.isArray ? items(operand) : [operand];
  if (given.length < operator.min || given.length > operator.max) {
    throw new MongoError(
      16020,
      `Expression ${name} takes ${operator.min === operator.max ? `exactly ${operator.min}` : `at least ${operator.min}`} arguments. ${given.length} were passed in.`,
    );
  }
  const args = given.map(compileExpression);
  return (scope) => operator.run((i) => args[i]?.(scope), args.length);
}

function conditionParts(operand: Value): Value[] {
  const parts = ['if', 'then', 'else'].map((name) => {
    const part = operand.get(name);
    if (!part) throw new MongoError(17080, `Missing '${name}' parameter to $cond`);
    return part;
  });
  if (fields(operand).length > 3) throw new MongoError(17083, 'Unrecognized parameter to $cond');
  return parts;
}

/** `$expr` of a filter as a test. */
export function exprTest(value: Value): (doc: Value) => boolean {
  const expression = compileExpression(value);
  return (root) => expression({ root })?.truthy() ?? false;
}
