import { MongoError } from '../errors';
import { field, type Value } from './value';

/** A dotted field path, taken apart once. */
export class FieldPath {
  readonly names: string[];
  readonly segments: Buffer[];
  /** For each segment the array index it can stand for, or -1. */
  readonly indexes: number[];

  private constructor(readonly text: string) {
    this.names = text.split('.');
    this.segments = this.names.map((name) => Buffer.from(name));
    this.indexes = this.names.map((name) => arrayIndex(name));
  }

  static of(text: string): FieldPath {
    let path = cache.get(text);
    if (!path) {
      path = new FieldPath(text);
      if (cache.size > 5000) cache.clear();
      cache.set(text, path);
    }
    return path;
  }

  get length(): number {
    return this.names.length;
  }
}

const cache = new Map<string, FieldPath>();

/** The array index a path segment names, or -1. */
export function arrayIndex(name: string): number {
  return /^(0|[1-9]\d{0,8})$/.test(name) ? Number(name) : -1;
}

/** The value at a path through documents only (arrays are not entered), or undefined. */
export function plainGet(doc: Value, path: FieldPath): Value | undefined {
  let cur: Value | undefined = doc;
  for (const segment of path.segments) {
    if (!cur?.isObject) return undefined;
    cur = field(cur, segment);
  }
  return cur;
}

/** The names of a dotted path in a sort, a projection or an expression; empty and `$` names are refused. */
export function fieldNames(text: string): string[] {
  if (text === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (text.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.");
  const names = text.split('.');
  for (const name of names) {
    if (name === '') throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
    if (name.startsWith('$') && !isDbRefName(name)) {
      throw new MongoError(
        16410,
        "FieldPath field names may not start with '$'. Consider using $getField or $setField.",
      );
    }
  }
  return names;
}

/** `$ref`, `$id` and `$db` are ordinary field names, for references in the style of DBRef. */
export function isDbRefName(name: string): boolean {
  return name === '$ref' || name === '$id' || name === '$db';
}
