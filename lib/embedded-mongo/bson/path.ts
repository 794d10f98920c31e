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
