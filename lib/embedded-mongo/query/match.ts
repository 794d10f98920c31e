import type { FieldPath } from '../bson/path';
import { T, TAG, tagOf } from '../bson/types';
import { field, items, type Value } from '../bson/value';
import { NULL } from '../bson/write';
import { compareValues, encodeValue, equalValues } from '../keys/key-encoding';
import { keyText } from '../storage/kv';
import type { CompareOp, Expr, Predicate, RegexOperand } from './ast';

/** Where the positional operator `$` points: the index of the array element that fulfilled the filter last. */
export interface MatchDetails {
  position?: number;
}

/** Whether a document fulfils a filter. */
export function matches(expr: Expr, doc: Value, details?: MatchDetails): boolean {
  switch (expr.kind) {
    case 'and':
      return expr.args.every((arg) => matches(arg, doc, details));
    case 'or':
      return expr.args.some((arg) => matches(arg, doc)); // tells no position, as in MongoDB
    case 'nor':
      return !expr.args.some((arg) => matches(arg, doc));
    case 'expr':
      return expr.test(doc);
    case 'field':
      return expr.path ? testPath(expr.path, expr.pred, doc, details) : testValue(expr.pred, doc, undefined, details);
  }
}

type Visit = (value: Value | undefined, element: number | undefined) => boolean;

function testPath(path: FieldPath, pred: Predicate, doc: Value, details: MatchDetails | undefined): boolean {
  const intoLeaf = pred.op !== 'size' && pred.op !== 'elemMatchObject' && pred.op !== 'elemMatchValue';
  return walk(doc, path, 0, undefined, intoLeaf, (value, element) => {
    if (!testValue(pred, value, element, details)) return false;
    if (details && element !== undefined) details.position = element;
    return true;
  });
}

/** Visits the values a path reaches in a document until `visit` says true. Arrays are entered as MongoDB does. */
function walk(
  doc: Value,
  path: FieldPath,
  from: number,
  element: number | undefined,
  intoLeaf: boolean,
  visit: Visit,
): boolean {
  let cur = doc;
  for (let i = from; ; i++) {
    const segment = path.segments[i];
    const value = segment && field(cur, segment);
    if (i === path.length - 1) return visitLeaf(value, element, intoLeaf, visit);
    if (value?.isArray) return walkArray(value, path, i + 1, element, intoLeaf, visit);
    if (!value?.isObject) return visit(undefined, element);
    cur = value;
  }
}

function visitLeaf(value: Value | undefined, element: number | undefined, intoLeaf: boolean, visit: Visit): boolean {
  if (!value?.isArray) return visit(value, element);
  if (intoLeaf && items(value).some((item, i) => visit(item, element ?? i))) return true;
  return visit(value, element);
}

function walkArray(
  array: Value,
  path: FieldPath,
  i: number,
  element: number | undefined,
  intoLeaf: boolean,
  visit: Visit,
): boolean {
  const wanted = path.indexes[i] ?? -1;
  return items(array).some((item, k) => {
    const position = element ?? k;
    if (item.isObject && walk(item, path, i, position, intoLeaf, visit)) return true;
    if (k !== wanted) return false;
    if (i === path.length - 1) return visitLeaf(item, position, intoLeaf, visit);
    if (item.isArray) return walkArray(item, path, i + 1, position, intoLeaf, visit);
    return item.isObject && walk(item, path, i + 1, position, intoLeaf, visit);
  });
}

function testValue(
  pred: Predicate,
  value: Value | undefined,
  element: number | undefined,
  details: MatchDetails | undefined,
): boolean {
  switch (pred.op) {
    case 'in':
      return testIn(pred, value);
    case 'exists':
      return value !== undefined;
    case 'type':
      return value !== undefined && pred.types.has(value.type);
    case 'size':
      return value?.isArray === true && items(value).length === pred.size;
    case 'mod':
      return value !== undefined && testMod(pred, value);
    case 'regex':
      return value !== undefined && testRegex(pred.operand, value);
    case 'bits':
      return value !== undefined && testBits(pred, value);
    case 'elemMatchObject':
    case 'elemMatchValue':
      return testElements(pred, value, element, details);
    default:
      return testCompare(pred.op, pred.value, value);
  }
}

