import { T, typeName } from '../bson/types';
import { items, type Value } from '../bson/value';
import {
  arrayOf,
  boolValue,
  dateValue,
  doubleValue,
  intValue,
  longValue,
  NULL,
  stringValue,
  UNDEFINED,
} from '../bson/write';
import { MongoError } from '../errors';
import { compareValues, equalValues } from '../keys/key-encoding';
import { calculate } from '../update/arithmetic';

type Arg = (i: number) => Value | undefined;

interface Operator {
  min: number;
  max: number;
  run: (arg: Arg, count: number) => Value | undefined;
}

function isNullish(value: Value | undefined): value is undefined {
  // Says undefined also for a null value: callers only go on with what is neither.
  return value === undefined || value.type === T.null || value.type === T.undefined;
}

function numberArg(name: string, value: Value): Value {
  if (!value.isNumber) throw new MongoError(16554, `${name} only supports numeric types, not ${typeName(value.type)}`);
  return value;
}

/** Folds numbers; null if any is missing. */
function fold(name: string, op: 'add' | 'multiply'): Operator {
  const start = intValue(op === 'add' ? 0 : 1);
  return {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    run: (arg, count) => {
      let sum = start;
      let date = false;
      for (let i = 0; i < count; i++) {
        const value = arg(i);
        if (isNullish(value)) return NULL;
        if (op === 'add' && value.type === T.date && !date) {
          date = true;
          sum = calculate(op, sum, longValue(value.bigint()));
        } else sum = calculate(op, sum, numberArg(name, value));
      }
      return date ? dateValue(sum.number()) : sum;
    },
  };
}

function binary(min: number, run: (a: Value, b: Value) => Value): Operator {
  return {
    min,
    max: 2,
    run: (arg) => {
      const a = arg(0);
      const b = arg(1);
      return isNullish(a) || isNullish(b) ? NULL : run(a, b);
    },
  };
}

function unary(run: (a: Value) => Value): Operator {
  return {
    min: 1,
    max: 1,
    run: (arg) => {
      const a = arg(0);
      return isNullish(a) ? NULL : run(a);
    },
  };
}

function comparison(test: (order: number) => boolean): Operator {
  return { min: 2, max: 2, run: (arg) => boolValue(test(compareMissing(arg(0), arg(1)))) };
}

/** A missing value comes before null. */
function compareMissing(a: Value | undefined, b: Value | undefined): number {
  return compareValues(a ?? UNDEFINED, b ?? UNDEFINED);
}

function subtract(a: Value, b: Value): Value {
  if (a.type === T.date) {
    if (b.type === T.date) return longValue(a.bigint() - b.bigint());
    return dateValue(a.dateMs() - numberArg('$subtract', b).number());
  }
  const minus = calculate('multiply', numberArg('$subtract', b), intValue(-1));
  return calculate('add', numberArg('$subtract', a), minus);
}

function divide(a: Value, b: Value): Value {
  const divisor = numberArg('$divide', b).number();
  if (divisor === 0) throw new MongoError('BadValue', "can't $divide by zero");
  refuseDecimal(a, b);
  return doubleValue(numberArg('$divide', a).number() / divisor);
}

function refuseDecimal(...values: Value[]): void {
  if (values.some((value) => value.type === T.decimal)) {
    throw new MongoError('BadValue', 'arithmetic on Decimal128 is not supported by the embedded store');
  }
}

function mod(a: Value, b: Value): Value {
  refuseDecimal(a, b);
  numberArg('$mod', a);
  if (numberArg('$mod', b).number() === 0) throw new MongoError(16610, "can't $mod by zero");
  if (a.type === T.double || b.type === T.double) return doubleValue(a.number() % b.number());
  const rest = a.bigint() % b.bigint();
  return a.type === T.int && b.type === T.int ? intValue(Number(rest)) : longValue(rest);
}

function rounding(name: string, round: (x: number) => number): Operator {
  return unary((a) => {
    numberArg(name, a);
    refuseDecimal(a);
    if (a.type === T.double) return doubleValue(round(a.number()));
    if (name !== '$abs') return a;
    return a.number() < 0 ? calculate('multiply', a, intValue(-1)) : a;
  });
}

