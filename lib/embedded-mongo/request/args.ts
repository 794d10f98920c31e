import { T, typeName } from '../bson/types';
import { fields, items, Value } from '../bson/value';
import { MongoError, typeMismatch, unsupported } from '../errors';

/** A command's argument: a value, or the documents of a sequence. */
export type Arg = Value | Value[];

type Reader<R> = (arg: Arg, name: string) => R;
export type ArgSpec = Record<string, Reader<unknown>>;
export type Parsed<S extends ArgSpec> = { [K in keyof S]: ReturnType<S[K]> | undefined };

const readersOf = new WeakMap<ArgSpec, Map<string, Reader<unknown>>>();

/** The readers of a spec by name; a spec is a constant of its command in most cases. */
function readersFor(spec: ArgSpec): Map<string, Reader<unknown>> {
  const known = readersOf.get(spec);
  if (known) return known;
  const readers = new Map(Object.entries(spec));
  readersOf.set(spec, readers);
  return readers;
}

/** Reads arguments strictly: one that is not in `spec` is refused (40415), as is one of the wrong type (14). */
export function readArgs<S extends ArgSpec>(where: string, args: Iterable<readonly [string, Arg]>, spec: S): Parsed<S> {
  const out: Partial<Record<string, unknown>> = {};
  const readers = readersFor(spec);
  for (const [name, arg] of args) {
    const read = readers.get(name);
    if (!read) throw new MongoError(40415, `BSON field '${where}.${name}' is an unknown field.`);
    if (name in out) throw new MongoError(40413, `BSON field '${where}.${name}' is a duplicate field`);
    // As in MongoDB, an option that is null counts as not given.
    const isNull = arg instanceof Value && (arg.type === T.null || arg.type === T.undefined);
    if (!isNull || read === anyValue) out[name] = read(arg, `${where}.${name}`);
  }
  return out as Parsed<S>; // each entry was made by the reader of its name
}

/** The same for a document inside a command. */
export function readDoc<S extends ArgSpec>(where: string, doc: Value, spec: S): Parsed<S> {
  return readArgs(where, fields(doc), spec);
}

export function required<R>(value: R | undefined, name: string): R {
  if (value === undefined) throw new MongoError(40414, `BSON field '${name}' is missing but a required field`);
  return value;
}

function wrongType(arg: Arg, name: string, expected: string): MongoError {
  const type = arg instanceof Value ? typeName(arg.type) : 'array';
  return typeMismatch(`BSON field '${name}' is the wrong type '${type}', expected type '${expected}'`);
}

export const anyValue: Reader<Value> = (arg, name) => {
  if (arg instanceof Value) return arg;
  throw wrongType(arg, name, 'object');
};

export const doc: Reader<Value> = (arg, name) => {
  if (arg instanceof Value && arg.isObject) return arg;
  throw wrongType(arg, name, 'object');
};

export const text: Reader<string> = (arg, name) => {
  if (arg instanceof Value && arg.type === T.string) return arg.text();
  throw wrongType(arg, name, 'string');
};

export const flag: Reader<boolean> = (arg, name) => {
  if (arg instanceof Value && (arg.type === T.bool || arg.isNumber)) return arg.truthy();
  throw wrongType(arg, name, 'bool');
};

/** A whole number, 0 or more. */
export const count: Reader<number> = (arg, name) => {
  const n = wholeNumber(arg, name);
  if (n < 0) throw new MongoError(51024, `BSON field '${name}' value must be >= 0, actual value '${n}'`);
  return n;
};

export const long: Reader<bigint> = (arg, name) => {
  if (arg instanceof Value && (arg.type === T.long || arg.type === T.int)) return arg.bigint();
  throw wrongType(arg, name, 'long');
};

/** A whole number that fits an int, such as the number of a statement. */
export const int: Reader<number> = (arg, name) => {
  const n = arg instanceof Value && arg.isNumber ? arg.number() : Number.NaN;
  if (!Number.isInteger(n) || n !== (n | 0)) throw wrongType(arg, name, 'int');
  return n;
};

/** Any whole number. */
export const wholeNumber: Reader<number> = (arg, name) => {
  const n = arg instanceof Value && arg.isNumber ? Math.trunc(arg.number()) : Number.NaN;
  if (!Number.isFinite(n)) throw wrongType(arg, name, 'long');
  return n;
};

/** `{batchSize: n}` */
export const cursor: Reader<{ batchSize: number | undefined }> = (arg, name) =>
  readDoc(name, doc(arg, name), { batchSize: count });

/** An array of documents, or a document sequence. */
export const docs: Reader<Value[]> = (arg, name) => {
  if (!(arg instanceof Value)) return arg;
  if (!arg.isArray) throw wrongType(arg, name, 'array');
  const all = items(arg);
  all.forEach((item, i) => {
    if (!item.isObject) throw wrongType(item, `${name}.${i}`, 'object');
  });
  return all;
};

export const array: Reader<Value[]> = (arg, name) => {
  if (!(arg instanceof Value)) return arg;
  if (!arg.isArray) throw wrongType(arg, name, 'array');
  return items(arg);
};

/** An option that changes nothing here. */
export const harmless: Reader<Arg> = (arg) => arg;

/** An option that may be given switched off, and is refused by name when it is on. */
export const offOnly: Reader<void> = (arg, name) => {
  const on = arg instanceof Value ? (arg.isObject ? fields(arg).length > 0 : arg.truthy()) : arg.length > 0;
  if (on) throw unsupported(`the option '${name}'`);
};

/** An option that MongoDB has and this store refuses by name, whatever its value. */
const refused: Reader<void> = (_arg, name) => {
  throw unsupported(`the option '${name}'`);
};

/** Several such options, named in a text with spaces. */
export function refusedOptions(names: string): Record<string, Reader<void>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, refused]));
}

/** Only the simple binary collation is known. */
export const simpleCollation: Reader<void> = (arg, name) => {
  const value = doc(arg, name);
  const entries = fields(value);
  if (entries.length === 0) return;
  if (entries.length === 1 && value.get('locale')?.type === T.string && value.get('locale')?.text() === 'simple')
    return;
  throw unsupported(`the option '${name}'`);
};
