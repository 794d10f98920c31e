import { type FieldPath, isDbRefName } from '../bson/path';
import { T, typeName } from '../bson/types';
import { field, fields, items, type Value } from '../bson/value';
import { NULL, UNDEFINED } from '../bson/write';
import { badValue, MongoError } from '../errors';
import { encodeKey } from '../keys/key-encoding';
import { matches } from '../query/match';
import { keyText } from '../storage/kv';
import type { Index } from './model';

/** A field on its way to a value: `value` once reached, else what is left of its path below the current document. */
interface Slot {
  value?: Value;
  missing?: boolean;
  path: FieldPath;
  at: number;
}

export interface IndexKeys {
  /** Encoded field values, each once, in order. */
  keys: Buffer[];
  /** The values behind each key, for error texts. */
  values: Value[][];
  multikey: boolean[];
  cut: boolean;
}

/** The keys under which a document stands in an index; none if a sparse or partial index leaves it out. */
export function indexKeys(index: Index, doc: Value): IndexKeys {
  const { spec } = index;
  const out: IndexKeys = { keys: [], values: [], multikey: spec.fields.map(() => false), cut: false };
  if (spec.partial && !matches(spec.partial.expr, doc)) return out;
  const tuples: Slot[][] = [];
  expand(
    doc,
    spec.fields.map((f) => ({ path: f.path, at: 0 })),
    out.multikey,
    tuples,
  );
  const descending = spec.fields.map((f) => f.descending);
  const seen = new Set<string>();
  for (const slots of tuples) {
    if (spec.sparse && slots.every((slot) => slot.missing)) continue;
    const values = slots.map((slot) => slot.value ?? NULL);
    const { key, cut } = encodeKey(values, descending, index.segment);
    if (tuples.length > 1) {
      const text = keyText(key);
      if (seen.has(text)) continue;
      seen.add(text);
    }
    out.keys.push(key);
    out.values.push(values);
    if (cut) out.cut = true;
  }
  return out;
}

/** Walks all fields down to the first array; its elements are then expanded for every field that meets it. */
function expand(doc: Value, slots: Slot[], multikey: boolean[], out: Slot[][]): void {
  let array: Value | undefined;
  const next = slots.map((slot): Slot & { array?: true | undefined } => {
    if (slot.value) return slot;
    const stop = descend(doc, slot);
    if (!stop.array) return { ...stop, array: undefined };
    if (array && array.start !== stop.array.start) {
      throw new MongoError('CannotIndexParallelArrays', `cannot index parallel arrays [${slot.path.text}]`);
    }
    array = stop.array;
    return { path: stop.path, at: stop.at, array: true };
  });
  if (!array) {
    out.push(next);
    return;
  }
  next.forEach((slot, i) => {
    if (slot.array) multikey[i] = true;
  });
  const elements = items(array);
  if (elements.length === 0) out.push(next.map((slot) => (slot.array ? emptyArraySlot(slot) : slot)));
  for (const element of elements) {
    const inner = next.map((slot) => (slot.array ? elementSlot(slot, element) : slot));
    expand(element, inner, multikey, out);
  }
}

/** An empty array is indexed as undefined, but nothing can be found below it. */
function emptyArraySlot(slot: Slot): Slot {
  return { value: slot.at === slot.path.length ? UNDEFINED : NULL, path: slot.path, at: slot.at };
}

function elementSlot(slot: Slot, element: Value): Slot {
  if (slot.at === slot.path.length) return { value: element, path: slot.path, at: slot.at };
  if (element.isObject) return { path: slot.path, at: slot.at };
  return { value: NULL, missing: true, path: slot.path, at: slot.at };
}

function descend(doc: Value, slot: Slot): Slot & { array?: Value } {
  const { path } = slot;
  let cur: Value = doc;
  for (let i = slot.at; i < path.length; i++) {
    const segment = path.segments[i];
    const value = segment && field(cur, segment);
    if (!value) return { value: NULL, missing: true, path, at: path.length };
    if (value.isArray) return { array: value, path, at: i + 1 };
    if (i === path.length - 1) return { value, path, at: path.length };
    if (!value.isObject) return { value: NULL, missing: true, path, at: path.length };
    cur = value;
  }
  return { value: cur, path, at: path.length };
}

/** Arrays, regular expressions and undefined cannot be an `_id`, nor can a document with `$` names (52). */
export function checkId(id: Value): void {
  if (id.type === T.array) throw new MongoError('InvalidIdField', "The '_id' value cannot be of type array");
  if (id.type === T.undefined || id.type === T.regex) {
    throw badValue(`The '_id' value cannot be of type ${typeName(id.type)}`);
  }
  if (id.isObject) checkIdNames(id);
}

function checkIdNames(id: Value): void {
  for (const [name, value] of fields(id)) {
    if (name.startsWith('$') && !isDbRefName(name)) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' in '_id.${name}' is not valid for storage.`,
      );
    }
    if (value.isObject) checkIdNames(value);
  }
}
