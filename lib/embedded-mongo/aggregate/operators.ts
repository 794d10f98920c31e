import { T, typeName } from '../bson/types';
import { fields, items, type Value } from '../bson/value';
import * as write from '../bson/write';
import { badValue, MongoError, unsupported } from '../errors';
import { compareValues, equalValues } from '../keys/key-encoding';
import { calculate } from '../update/arithmetic';
import { accumulators } from './accumulators';
import { dateOperators } from './date-operators';
import { type Arg, isNullish, type Operator } from './operator';

const { boolValue, dateValue, doubleValue, intValue, longValue, NULL, stringValue } = write;

const MANY = Number.POSITIVE_INFINITY;

function all(arg: Arg, count: number): (Value | undefined)[] {
  return Array.from({ length: count }, (_, i) => arg(i));
}

const NOT_A_NUMBER: Record<string, number> = {
  $mod: 16611,
  $abs: 28765,
  $ceil: 28765,
  $floor: 28765,
  $arrayElemAt: 28690,
};

function numberArg(name: string, value: Value): Value {
  if (value.isNumber) return value;
  throw new MongoError(
    NOT_A_NUMBER[name] ?? 'TypeMismatch',
    `${name} only supports numeric types, not ${typeName(value.type)}`,
  );
}

/** Exactly `count` arguments; null if one of them is null or missing. */
function strict(count: number, run: (...args: Value[]) => Value | undefined): Operator {
  return {
    min: count,
    max: count,
    run: (arg) => {
      const args: Value[] = [];
      for (const value of all(arg, count)) {
        if (isNullish(value)) return NULL;
        args.push(value);
      }
      return run(...args);
    },
  };
}

/** Whole milliseconds, halves away from zero. */
function wholeMs(value: Value): bigint {
  if (value.type === T.int || value.type === T.long) return value.bigint();
  const ms = value.number();
  return BigInt(Math.sign(ms) * Math.round(Math.abs(ms)));
}

/** Folds numbers; null if any is missing. */
function fold(name: string, op: 'add' | 'multiply'): Operator {
  return {
    min: 0,
    max: MANY,
    run: (arg, count) => {
      let sum: Value = intValue(op === 'add' ? 0 : 1);
      let isDate = false;
      for (const value of all(arg, count)) {
        if (isNullish(value)) return NULL;
        const isFirstDate: boolean = op === 'add' && !isDate && value.type === T.date;
        isDate ||= isFirstDate;
        sum = calculate(op, sum, isFirstDate ? longValue(value.bigint()) : numberArg(name, value), 'double');
      }
      return isDate ? dateValue(Number(wholeMs(sum))) : sum;
    },
  };
}

function comparison(test: (order: number) => boolean): Operator {
  return { min: 2, max: 2, run: (arg) => boolValue(test(compareMissing(arg(0), arg(1)))) };
}

/** A missing value comes before null. */
function compareMissing(a: Value | undefined, b: Value | undefined): number {
  return compareValues(a ?? write.UNDEFINED, b ?? write.UNDEFINED);
}

function subtract(a: Value, b: Value): Value {
  if (a.type === T.date) {
    if (b.type === T.date) return longValue(a.bigint() - b.bigint());
    return dateValue(Number(a.bigint() - wholeMs(numberArg('$subtract', b))));
  }
  const minus = calculate('multiply', numberArg('$subtract', b), intValue(-1), 'double');
  return calculate('add', numberArg('$subtract', a), minus, 'double');
}

function refuseDecimal(...values: Value[]): void {
  if (values.some((value) => value.type === T.decimal)) {
    throw badValue('arithmetic on Decimal128 is not supported by the embedded store');
  }
}

function divide(a: Value, b: Value): Value {
  refuseDecimal(numberArg('$divide', a), numberArg('$divide', b));
  if (b.number() === 0) throw badValue("can't $divide by zero");
  return doubleValue(a.number() / b.number());
}

function mod(a: Value, b: Value): Value {
  refuseDecimal(numberArg('$mod', a), numberArg('$mod', b));
  if (b.number() === 0) throw new MongoError(16610, "can't $mod by zero");
  if (a.type === T.double || b.type === T.double) return doubleValue(a.number() % b.number());
  const rest = a.bigint() % b.bigint();
  return a.type === T.int && b.type === T.int ? intValue(Number(rest)) : longValue(rest);
}

function rounding(name: string, round: (x: number) => number): Operator {
  return strict(1, (a = NULL) => {
    refuseDecimal(numberArg(name, a));
    if (a.type === T.double) return doubleValue(round(a.number()));
    return name === '$abs' && a.number() < 0 ? calculate('multiply', a, intValue(-1), 'double') : a;
  });
}

function arrayItems(name: string, code: number, value: Value): Value[] {
  if (value.isArray) return items(value);
  throw new MongoError(code, `${name} needs an array, but was given: ${typeName(value.type)}`);
}

function concat(arg: Arg, count: number): Value {
  let out = '';
  for (const part of all(arg, count)) {
    if (isNullish(part)) return NULL;
    if (part.type !== T.string)
      throw new MongoError(16702, `$concat only supports strings, not ${typeName(part.type)}`);
    out += part.text();
  }
  return stringValue(out);
}

/** Only ASCII letters change, as in MongoDB. */
function changeCase(name: string, letters: RegExp, change: (letter: string) => string): Operator {
  return {
    min: 1,
    max: 1,
    run: (arg) => {
      const value = arg(0);
      if (isNullish(value)) return stringValue('');
      if (value.type !== T.string) throw unsupported(`${name} of a value of type ${typeName(value.type)}`);
      return stringValue(value.text().replace(letters, change));
    },
  };
}