function arrayItems(name: string, value: Value): Value[] {
  if (!value.isArray)
    throw new MongoError(17124, `The argument to ${name} must be an array, but was of type: ${typeName(value.type)}`);
  return items(value);
}

function textOf(value: Value): string {
  if (value.type !== T.string) throw new MongoError(16702, `a string was expected, not ${typeName(value.type)}`);
  return value.text();
}

function concat(arg: Arg, count: number): Value {
  let out = '';
  for (let i = 0; i < count; i++) {
    const part = arg(i);
    if (isNullish(part)) return NULL;
    out += textOf(part);
  }
  return stringValue(out);
}

function elementAt(array: Value, position: Value): Value | undefined {
  const all = arrayItems('$arrayElemAt', array);
  return all.at(position.number());
}

const MANY = Number.POSITIVE_INFINITY;

/** The expression operators of this store; every other one is refused by its name. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['$add', fold('$add', 'add')],
  ['$multiply', fold('$multiply', 'multiply')],
  ['$subtract', binary(2, subtract)],
  ['$divide', binary(2, divide)],
  ['$mod', binary(2, mod)],
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
  ['$and', { min: 0, max: MANY, run: (arg, count) => boolValue(range(count).every((i) => arg(i)?.truthy() ?? false)) }],
  ['$or', { min: 0, max: MANY, run: (arg, count) => boolValue(range(count).some((i) => arg(i)?.truthy() ?? false)) }],
  ['$not', { min: 1, max: 1, run: (arg) => boolValue(!(arg(0)?.truthy() ?? false)) }],
  ['$cond', { min: 3, max: 3, run: (arg) => (arg(0)?.truthy() ? arg(1) : arg(2)) }],
  ['$ifNull', { min: 2, max: MANY, run: ifNull }],
  ['$concat', { min: 0, max: MANY, run: concat }],
  ['$toLower', { min: 1, max: 1, run: (arg) => changeCase(arg(0), (text) => text.toLowerCase()) }],
  ['$toUpper', { min: 1, max: 1, run: (arg) => changeCase(arg(0), (text) => text.toUpperCase()) }],
  ['$size', { min: 1, max: 1, run: (arg) => intValue(arrayItems('$size', arg(0) ?? NULL).length) }],
  ['$isArray', { min: 1, max: 1, run: (arg) => boolValue(arg(0)?.isArray === true) }],
  ['$type', { min: 1, max: 1, run: (arg) => stringValue(typeOf(arg(0))) }],
  [
    '$in',
    {
      min: 2,
      max: 2,
      run: (arg) => boolValue(arrayItems('$in', arg(1) ?? NULL).some((x) => equalValues(x, arg(0) ?? NULL))),
    },
  ],
  ['$arrayElemAt', { min: 2, max: 2, run: (arg) => onArray(arg, elementAt) }],
  ['$first', { min: 1, max: 1, run: (arg) => onArray(arg, (array) => items(array).at(0)) }],
  ['$last', { min: 1, max: 1, run: (arg) => onArray(arg, (array) => items(array).at(-1)) }],
  ['$concatArrays', { min: 0, max: MANY, run: concatArrays }],
]);

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function ifNull(arg: Arg, count: number): Value | undefined {
  for (let i = 0; i < count - 1; i++) {
    const value = arg(i);
    if (!isNullish(value)) return value;
  }
  return arg(count - 1);
}

function changeCase(value: Value | undefined, change: (text: string) => string): Value {
  return stringValue(isNullish(value) ? '' : change(textOf(value)));
}

function typeOf(value: Value | undefined): string {
  return value ? typeName(value.type) : 'missing';
}

function onArray(arg: Arg, run: (array: Value, second: Value) => Value | undefined): Value | undefined {
  const array = arg(0);
  const second = arg(1);
  if (isNullish(array)) return NULL;
  arrayItems('an array operator', array);
  return run(array, second ?? NULL);
}

function concatArrays(arg: Arg, count: number): Value {
  const out: Value[] = [];
  for (let i = 0; i < count; i++) {
    const part = arg(i);
    if (isNullish(part)) return NULL;
    out.push(...arrayItems('$concatArrays', part));
  }
  return arrayOf(out);
}
