import { T } from '../bson/types';
import { fields, items, type Value } from '../bson/value';
import { docOf, longValue, NULL } from '../bson/write';
import { MongoError } from '../errors';

interface Unwind {
  path: string[];
  keepsEmpty: boolean;
  indexPath: string[] | undefined;
}

/** `$unwind`: a document for each element of an array. */
export function unwindStage(spec: Value): (doc: Value) => Value[] {
  const options = parseUnwind(spec.isObject ? spec : docOf([['path', spec]]));
  return (doc) => unwind(doc, options);
}

function parseUnwind(spec: Value): Unwind {
  for (const [name] of fields(spec)) {
    if (!['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'].includes(name)) {
      throw new MongoError(28811, `unrecognized option to $unwind stage: ${name}`);
    }
  }
  const path = spec.get('path');
  if (!path) throw new MongoError(28812, 'no path specified to $unwind stage');
  if (path.type !== T.string) throw new MongoError(28808, 'expected a string as the path for $unwind stage');
  if (!path.text().startsWith('$')) {
    throw new MongoError(28818, "path option to $unwind stage should be prefixed with a '$'");
  }
  const keeps = spec.get('preserveNullAndEmptyArrays');
  if (keeps && keeps.type !== T.bool) {
    throw new MongoError(28809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage');
  }
  const index = spec.get('includeArrayIndex');
  if (index && (index.type !== T.string || index.text() === '')) {
    throw new MongoError(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage');
  }
  if (index?.text().startsWith('$')) {
    throw new MongoError(28822, "includeArrayIndex option to $unwind stage should not be prefixed with a '$'");
  }
  const names = path.text().slice(1).split('.');
  return { path: names, keepsEmpty: keeps?.truthy() ?? false, indexPath: index?.text().split('.') };
}

function unwind(doc: Value, { path, keepsEmpty, indexPath }: Unwind): Value[] {
  const value = path.reduce<Value | undefined>((cur, name) => (cur?.isObject ? cur.get(name) : undefined), doc);
  const numbered = (made: Value, i: number | undefined) =>
    indexPath ? setAt(made, indexPath, i === undefined ? NULL : longValue(BigInt(i))) : made;
  const isNothing = !value || value.type === T.null || value.type === T.undefined;
  if (isNothing) return keepsEmpty ? [numbered(doc, undefined)] : [];
  if (!value.isArray) return [numbered(doc, undefined)];
  const all = items(value);
  if (all.length === 0) return keepsEmpty ? [numbered(setAt(doc, path, undefined), undefined)] : [];
  return all.map((item, i) => numbered(setAt(doc, path, item), i));
}

/** Sets or removes the value at a path through documents; a missing document on the way is made. */
function setAt(doc: Value | undefined, [name = '', ...rest]: readonly string[], value: Value | undefined): Value {
  const out = new Map(doc?.isObject ? fields(doc) : []);
  const next = rest.length > 0 ? setAt(out.get(name), rest, value) : value;
  if (next) out.set(name, next);
  else out.delete(name);
  return docOf(out);
}