function elementAt(array: Value, position: Value): Value | undefined {
  const index = numberArg('$arrayElemAt', position).number();
  if (!Number.isInteger(index)) throw new MongoError(28691, "$arrayElemAt's second argument must be a 32-bit integer");
  return arrayItems('$arrayElemAt', 28689, array).at(index);
}

function ifNull(arg: Arg, count: number): Value | undefined {
  for (let i = 0; i < count - 1; i++) {
    const value = arg(i);
    if (!isNullish(value)) return value;
  }
  return arg(count - 1);
}

function concatArrays(arg: Arg, count: number): Value {
  const out: Value[] = [];
  for (const part of all(arg, count)) {
    if (isNullish(part)) return NULL;
    out.push(...arrayItems('$concatArrays', 28664, part));
  }
  return write.arrayOf(out);
}

/** Fields of all documents; of a name that several have, the last value. Null and missing count for nothing. */
function mergeObjects(arg: Arg, count: number): Value {
  const out = new Map<string, Value>();
  for (const part of all(arg, count)) {
    if (isNullish(part)) continue;
    if (!part.isObject) throw new MongoError(40400, `$mergeObjects requires object inputs, not ${typeName(part.type)}`);
    for (const [name, value] of fields(part)) out.set(name, value);
  }
  return write.docOf(out);
}

/** An accumulator over the arguments, or over the elements where the only argument is an array. */
function accumulate(name: string): Operator {
  return {
    min: 1,
    max: MANY,
    run: (arg, count) => {
      const gathered = accumulators.get(name)?.();
      const first = arg(0);
      for (const value of count === 1 && first?.isArray ? items(first) : all(arg, count)) gathered?.add(value);
      return gathered?.result();
    },
  };
}

function conditionParts(operand: Value): Value[] | undefined {
  if (!operand.isObject) return undefined;
  const names = ['if', 'then', 'else'];
  const other = fields(operand).find(([name]) => !names.includes(name));
  if (other) throw new MongoError(17083, `Unrecognized parameter to $cond: ${other[0]}`);
  return names.map((name, i) => {
    const part = operand.get(name);
    if (!part) throw new MongoError(17080 + i, `Missing '${name}' parameter to $cond`);
    return part;
  });
}

const logical = (method: 'every' | 'some'): Operator => ({
  min: 0,
  max: MANY,
  run: (arg, count) => boolValue([...Array(count).keys()][method]((i) => arg(i)?.truthy() ?? false)),
});

function contains(arg: Arg): Value {
  const wanted = arg(0) ?? write.UNDEFINED;
  return boolValue(arrayItems('$in', 40081, arg(1) ?? NULL).some((item) => equalValues(item, wanted)));
}

/** The expression operators of this store; every other one is refused by its name. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['$add', fold('$add', 'add')],
  ['$multiply', fold('$multiply', 'multiply')],
  ['$subtract', strict(2, (a = NULL, b = NULL) => subtract(a, b))],
  ['$divide', strict(2, (a = NULL, b = NULL) => divide(a, b))],
  ['$mod', strict(2, (a = NULL, b = NULL) => mod(a, b))],
  ['$abs', rounding('$abs', Math.abs)],
  ['$ceil', rounding('$ceil', Math.ceil)],
  ['$floor', rounding('$floor', Math.floor)],
  ['$eq', comparison((order) => order === 0)],
  ['$ne', comparison((order) => order !== 0)],
  ['$gt', comparison((order) => order > 0)],
  ['$gte', comparison((order) => order >= 0)],
  ['$lt', comparison((order) => order < 0)],
  ['$lte', comparison((order) => order <= 0)],
  ['$cmp', { min: 2, max: 2, run: (arg) => intValue(Math.sign(compareMissing(arg(0), arg(1)))) }],
  ['$and', logical('every')],
  ['$or', logical('some')],
  ['$not', { min: 1, max: 1, run: (arg) => boolValue(!(arg(0)?.truthy() ?? false)) }],
  ['$cond', { min: 3, max: 3, run: (arg) => (arg(0)?.truthy() ? arg(1) : arg(2)), parts: conditionParts }],
  ['$ifNull', { min: 2, max: MANY, run: ifNull }],
  ['$concat', { min: 0, max: MANY, run: concat }],
  ['$toLower', changeCase('$toLower', /[A-Z]/g, (letter) => letter.toLowerCase())],
  ['$toUpper', changeCase('$toUpper', /[a-z]/g, (letter) => letter.toUpperCase())],
  ['$size', { min: 1, max: 1, run: (arg) => intValue(arrayItems('$size', 17124, arg(0) ?? NULL).length) }],
  ['$isArray', { min: 1, max: 1, run: (arg) => boolValue(arg(0)?.isArray === true) }],
  ['$type', { min: 1, max: 1, run: (arg) => stringValue(typeOf(arg(0))) }],
  ['$in', { min: 2, max: 2, run: contains }],
  ['$arrayElemAt', strict(2, (array = NULL, position = NULL) => elementAt(array, position))],
  ['$first', strict(1, (array = NULL) => arrayItems('$first', 28689, array).at(0))],
  ['$last', strict(1, (array = NULL) => arrayItems('$last', 28689, array).at(-1))],
  ['$concatArrays', { min: 0, max: MANY, run: concatArrays }],
  ['$mergeObjects', { min: 0, max: MANY, run: mergeObjects }],
  ...['$sum', '$avg', '$min', '$max'].map((name) => [name, accumulate(name)] as const),
  ...dateOperators,
]);

function typeOf(value: Value | undefined): string {
  return value ? typeName(value.type) : 'missing';
}
