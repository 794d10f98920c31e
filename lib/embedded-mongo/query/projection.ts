import { T, typeName } from '../bson/types';
import { fields, isEmpty, items, type Value } from '../bson/value';
import { arrayOf, docOf } from '../bson/write';
import { badValue, MongoError, unsupported } from '../errors';
import type { Expr } from './ast';
import { isOperators } from './is-operators';
import { matches } from './match';
import { parseField, parseFilter } from './parse';

/** Makes the document that is shown from the stored one. */
export type Projection = (doc: Value) => Value;

/** What happens to the fields of one document level. */
interface Level {
  /** Fields that are named: a level below, or what to do with the value. */
  readonly named: Map<string, Level | Leaf>;
}

type Leaf =
  | { kind: 'keep' }
  | { kind: 'drop' }
  | { kind: 'slice'; skip: number; limit: number | undefined }
  | { kind: 'elemMatch'; expr: Expr };

/**
 * Parses the projection of a find: fields to include, or fields to leave out, with `$slice` and `$elemMatch`.
 * A mix of both (31253, 31254), positional projection and computed fields are refused.
 */
export function parseProjection(spec: Value): Projection | undefined {
  if (isEmpty(spec)) return undefined;
  const root: Level = { named: new Map() };
  let mode: 'include' | 'exclude' | undefined;
  let keepId: boolean | undefined;
  for (const [path, value] of fields(spec)) {
    checkPath(path);
    const leaf = parseLeaf(path, value);
    if (path === '_id' && (leaf.kind === 'keep' || leaf.kind === 'drop')) {
      keepId = leaf.kind === 'keep';
      continue;
    }
    const wanted =
      leaf.kind === 'keep' || leaf.kind === 'elemMatch' ? 'include' : leaf.kind === 'drop' ? 'exclude' : undefined;
    if (wanted && mode && wanted !== mode) throw mixed(mode, path);
    mode ??= wanted;
    addPath(root, path, leaf);
  }
  mode ??= keepId === true && root.named.size === 0 ? 'include' : 'exclude';
  if (keepId === false || (mode === 'include' && !root.named.has('_id'))) {
    root.named.set('_id', { kind: keepId === false ? 'drop' : 'keep' });
  }
  return mode === 'include' ? (doc) => includeDoc(doc, root) : (doc) => excludeDoc(doc, root);
}

function mixed(mode: 'include' | 'exclude', path: string): MongoError {
  return mode === 'include'
    ? new MongoError(31254, `Cannot do exclusion on field ${path} in inclusion projection`)
    : new MongoError(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
}

function checkPath(path: string): void {
  if (path === '') throw new MongoError(51270, 'An empty field name is not allowed in a projection');
  const names = path.split('.');
  if (names.includes('')) throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
  if (names.at(-1) === '$') throw unsupported('positional projection');
  if (names.some((name) => name.startsWith('$') && !['$ref', '$id', '$db'].includes(name))) {
    throw new MongoError(16410, `FieldPath field names may not start with '$'.`);
  }
}

function parseLeaf(path: string, value: Value): Leaf {
  if (value.isNumber || value.type === T.bool) return { kind: value.truthy() ? 'keep' : 'drop' };
  const [operator, operand] = value.isObject ? (fields(value)[0] ?? []) : [];
  if (operator === '$slice' && operand) return parseSlice(operand);
  if (operator === '$elemMatch' && operand) {
    if (!operand.isObject)
      throw badValue(`elemMatch: Invalid argument, object required, but got ${typeName(operand.type)}`);
    if (path.includes('.')) throw new MongoError(31275, 'Cannot use $elemMatch projection on a nested field.');
    return { kind: 'elemMatch', expr: elementCondition(operand) };
  }
  if (operator?.startsWith('$')) throw unsupported(`the projection operator ${operator}`);
  throw unsupported(`a computed field ('${path}') in a projection`);
}

/** Elements are tested as documents, or by operators as plain values. */
function elementCondition(operand: Value): Expr {
  const first = fields(operand)[0]?.[0] ?? '';
  const isCondition = isOperators(operand) && !['$and', '$or', '$nor', '$expr', '$comment'].includes(first);
  return isCondition ? parseField(undefined, operand, {}) : parseFilter(operand);
}

function parseSlice(operand: Value): Leaf {
  const parts = operand.isArray ? items(operand) : [operand];
  const numbers = parts.map((part) => (part.isNumber ? Math.trunc(part.number()) : Number.NaN));
  if (parts.length < 1 || parts.length > 2 || numbers.some(Number.isNaN) || (operand.isArray && parts.length !== 2)) {
    throw new MongoError(28667, 'Invalid $slice syntax. The given syntax did not match the find() syntax');
  }
  const [first = 0, second] = numbers;
  if (second === undefined)
    return first >= 0 ? { kind: 'slice', skip: 0, limit: first } : { kind: 'slice', skip: first, limit: undefined };
  if (second <= 0) throw new MongoError(28724, 'Third argument to $slice must be positive');
  return { kind: 'slice', skip: first, limit: second };
}

function addPath(root: Level, path: string, leaf: Leaf): void {
  const names = path.split('.');
  let level = root;
  names.forEach((name, i) => {
    const known = level.named.get(name);
    if (known && ('kind' in known || i === names.length - 1)) {
      throw new MongoError(31249, `Path collision at ${path}`);
    }
    if (i === names.length - 1) {
      level.named.set(name, leaf);
      return;
    }
    const next: Level = known ?? { named: new Map() };
    level.named.set(name, next);
    level = next;
  });
}

function includeDoc(doc: Value, level: Level): Value {
  const out: [string, Value][] = [];
  for (const [name, value] of fields(doc)) {
    const node = level.named.get(name);
    if (!node) continue;
    const shown = 'kind' in node ? showLeaf(value, node) : includeBelow(value, node);
    if (shown) out.push([name, shown]);
  }
  return docOf(out);
}

function includeBelow(value: Value, level: Level): Value | undefined {
  if (value.isObject) return includeDoc(value, level);
  if (!value.isArray) return undefined;
  return arrayOf(items(value).flatMap((item) => includeBelow(item, level) ?? []));
}

function excludeDoc(doc: Value, level: Level): Value {
  const out: [string, Value][] = [];
  for (const [name, value] of fields(doc)) {
    const node = level.named.get(name);
    const shown = !node ? value : 'kind' in node ? showLeaf(value, node) : excludeBelow(value, node);
    if (shown) out.push([name, shown]);
  }
  return docOf(out);
}

function excludeBelow(value: Value, level: Level): Value {
  if (value.isObject) return excludeDoc(value, level);
  return value.isArray ? arrayOf(items(value).map((item) => excludeBelow(item, level))) : value;
}

function showLeaf(value: Value, leaf: Leaf): Value | undefined {
  switch (leaf.kind) {
    case 'keep':
      return value;
    case 'drop':
      return undefined;
    case 'slice':
      return value.isArray ? arrayOf(slice(items(value), leaf.skip, leaf.limit)) : value;
    case 'elemMatch': {
      if (!value.isArray) return undefined;
      const found = items(value).find((item) => matches(leaf.expr, item));
      return found && arrayOf([found]);
    }
  }
}

function slice(all: readonly Value[], skip: number, limit: number | undefined): Value[] {
  const start = skip < 0 ? Math.max(0, all.length + skip) : skip;
  return all.slice(start, limit === undefined ? undefined : start + limit);
}
