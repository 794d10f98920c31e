import type { FieldPath } from '../bson/path';
import { T, typeName, typeOfAlias } from '../bson/types';
import { items, type Value } from '../bson/value';
import { badValue, MongoError, unsupported } from '../errors';
import { encodeValue } from '../keys/key-encoding';
import { keyText } from '../storage/kv';
import type { CompareOp, Expr, Predicate, RegexOperand } from './ast';
import { isOperators } from './is-operators';
import { bitsOf, wholeNumber } from './match';
import { regexOperand } from './regex-operand';

const COMPARE = new Map<string, CompareOp>([
  ['$eq', 'eq'],
  ['$gt', 'gt'],
  ['$gte', 'gte'],
  ['$lt', 'lt'],
  ['$lte', 'lte'],
]);
const BITS = new Map<string, 'allSet' | 'anySet' | 'allClear' | 'anyClear'>([
  ['$bitsAllSet', 'allSet'],
  ['$bitsAnySet', 'anySet'],
  ['$bitsAllClear', 'allClear'],
  ['$bitsAnyClear', 'anyClear'],
]);
const REFUSED = new Set([
  '$geoWithin',
  '$geoIntersects',
  '$near',
  '$nearSphere',
  '$within',
  '$maxDistance',
  '$minDistance',
]);

/** One operator beside a path; `siblings` are all operators given there. */
export function parseOperator(path: FieldPath | undefined, name: string, operand: Value, siblings: Value): Expr {
  const wrap = (pred: Predicate): Expr => ({ kind: 'field', path, pred });
  const compare = COMPARE.get(name);
  if (compare) return wrap(parseCompare(compare, operand));
  const bits = BITS.get(name);
  if (bits) return wrap({ op: 'bits', mask: bitMask(name, operand), test: bits });
  switch (name) {
    case '$ne':
      if (operand.type === T.regex) throw badValue("Can't have regex as arg to $ne.");
      return { kind: 'nor', args: [wrap(parseCompare('eq', operand))] };
    case '$in':
      return wrap(parseIn(name, operand));
    case '$nin':
      return { kind: 'nor', args: [wrap(parseIn(name, operand))] };
    case '$exists':
      return operand.truthy() ? wrap({ op: 'exists' }) : { kind: 'nor', args: [wrap({ op: 'exists' })] };
    case '$type':
      return wrap({ op: 'type', types: parseTypes(operand) });
    case '$size':
      return wrap({ op: 'size', size: parseSize(operand) });
    case '$mod':
      return wrap(parseMod(operand));
    case '$regex':
      return wrap({ op: 'regex', operand: regexOperand(operand, siblings.get('$options')) });
    default:
      if (REFUSED.has(name)) throw unsupported(`the query operator ${name}`);
      throw badValue(`unknown operator: ${name}`);
  }
}

function parseCompare(op: CompareOp, value: Value): Predicate {
  if (value.type === T.undefined) throw badValue('cannot compare to undefined');
  if (value.type === T.regex && op !== 'eq') throw badValue(`Can't have RegEx as arg to predicate over field`);
  return { op, value };
}

function parseIn(name: string, operand: Value): Predicate {
  if (!operand.isArray) throw badValue(`${name} needs an array`);
  const all = items(operand);
  if (all.some(isOperators)) throw badValue(`cannot nest $ under ${name}`);
  if (all.some((value) => value.type === T.undefined)) throw badValue(`${name} cannot contain undefined`);
  const regexes = all.filter((value) => value.type === T.regex);
  return anyOf(
    all.filter((value) => value.type !== T.regex),
    regexes.map((value) => regexOperand(value)),
  );
}

/** One of these values, or a match of one of the patterns. A single value is plain equality, as MongoDB has it. */
export function anyOf(plain: readonly Value[], regexes: RegexOperand[] = []): Predicate {
  const byKey = new Map(plain.map((value) => [keyText(encodeValue(value)), value]));
  const [first] = plain;
  if (first && byKey.size === 1 && regexes.length === 0) return { op: 'eq', value: first };
  const values = [...byKey.values()].filter((value) => value.type !== T.null);
  return { op: 'in', values, keys: new Set(byKey.keys()), hasNull: values.length < byKey.size, regexes };
}

function parseTypes(operand: Value): ReadonlySet<number> {
  const given = operand.isArray ? items(operand) : [operand];
  if (given.length === 0) throw new MongoError('FailedToParse', 'a must match at least one type');
  return new Set(given.flatMap(typeCodes));
}

function typeCodes(value: Value): number[] {
  if (value.type === T.string) {
    const alias = value.text();
    if (alias === 'number') return [T.double, T.int, T.long, T.decimal];
    const code = typeOfAlias(alias);
    if (code === undefined) throw badValue(`Unknown type name alias: ${alias}`);
    return [code];
  }
  if (!value.isNumber) throw new MongoError('TypeMismatch', 'type must be represented as a number or a string');
  const code = value.number();
  const type = code === -1 ? T.minKey : code;
  if (!Number.isInteger(code) || code === 0 || code === 255 || typeName(type).startsWith('unknown')) {
    throw badValue(`Invalid numerical type code: ${code}`);
  }
  return [type];
}

function parseSize(operand: Value): number {
  const size = operand.number();
  if (!operand.isNumber || !Number.isInteger(size)) {
    throw badValue(`Failed to parse $size. Expected an integer, but found ${typeName(operand.type)}`);
  }
  if (size < 0) throw badValue(`Failed to parse $size. Expected a non-negative number in: $size: ${size}`);
  return size;
}

function parseMod(operand: Value): Predicate {
  if (!operand.isArray) throw badValue('malformed mod, needs to be an array');
  const [first, second, ...more] = items(operand);
  if (!first || !second) throw badValue('malformed mod, not enough elements');
  if (more.length > 0) throw badValue('malformed mod, too many elements');
  const divisor = wholeNumber(first);
  const remainder = wholeNumber(second);
  if (divisor === undefined) throw badValue('malformed mod, divisor not a number');
  if (remainder === undefined) throw badValue('malformed mod, remainder not a number');
  if (divisor === 0n) throw badValue('divisor cannot be 0');
  return { op: 'mod', divisor, remainder };
}

function bitMask(name: string, operand: Value): bigint {
  if (operand.isArray) {
    return items(operand).reduce((mask, item) => {
      const position = item.number();
      if (!Number.isInteger(position) || position < 0) throw badValue(`${name}: bit positions must be >= 0`);
      return mask | (1n << BigInt(position));
    }, 0n);
  }
  const bits = bitsOf(operand);
  if (bits === undefined || bits < 0n) throw badValue(`${name} takes an Array, a number, or a BinData`);
  return bits;
}