function testElements(
  pred: { op: 'elemMatchObject' | 'elemMatchValue'; expr: Expr },
  value: Value | undefined,
  element: number | undefined,
  details: MatchDetails | undefined,
): boolean {
  if (!value?.isArray) return false;
  const found = items(value).findIndex((item) => {
    if (pred.op === 'elemMatchObject' && !item.isObject && !item.isArray) return false;
    return matches(pred.expr, item);
  });
  if (found >= 0 && details && element === undefined) details.position = found;
  return found >= 0;
}

function isNaNValue(value: Value): boolean {
  return value.isNumber && Number.isNaN(value.number());
}

/** Comparison within one type; only MinKey and MaxKey compare with everything. */
function testCompare(op: CompareOp, operand: Value, found: Value | undefined): boolean {
  const value = found === undefined || found.type === T.undefined ? NULL : found;
  const bracketed = operand.type !== T.minKey && operand.type !== T.maxKey;
  if (bracketed && tagOf(value.type) !== tagOf(operand.type)) return false;
  if (op === 'eq') return equalValues(value, operand);
  if (operand.isNumber && (isNaNValue(value) || isNaNValue(operand))) {
    return (op === 'gte' || op === 'lte') && isNaNValue(value) && isNaNValue(operand);
  }
  const order = compareValues(value, operand);
  if (op === 'gt') return order > 0;
  if (op === 'gte') return order >= 0;
  return op === 'lt' ? order < 0 : order <= 0;
}

function testIn(pred: Extract<Predicate, { op: 'in' }>, value: Value | undefined): boolean {
  if (value === undefined || value.type === T.null || value.type === T.undefined) return pred.hasNull;
  if (pred.values.length > 0 && pred.keys.has(keyText(encodeValue(value)))) return true;
  return pred.regexes.some((operand) => testRegex(operand, value));
}

function testRegex(operand: RegexOperand, value: Value): boolean {
  if (value.type === T.string || value.type === T.symbol) return operand.regex.test(value.text());
  if (value.type !== T.regex) return false;
  const { pattern, options } = value.regex();
  return pattern === operand.pattern && options === operand.options;
}

/** The number cut to a whole one, or undefined if it is none or does not fit a long. */
export function wholeNumber(value: Value): bigint | undefined {
  if (!value.isNumber) return undefined;
  if (value.type === T.int || value.type === T.long) return value.bigint();
  const x = Math.trunc(value.number());
  return Number.isFinite(x) && Math.abs(x) < 2 ** 63 ? BigInt(x) : undefined;
}

function testMod(pred: { divisor: bigint; remainder: bigint }, value: Value): boolean {
  const x = wholeNumber(value);
  return x !== undefined && x % pred.divisor === pred.remainder;
}

function testBits(pred: Extract<Predicate, { op: 'bits' }>, value: Value): boolean {
  const bits = bitsOf(value);
  if (bits === undefined) return false;
  const common = bits & pred.mask;
  if (pred.test === 'allSet') return common === pred.mask;
  if (pred.test === 'anySet') return common !== 0n;
  return pred.test === 'allClear' ? common === 0n : common !== pred.mask;
}

/** The bits of a whole number (sign extended) or of binary data (byte 0 first), or undefined. */
export function bitsOf(value: Value): bigint | undefined {
  if (tagOf(value.type) === TAG.binData) {
    const hex = Buffer.from(value.binary()).reverse().toString('hex');
    return BigInt(`0x${hex || '0'}`);
  }
  if (!value.isNumber || !Number.isInteger(value.number())) return undefined;
  return wholeNumber(value);
}
