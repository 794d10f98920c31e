import { FieldPath, isDbRefName } from '../bson/path';
import { T } from '../bson/types';
import { fields, isEmpty, items, type Value } from '../bson/value';
import { badValue, MongoError, unsupported } from '../errors';
import type { Expr } from './ast';
import { isOperators } from './is-operators';
import { anyOf, parseOperator } from './parse-operators';
import { regexOperand } from './regex-operand';

/** How `$expr` is read; given from outside because expressions belong to aggregation. */
type ExprParser = (expression: Value) => (doc: Value) => boolean;

const NAMED_REFUSALS = new Set(['$where', '$text', '$jsonSchema', '$sampleRate', '$alwaysTrue', '$alwaysFalse']);

interface ParseOptions {
  parseExpr?: ExprParser;
}

/** Parses a filter document strictly: an unknown operator or a wrong operand is an error (code 2 and others). */
export function parseFilter(filter: Value, options: ParseOptions = {}): Expr {
  const args: Expr[] = [];
  for (const [name, value] of fields(filter)) {
    if (name.startsWith('$') && !isDbRefName(name)) {
      const parsed = parseTopLevel(name, value, options);
      if (parsed) args.push(parsed);
    } else args.push(parseField(FieldPath.of(name), value, options));
  }
  return args.length === 1 && args[0] ? args[0] : { kind: 'and', args };
}

function parseTopLevel(name: string, value: Value, options: ParseOptions): Expr | undefined {
  switch (name) {
    case '$and':
      return { kind: 'and', args: parseClauses(name, value, options) };
    case '$or':
      return eitherOf(parseClauses(name, value, options));
    case '$nor':
      return { kind: 'nor', args: parseClauses(name, value, options) };
    case '$expr': {
      if (!options.parseExpr) throw new MongoError('QueryFeatureNotAllowed', '$expr is not allowed in this context');
      return { kind: 'expr', test: options.parseExpr(value) };
    }
    case '$comment':
      return undefined;
    default:
      if (NAMED_REFUSALS.has(name)) throw unsupported(`the query operator ${name}`);
      throw badValue(
        `unknown top level operator: ${name}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

/** A choice; of one clause only that clause, and of equalities of one path a choice of values, as MongoDB has it. */
function eitherOf(args: Expr[]): Expr {
  const [first] = args;
  if (first && args.length === 1) return first;
  const values = args.flatMap((arg) =>
    first?.kind === 'field' && arg.kind === 'field' && arg.path === first.path && arg.pred.op === 'eq'
      ? [arg.pred.value]
      : [],
  );
  if (first?.kind !== 'field' || values.length < args.length) return { kind: 'or', args };
  return { kind: 'field', path: first.path, pred: anyOf(values) };
}

function parseClauses(name: string, value: Value, options: ParseOptions): Expr[] {
  if (!value.isArray) throw badValue(`${name} argument must be an array`);
  const clauses = items(value);
  if (clauses.length === 0) throw badValue(`${name} argument must be a non-empty array`);
  return clauses.map((clause) => {
    if (!clause.isObject) throw badValue(`${name} argument's entries must be objects`);
    return parseFilter(clause, options);
  });
}

/** Parses what stands beside a path: a value to equal, a regular expression, or operators. */
export function parseField(path: FieldPath | undefined, value: Value, options: ParseOptions): Expr {
  if (value.type === T.regex) return { kind: 'field', path, pred: { op: 'regex', operand: regexOperand(value) } };
  if (!isOperators(value)) return equality(path, value);
  return parseOperators(path, value, options);
}

function equality(path: FieldPath | undefined, value: Value): Expr {
  if (value.type === T.undefined) throw badValue('cannot compare to undefined');
  return { kind: 'field', path, pred: { op: 'eq', value } };
}

function parseOperators(path: FieldPath | undefined, value: Value, options: ParseOptions): Expr {
  const entries = fields(value);
  const args: Expr[] = [];
  for (const [name, operand] of entries) {
    if (name === '$options') {
      if (!entries.some(([other]) => other === '$regex')) throw badValue('$options needs a $regex');
    } else if (name === '$not') args.push(parseNot(path, operand, options));
    else if (name === '$elemMatch') args.push(parseElemMatch(path, operand, options));
    else if (name === '$all') args.push(parseAll(path, operand, options));
    else args.push(parseOperator(path, name, operand, value));
  }
  return args.length === 1 && args[0] ? args[0] : { kind: 'and', args };
}

function parseNot(path: FieldPath | undefined, operand: Value, options: ParseOptions): Expr {
  if (operand.type === T.regex) return { kind: 'nor', args: [parseField(path, operand, options)] };
  if (!operand.isObject) throw badValue('$not needs a regex or a document');
  if (isEmpty(operand)) throw badValue('$not cannot be empty');
  if (!isOperators(operand)) throw badValue(`unknown operator: ${fields(operand)[0]?.[0]}`);
  return { kind: 'nor', args: [parseOperators(path, operand, options)] };
}

function parseElemMatch(path: FieldPath | undefined, operand: Value, options: ParseOptions): Expr {
  if (!operand.isObject) throw badValue('$elemMatch needs an Object');
  if (isValueElemMatch(operand)) {
    return { kind: 'field', path, pred: { op: 'elemMatchValue', expr: parseOperators(undefined, operand, options) } };
  }
  const inner = parseFilter(operand, {}); // $expr is not allowed inside $elemMatch
  return { kind: 'field', path, pred: { op: 'elemMatchObject', expr: inner } };
}

function isValueElemMatch(operand: Value): boolean {
  const first = fields(operand)[0]?.[0] ?? '';
  return isOperators(operand) && !['$and', '$or', '$nor', '$where', '$expr', '$comment'].includes(first);
}

function parseAll(path: FieldPath | undefined, operand: Value, options: ParseOptions): Expr {
  if (!operand.isArray) throw badValue('$all needs an array');
  const values = items(operand);
  if (values.length === 0) return { kind: 'or', args: [] };
  const args = values.map((item): Expr => {
    if (!isOperators(item)) return parseField(path, item, options);
    const [entry] = fields(item);
    if (entry?.[0] !== '$elemMatch') throw badValue('no $ expressions in $all');
    return parseElemMatch(path, entry[1], options);
  });
  return { kind: 'and', args };
}
