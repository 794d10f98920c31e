import { T } from '../bson/types';
import { fields, isEmpty, items, type Value } from '../bson/value';
import { arrayOf, docOf } from '../bson/write';
import { MongoError } from '../errors';
import { checkConflicts } from '../update/paths';
import { compileExpression, type Expression, type Scope } from './expressions';

interface Tree {
  computed: Map<string, Tree | Expression | 'keep'>;
}

/** `$addFields` / `$set`: fields that are computed and added to a document. */
export function addFields(spec: Value): (doc: Value) => Value {
  const tree = computedTree(spec);
  return (doc) => addTo(doc, tree, { root: doc });
}

function computedTree(spec: Value): Tree {
  const tree: Tree = { computed: new Map() };
  checkConflicts(fields(spec).map(([path]) => path.split('.')));
  for (const [path, value] of fields(spec)) place(tree, path.split('.'), nested(value));
  return tree;
}

function nested(value: Value): Tree | Expression {
  const isTree = value.isObject && !isEmpty(value) && !fields(value)[0]?.[0].startsWith('$');
  return isTree ? computedTree(value) : compileExpression(value);
}

function place(tree: Tree, path: readonly string[], what: Tree | Expression | 'keep'): void {
  let level = tree;
  path.forEach((name, i) => {
    checkName(name);
    if (i === path.length - 1) {
      level.computed.set(name, what);
      return;
    }
    const known = level.computed.get(name);
    const next: Tree = known && typeof known === 'object' ? known : { computed: new Map() };
    level.computed.set(name, next);
    level = next;
  });
}

function checkName(name: string): void {
  if (name === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (name.startsWith('$')) throw new MongoError(16410, "FieldPath field names may not start with '$'.");
}

function addTo(doc: Value | undefined, tree: Tree, scope: Scope): Value {
  const out = new Map<string, Value>(doc?.isObject ? fields(doc) : []);
  for (const [name, what] of tree.computed) {
    const value = addValue(out.get(name), what, scope);
    if (value) out.set(name, value);
    else out.delete(name);
  }
  return docOf(out);
}

function addValue(old: Value | undefined, what: Tree | Expression | 'keep', scope: Scope): Value | undefined {
  if (what === 'keep') return old;
  if (typeof what === 'function') return what(scope);
  if (old?.isArray) return arrayOf(items(old).map((item) => addTo(item, what, scope)));
  return addTo(old, what, scope);
}

/** `$project`: fields to keep, to leave out, or to compute. */
export function projectStage(spec: Value): (doc: Value) => Value {
  if (isEmpty(spec))
    throw new MongoError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  const entries = flatten(spec);
  checkConflicts(entries.map(([path]) => path));
  const others = entries.filter(([path]) => path.join('.') !== '_id');
  const drops = others.filter(([, value]) => isDrop(value));
  const id = entries.find(([path]) => path.join('.') === '_id');
  if (drops.length > 0 || (others.length === 0 && id && isDrop(id[1]))) {
    if (drops.length < others.length)
      throw new MongoError(31253, 'Invalid $project :: caused by :: Cannot do inclusion in exclusion projection');
    return exclusion(entries.filter(([, value]) => isDrop(value)).map(([path]) => path));
  }
  const tree: Tree = { computed: new Map() };
  if (!id) tree.computed.set('_id', 'keep');
  for (const [path, value] of entries)
    if (!isDrop(value)) place(tree, path, isKeep(value) ? 'keep' : compileExpression(value));
  return (doc) => includeFrom(doc, tree, { root: doc }) ?? docOf([]);
}

function isSwitch(value: Value): boolean {
  return value.isNumber || value.type === T.bool;
}

function isDrop(value: Value): boolean {
  return isSwitch(value) && !value.truthy();
}

function isKeep(value: Value): boolean {
  return isSwitch(value) && value.truthy();
}

/** Nested specifications as dotted paths. */
function flatten(spec: Value, prefix: readonly string[] = []): [string[], Value][] {
  return fields(spec).flatMap(([name, value]): [string[], Value][] => {
    const path = [...prefix, ...name.split('.')];
    for (const part of path) checkName(part);
    const isTree = value.isObject && !isEmpty(value) && !fields(value)[0]?.[0].startsWith('$');
    return isTree ? flatten(value, path) : [[path, value]];
  });
}

/** Kept fields in the order of the document, then computed ones. */
function includeFrom(value: Value | undefined, tree: Tree, scope: Scope): Value | undefined {
  if (value?.isArray) return arrayOf(items(value).flatMap((item) => includeFrom(item, tree, scope) ?? []));
  const out: [string, Value][] = [];
  const done = new Set<string>();
  for (const [name, item] of value?.isObject ? fields(value) : []) {
    const what = tree.computed.get(name);
    if (what === undefined || typeof what === 'function') continue;
    done.add(name);
    const kept = what === 'keep' ? item : includeFrom(item, what, scope);
    if (kept) out.push([name, kept]);
  }
  for (const [name, what] of tree.computed) {
    if (done.has(name) || what === 'keep') continue;
    const made =
      typeof what === 'function' ? what(scope) : computes(what) ? includeFrom(undefined, what, scope) : undefined;
    if (made) out.push([name, made]);
  }
  return value && !value.isObject && out.length === 0 ? undefined : docOf(out);
}

function computes(tree: Tree): boolean {
  return [...tree.computed.values()].some((what) => typeof what === 'function' || (what !== 'keep' && computes(what)));
}

/** Leaves fields out (`$unset`, `$project` with zeros). */
export function exclusion(paths: readonly string[][]): (doc: Value) => Value {
  const tree: Tree = { computed: new Map() };
  for (const path of paths) place(tree, path, 'keep');
  return (doc) => without(doc, tree);
}

function without(value: Value, tree: Tree): Value {
  if (value.isArray) return arrayOf(items(value).map((item) => without(item, tree)));
  if (!value.isObject) return value;
  return docOf(
    fields(value).flatMap(([name, item]): [string, Value][] => {
      const what = tree.computed.get(name);
      if (what === undefined || typeof what === 'function') return [[name, item]];
      return what === 'keep' ? [] : [[name, without(item, what)]];
    }),
  );
}
