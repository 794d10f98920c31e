import { FieldPath, plainGet } from '../bson/path';
import { shellText } from '../bson/shell-text';
import { T, typeName } from '../bson/types';
import { fields, isEmpty, items, type Value } from '../bson/value';
import { NULL } from '../bson/write';
import { badValue, failedToParse, typeMismatch } from '../errors';
import { compareValues, equalValues } from '../keys/key-encoding';
import { isOperators } from '../query/is-operators';
import { matches } from '../query/match';
import { parseField, parseFilter } from '../query/parse';
import type { BitOp } from './arithmetic';
import { parsePath } from './paths';
import type { Action, PushSpec } from './program';

/** The update operators, each with the reader of its operand at one path; any other is refused. */
export const MODIFIERS: ReadonlyMap<string, (operand: Value, path: string) => Action> = new Map<
  string,
  (operand: Value, path: string) => Action
>([
  ['$set', (value) => ({ op: 'set', value })],
  ['$setOnInsert', (value) => ({ op: 'setOnInsert', value })],
  ['$min', (value) => ({ op: 'min', value })],
  ['$max', (value) => ({ op: 'max', value })],
  ['$inc', (value, path) => ({ op: 'inc', value: numberOperand('increment', value, path) })],
  ['$mul', (value, path) => ({ op: 'mul', value: numberOperand('multiply', value, path) })],
  ['$unset', () => ({ op: 'unset' })],
  ['$rename', parseRename],
  ['$currentDate', parseCurrentDate],
  ['$bit', parseBit],
  ['$pop', parsePop],
  ['$push', (operand) => ({ op: 'push', push: parsePush(operand) })],
  ['$addToSet', (operand) => ({ op: 'addToSet', values: eachValues('$addToSet', operand) })],
  ['$pullAll', parsePullAll],
  ['$pull', (operand) => ({ op: 'pull', test: pullTest(operand) })],
]);

function numberOperand(verb: string, operand: Value, path: string): Value {
  if (operand.isNumber) return operand;
  throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${shellText(operand)}}`);
}

function parseRename(operand: Value, path: string): Action {
  if (operand.type !== T.string) {
    throw badValue(`The 'to' field for $rename must be a string: ${path}: ${shellText(operand)}`);
  }
  const to = parsePath(operand.text());
  if ([...path.split('.'), ...to].some((segment) => segment.startsWith('$['))) {
    throw badValue('The source and target field for $rename may not be dynamic');
  }
  if (path === operand.text()) throw badValue(`The source and target field for $rename must differ: ${path}`);
  return { op: 'rename', to };
}

function parseCurrentDate(operand: Value): Action {
  if (operand.type === T.bool) return { op: 'currentDate', type: 'date' };
  if (operand.isObject) {
    const entries = fields(operand);
    const [name, type] = entries[0] ?? [];
    const text = type?.type === T.string ? type.text() : '';
    if (name === '$type' && entries.length === 1 && (text === 'date' || text === 'timestamp')) {
      return { op: 'currentDate', type: text };
    }
  }
  throw badValue(
    `${typeName(operand.type)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
  );
}

function parseBit(operand: Value): Action {
  if (!operand.isObject || isEmpty(operand)) {
    throw badValue(
      'The $bit modifier is not compatible with this operand. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}',
    );
  }
  const steps = fields(operand).map(([name, value]): { bit: BitOp; value: Value } => {
    if (name !== 'and' && name !== 'or' && name !== 'xor') {
      throw badValue(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}' which is an unknown operator`,
      );
    }
    if (value.type !== T.int && value.type !== T.long) {
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(value.type)}' is not supported here`,
      );
    }
    return { bit: name, value };
  });
  return { op: 'bit', steps };
}

function parsePop(operand: Value): Action {
  const n = operand.number();
  if (!operand.isNumber || (n !== 1 && n !== -1))
    throw failedToParse(`$pop expects 1 or -1, found: ${shellText(operand)}`);
  return { op: 'pop', first: n === -1 };
}

function hasEach(operand: Value): boolean {
  return operand.isObject && fields(operand)[0]?.[0].startsWith('$') === true && operand.get('$each') !== undefined;
}

function eachValues(modifier: string, operand: Value): Value[] {
  if (!hasEach(operand)) return [operand];
  for (const [name] of fields(operand)) {
    if (name !== '$each') throw badValue(`Found unexpected fields after $each in ${modifier}: ${name}`);
  }
  return arrayItems('$each', modifier, operand.get('$each'));
}

function arrayItems(name: string, modifier: string, value: Value | undefined): Value[] {
  if (!value?.isArray) {
    throw typeMismatch(
      `The argument to ${name} in ${modifier} must be an array but it was of type ${typeName(value?.type ?? T.null)}`,
    );
  }
  return items(value);
}

function parsePush(operand: Value): PushSpec {
  if (!hasEach(operand)) return { values: [operand] };
  const spec: PushSpec = { values: [] };
  for (const [name, value] of fields(operand)) {
    if (name === '$each') {
      if (!value.isArray)
        throw badValue(`The argument to $each in $push must be an array but it was of type: ${typeName(value.type)}`);
      spec.values = items(value);
    } else if (name === '$position') spec.position = wholeModifier(name, value);
    else if (name === '$slice') spec.slice = wholeModifier(name, value);
    else if (name === '$sort') spec.sort = parsePushSort(value);
    else throw badValue(`Unrecognized clause in $push: ${name}`);
  }
  return spec;
}

function wholeModifier(name: string, value: Value): number {
  const n = value.number();
  if (!value.isNumber || !Number.isInteger(n)) {
    throw badValue(`The value for ${name} must be an integer value but was given type: ${typeName(value.type)}`);
  }
  return n;
}

function parsePushSort(value: Value): (a: Value, b: Value) => number {
  if (value.isNumber) {
    const sign = pushDirection(value);
    return (a, b) => sign * compareValues(a, b);
  }
  if (!value.isObject || isEmpty(value))
    throw badValue('The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  const parts = fields(value).map(([path, direction]) => ({
    path: FieldPath.of(path),
    sign: pushDirection(direction),
  }));
  return (a, b) => {
    for (const { path, sign } of parts) {
      const order = compareValues(plainGet(a, path) ?? NULL, plainGet(b, path) ?? NULL);
      if (order !== 0) return sign * order;
    }
    return 0;
  };
}

function pushDirection(value: Value): 1 | -1 {
  const n = value.number();
  if (!value.isNumber || (n !== 1 && n !== -1)) throw badValue('The $sort element value must be either 1 or -1');
  return n;
}

function parsePullAll(operand: Value): Action {
  if (!operand.isArray) throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand.type)}`);
  const unwanted = items(operand);
  return { op: 'pull', test: (item) => unwanted.some((value) => equalValues(item, value)) };
}

/** A document is a condition on elements that are documents; operators are a condition on each element. */
function pullTest(operand: Value): (item: Value) => boolean {
  if (operand.isObject && !isElementCondition(operand)) {
    const expr = parseFilter(operand);
    return (item) => item.isObject && matches(expr, item);
  }
  if (operand.isObject || operand.type === T.regex) {
    const expr = parseField(undefined, operand, {});
    return (item) => matches(expr, item);
  }
  return (item) => equalValues(item, operand);
}

function isElementCondition(operand: Value): boolean {
  const first = fields(operand)[0]?.[0] ?? '';
  return isOperators(operand) && !['$and', '$or', '$nor', '$expr', '$comment'].includes(first);
}
