import {
  type Container,
  child,
  close,
  isContainer,
  MutableArray,
  type MutableDoc,
  type Node,
  removeChild,
  setChild,
} from '../bson/mutable';
import { T, typeName } from '../bson/types';
import type { Value } from '../bson/value';
import { dateValue, freshTimestamp, intValue, longValue } from '../bson/write';
import { badValue, type MongoError, typeMismatch } from '../errors';
import { compareValues, equalValues } from '../keys/key-encoding';
import { bitwise, calculate } from './arithmetic';
import { checkCreatable, type OnMissing, parentOf } from './containers';
import type { Action, ApplyContext, PushSpec, Step } from './program';

/** Operators that create nothing; of these only `$unset` leaves a path alone that could not be created either. */
const ON_MISSING = new Map<string, OnMissing>([
  ['unset', 'leave'],
  ['pull', 'check'],
  ['pop', 'check'],
]);

/** Carries out one operator at one concrete path. */
export function applyAction(root: MutableDoc, { path, action }: Step, context: ApplyContext): void {
  if (action.op === 'rename') {
    rename(root, path, action.to);
    return;
  }
  const name = path.at(-1) ?? '';
  const parent = parentOf(root, path, ON_MISSING.get(action.op) ?? 'create');
  if (!parent) return;
  const before = child(parent, name);
  const current = before === undefined ? undefined : close(before);
  if (action.op === 'unset') removeChild(parent, name);
  else {
    if (before === undefined) checkCreatable(parent, name, path, path.length - 1);
    const after = nextValue(action, current, path, context, before);
    if (after === undefined || after === current) return;
    setChild(parent, name, after);
  }
}

/** The value after the operator; undefined to leave things as they are. */
function nextValue(
  action: Exclude<Action, { op: 'rename' | 'unset' }>,
  current: Value | undefined,
  path: readonly string[],
  context: ApplyContext,
  before: Node | undefined,
): Node | undefined {
  switch (action.op) {
    case 'set':
    case 'setOnInsert':
      return action.value;
    case 'min':
      return !current || compareValues(action.value, current) < 0 ? action.value : undefined;
    case 'max':
      return !current || compareValues(action.value, current) > 0 ? action.value : undefined;
    case 'inc':
    case 'mul':
      return arithmetic(action.op, action.value, current, path);
    case 'currentDate':
      return action.type === 'date' ? dateValue(context.now.getTime()) : freshTimestamp(context.now);
    case 'bit':
      return applyBits(action.steps, current, path);
    default:
      return arrayAction(action, before, path);
  }
}

function arithmetic(op: 'inc' | 'mul', operand: Value, current: Value | undefined, path: readonly string[]): Value {
  if (!current) return op === 'inc' ? operand : zeroLike(operand);
  if (!current.isNumber) {
    throw typeMismatch(
      `Cannot apply $${op} to a value of non-numeric type. The field '${path.join('.')}' is of non-numeric type ${typeName(current.type)}`,
    );
  }
  return calculate(op === 'inc' ? 'add' : 'multiply', current, operand);
}

function zeroLike(operand: Value): Value {
  return calculate('multiply', operand, operand.type === T.int ? intValue(0) : longValue(0n));
}

function applyBits(
  steps: Extract<Action, { op: 'bit' }>['steps'],
  current: Value | undefined,
  path: readonly string[],
): Value {
  if (current && current.type !== T.int && current.type !== T.long) {
    throw badValue(
      `Cannot apply $bit to a value of non-integral type. The field '${path.join('.')}' is of type ${typeName(current.type)}`,
    );
  }
  return steps.reduce<Value>((value, { bit, value: operand }) => bitwise(bit, value, operand), current ?? intValue(0));
}

function arrayAction(
  action: Extract<Action, { op: 'push' | 'addToSet' | 'pull' | 'pop' }>,
  before: Node | undefined,
  path: readonly string[],
): Node | undefined {
  if (before !== undefined && !(before instanceof MutableArray)) throw notArray(action.op, close(before), path);
  const nodes = before?.nodes ?? [];
  switch (action.op) {
    case 'push':
      return new MutableArray(push(nodes, action.push));
    case 'addToSet':
      return new MutableArray(addToSet(nodes, action.values));
    case 'pull':
      return before && new MutableArray(nodes.filter((node) => !action.test(close(node))));
    case 'pop':
      return before && new MutableArray(action.first ? nodes.slice(1) : nodes.slice(0, -1));
  }
}

function notArray(op: string, value: Value, path: readonly string[]): MongoError {
  const where = path.join('.');
  const type = typeName(value.type);
  if (op === 'pop') return typeMismatch(`Path '${where}' contains an element of non-array type '${type}'`);
  if (op === 'pull') return badValue('Cannot apply $pull to a non-array value');
  if (op === 'addToSet')
    return badValue(`Cannot apply $addToSet to non-array field. Field named '${where}' has non-array type ${type}`);
  return badValue(`The field '${where}' must be an array but is of type ${type}`);
}

function push(nodes: readonly Node[], spec: PushSpec): Node[] {
  const at = spec.position ?? nodes.length;
  const start = at < 0 ? Math.max(0, nodes.length + at) : Math.min(at, nodes.length);
  let out = [...nodes.slice(0, start), ...spec.values, ...nodes.slice(start)];
  const { sort, slice } = spec;
  if (sort) out = out.map(close).sort(sort);
  if (slice === undefined) return out;
  return slice >= 0 ? out.slice(0, slice) : out.slice(slice);
}

function addToSet(nodes: readonly Node[], values: readonly Value[]): Node[] {
  const out = nodes.map(close);
  for (const value of values) if (!out.some((item) => equalValues(item, value))) out.push(value);
  return out;
}

function rename(root: MutableDoc, from: readonly string[], to: readonly string[]): void {
  refuseArrays(root, from, 'source');
  refuseArrays(root, to, 'destination');
  const name = from.at(-1) ?? '';
  const parent = parentOf(root, from, 'leave');
  const node = parent && child(parent, name);
  if (!parent || node === undefined) return;
  removeChild(parent, name);
  const target = parentOf(root, to, 'create');
  if (!target) return;
  const newName = to.at(-1) ?? '';
  removeChild(target, newName);
  setChild(target, newName, node);
}

function refuseArrays(root: MutableDoc, path: readonly string[], role: string): void {
  let cur: Container = root;
  for (const name of path.slice(0, -1)) {
    const next = child(cur, name);
    if (next instanceof MutableArray) {
      throw badValue(
        `The ${role} field cannot be an array element, '${path.join('.')}' has an array field called '${name}'`,
      );
    }
    if (!isContainer(next)) return;
    cur = next;
  }
}
