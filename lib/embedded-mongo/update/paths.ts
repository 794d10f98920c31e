import { arrayIndex, isDbRefName } from '../bson/path';
import { badValue, MongoError } from '../errors';

/** Takes an update path apart; empty and `$`-prefixed names are refused (56, 52), `$`, `$[]` and `$[id]` allowed. */
export function parsePath(text: string): string[] {
  if (text === '') throw new MongoError('EmptyFieldName', 'An empty update path is not valid.');
  const path = text.split('.');
  path.forEach((segment, i) => {
    if (segment === '') {
      throw new MongoError(
        'EmptyFieldName',
        `The update path '${text}' contains an empty field name, which is not allowed.`,
      );
    }
    if (!segment.startsWith('$') || isDbRefName(segment)) return;
    const dynamic = segment === '$' || /^\$\[[^\]]*\]$/.test(segment);
    if (!dynamic) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${segment}' in '${text}' is not allowed in the context of an update.`,
      );
    }
    if (i === 0) throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${text}'`);
  });
  if (path.filter((segment) => segment === '$').length > 1) {
    throw badValue(`Too many positional (i.e. '$') elements found in path '${text}'`);
  }
  return path;
}

/** Two updates of the same path, or of a path and one below it, are refused (40). */
export function checkConflicts(paths: readonly string[][]): void {
  const root: Tree = new Map();
  for (const path of paths) {
    let level = root;
    path.forEach((segment, i) => {
      const isLast = i === path.length - 1;
      const known = level.get(segment);
      if (known === null || (isLast && known !== undefined)) {
        throw new MongoError(
          'ConflictingUpdateOperators',
          `Updating the path '${path.join('.')}' would create a conflict at '${path.slice(0, i + 1).join('.')}'`,
        );
      }
      const next: Tree = known ?? new Map();
      level.set(segment, isLast ? null : next);
      level = next;
    });
  }
}

interface Tree extends Map<string, Tree | null> {}

/** MongoDB applies updates in the order of their field names, numbers first and by value. */
export function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a[i] ?? '';
    const y = b[i] ?? '';
    if (x === y) continue;
    const m = arrayIndex(x);
    const n = arrayIndex(y);
    if (m >= 0 && n >= 0) return m - n;
    if (m >= 0 || n >= 0) return m >= 0 ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}
