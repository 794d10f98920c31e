import { fields, items, type Value } from '../bson/value';
import { arrayOf, docOf } from '../bson/write';
import type { MongoError } from '../errors';
import type { Expression, Scope } from './expressions';

type Leaf = 'keep' | 'drop' | Expression;

/** What happens to the named fields of one document level; `computes` if some field below is made by an expression. */
export interface FieldTree {
  readonly named: Map<string, FieldTree | Leaf>;
  computes: boolean;
}

export function fieldTree(): FieldTree {
  return { named: new Map(), computes: false };
}

/** Says what happens at a path. `collision` makes the error for a path that meets another, or one above or below it. */
export function place(
  tree: FieldTree,
  path: readonly string[],
  leaf: Leaf,
  collision: (exact: boolean) => MongoError,
): void {
  let level = tree;
  path.forEach((name, i) => {
    if (typeof leaf === 'function') level.computes = true;
    const known = level.named.get(name);
    if (i === path.length - 1) {
      if (known !== undefined) throw collision(true);
      level.named.set(name, leaf);
      return;
    }
    if (known !== undefined && (typeof known === 'string' || typeof known === 'function')) throw collision(false);
    const next = known ?? fieldTree();
    level.named.set(name, next);
    level = next;
  });
}

function isTree(what: FieldTree | Leaf): what is FieldTree {
  return typeof what === 'object';
}

/**
 * Applies a tree to a value: named fields stay, go or are computed from the whole document (`scope`); fields that are
 * not named stay only if `keepsOthers`. Stored fields keep their order, new ones follow. Arrays are entered.
 */
export function applyTree(
  value: Value | undefined,
  tree: FieldTree,
  keepsOthers: boolean,
  scope: Scope,
): Value | undefined {
  if (value?.isArray) return arrayOf(items(value).flatMap((item) => applyTree(item, tree, keepsOthers, scope) ?? []));
  if (!value?.isObject && !tree.computes) return keepsOthers ? value : undefined;
  const out = new Map<string, Value>();
  const put = (name: string, shown: Value | undefined) => {
    if (shown) out.set(name, shown);
    else out.delete(name);
  };
  const met = new Set<FieldTree | Leaf>();
  for (const [name, item] of value?.isObject ? fields(value) : []) {
    const what = tree.named.get(name);
    if (what === 'keep' || ((what === undefined || typeof what === 'function') && keepsOthers)) out.set(name, item);
    else if (what && isTree(what)) {
      met.add(what);
      put(name, applyTree(item, what, keepsOthers, scope));
    }
  }
  if (!tree.computes) return docOf(out);
  for (const [name, what] of tree.named) {
    if (typeof what === 'function') put(name, what(scope));
    else if (isTree(what) && what.computes && !met.has(what)) put(name, applyTree(undefined, what, keepsOthers, scope));
  }
  return docOf(out);
}
