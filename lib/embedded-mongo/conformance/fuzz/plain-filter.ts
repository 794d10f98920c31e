import type { Document } from 'mongodb';
import { plainExpression } from './plain-expression';
import { compare, isObject, MISSING, rank, reached } from './plain-values';

/** Whether a document fits a filter, evaluated plainly. */
export function plainMatch(doc: Document, filter: Document): boolean {
  return Object.entries(filter).every(([name, wanted]) => {
    if (name === '$and') return wanted.every((part: Document) => plainMatch(doc, part));
    if (name === '$or') return wanted.some((part: Document) => plainMatch(doc, part));
    if (name === '$nor') return !wanted.some((part: Document) => plainMatch(doc, part));
    if (name === '$expr') return truthy(plainExpression(wanted, doc));
    if (name === '$comment') return true;
    return matchPath(doc, name, wanted);
  });
}

export const truthy = (x: unknown): boolean => x !== MISSING && x !== null && x !== undefined && x !== false && x !== 0;

function matchPath(doc: Document, path: string, wanted: unknown): boolean {
  const steps = path.split('.');
  return matchValues(wanted, reached(doc, steps), reached(doc, steps, false));
}

/** `found` are the values with arrays opened at the end of the path, `whole` the same without opening. */
function matchValues(wanted: unknown, found: readonly unknown[], whole: readonly unknown[]): boolean {
  if (wanted instanceof RegExp || !isOperators(wanted)) return found.some((x) => equals(x, wanted));
  return Object.entries(wanted).every(([op, operand]) => operator(op, operand, wanted, found, whole));
}

export function isOperators(x: unknown): x is Document {
  return isObject(x) && Object.keys(x)[0]?.startsWith('$') === true;
}

function equals(x: unknown, wanted: unknown): boolean {
  return wanted instanceof RegExp ? typeof x === 'string' && wanted.test(x) : compare(x, wanted) === 0;
}

type Operator = (operand: unknown, found: readonly unknown[], whole: readonly unknown[]) => boolean;
const list = (x: unknown): unknown[] => (Array.isArray(x) ? x : []);
const anyOf = (operand: unknown, found: readonly unknown[]) =>
  list(operand).some((wanted) => found.some((x) => equals(x, wanted)));

const OPERATORS: Record<string, Operator> = {
  $eq: (operand, found) => found.some((x) => compare(x, operand) === 0),
  $ne: (operand, found) => !found.some((x) => equals(x, operand)),
  $in: anyOf,
  $nin: (operand, found) => !anyOf(operand, found),
  $exists: (operand, found) => found.some((x) => x !== MISSING) === truthy(operand),
  $not: (operand, found, whole) => !matchValues(operand, found, whole),
  $size: (operand, _found, whole) => whole.some((x) => Array.isArray(x) && x.length === operand),
  $all: (operand, found, whole) =>
    list(operand).length > 0 &&
    list(operand).every((wanted) =>
      isOperators(wanted) ? matchValues(wanted, found, whole) : found.some((x) => equals(x, wanted)),
    ),
  $elemMatch: (operand, _found, whole) =>
    whole.some((x) => Array.isArray(x) && x.some((item) => element(item, isObject(operand) ? operand : {}))),
  $type: (operand, found) => (Array.isArray(operand) ? operand : [operand]).some((type) => hasType(type, found)),
  $mod: (operand, found) => {
    const [divisor = 1, rest = 0] = list(operand).map(Number);
    return found.some((x) => typeof x === 'number' && Number.isFinite(x) && Math.trunc(x) % divisor === rest);
  },
  $bitsAllSet: (mask, found) => found.some((x) => isBits(x) && (x & Number(mask)) === mask),
  $bitsAnySet: (mask, found) => found.some((x) => isBits(x) && (x & Number(mask)) !== 0),
  $bitsAllClear: (mask, found) => found.some((x) => isBits(x) && (x & Number(mask)) === 0),
  $bitsAnyClear: (mask, found) => found.some((x) => isBits(x) && (x & Number(mask)) !== mask),
};

const isBits = (x: unknown): x is number => typeof x === 'number' && Number.isInteger(x);

function operator(
  op: string,
  operand: unknown,
  all: Document,
  found: readonly unknown[],
  whole: readonly unknown[],
): boolean {
  if (op === '$options') return true;
  if (op === '$regex') {
    const pattern = new RegExp(String(operand), String(all.$options ?? ''));
    return found.some((x) => typeof x === 'string' && pattern.test(x));
  }
  const known = OPERATORS[op];
  return known ? known(operand, found, whole) : found.some((x) => ordered(op, x, operand));
}

function element(item: unknown, wanted: Document): boolean {
  if (isOperators(wanted) && !('$and' in wanted) && !('$or' in wanted) && !('$nor' in wanted)) {
    return matchValues(wanted, [item], [item]);
  }
  // an inner array is looked at as a document with positions as names
  if (Array.isArray(item)) return plainMatch({ ...item }, wanted);
  return isObject(item) && plainMatch(item, wanted);
}

const TYPES: Record<string, (x: unknown) => boolean> = {
  number: (x) => typeof x === 'number',
  string: (x) => typeof x === 'string',
  bool: (x) => typeof x === 'boolean',
  null: (x) => x === null,
  object: isObject,
  array: Array.isArray,
  date: (x) => x instanceof Date,
  objectId: (x) => rank(x) === 7,
};

function hasType(type: unknown, found: readonly unknown[]): boolean {
  const test = TYPES[String(type)];
  if (!test) throw new Error(`the plain evaluator does not know the type ${String(type)}`);
  return found.some((x) => x !== MISSING && test(x));
}

function ordered(op: string, x: unknown, operand: unknown): boolean {
  if (!['$gt', '$gte', '$lt', '$lte'].includes(op)) throw new Error(`the plain evaluator does not know ${op}`);
  if (rank(x) !== rank(operand)) return false;
  const order = compare(x, operand);
  // nothing is greater or smaller than NaN, but it equals itself
  if (Number.isNaN(x) || Number.isNaN(operand)) return order === 0 && op.endsWith('e');
  if (op === '$gt') return order > 0;
  if (op === '$gte') return order >= 0;
  return op === '$lt' ? order < 0 : order <= 0;
}
