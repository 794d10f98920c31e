import type { FieldPath } from '../bson/path';
import { field, items, type Value } from '../bson/value';

/** All values a path reaches, arrays opened on the way and at its end (as `distinct` does). */
export function reach(doc: Value, path: FieldPath, from = 0): Value[] {
  const segment = path.segments[from];
  if (segment === undefined) return doc.isArray ? items(doc) : [doc];
  if (doc.isObject) {
    const value = field(doc, segment);
    return value ? reach(value, path, from + 1) : [];
  }
  if (!doc.isArray) return [];
  const wanted = path.indexes[from] ?? -1;
  return items(doc).flatMap((item, i) => {
    if (i === wanted) return reach(item, path, from + 1);
    return item.isObject ? reach(item, path, from) : [];
  });
}
