import { FieldPath } from '../bson/path';
import { T, typeName } from '../bson/types';
import { fields, type Value } from '../bson/value';
import { docOf, encode, type Plain } from '../bson/write';
import { badValue, MongoError, typeMismatch, unsupported } from '../errors';
import { equalValues } from '../keys/key-encoding';
import { conjuncts, type Expr } from '../query/ast';
import { parseFilter } from '../query/parse';
import type { Index, IndexField, IndexSpec } from './model';

const REFUSED_OPTIONS = new Set([
  'collation',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'bucketSize',
  'wildcardProjection',
  'storageEngine',
  'prepareUnique',
  'clustered',
]);

function cannotCreate(message: string): MongoError {
  return new MongoError('CannotCreateIndex', message);
}

/** Reads one entry of `createIndexes.indexes` strictly. */
export function parseIndexSpec(doc: Value, ns: string): IndexSpec {
  const keyDoc = doc.get('key');
  if (!keyDoc?.isObject)
    throw new MongoError('FailedToParse', "The 'key' field is a required property of an index specification");
  const spec: IndexSpec = { name: '', fields: parseKey(keyDoc), unique: false, sparse: false, hidden: false };
  for (const [name, value] of fields(doc)) readOption(spec, name, value, ns);
  if (!spec.name)
    throw new MongoError('FailedToParse', "The 'name' field is a required property of an index specification");
  if (spec.sparse && spec.partial) throw cannotCreate('cannot mix "partialFilterExpression" and "sparse" options');
  checkTtl(spec);
  if (spec.fields.length === 1 && spec.fields[0]?.path.text === '_id') checkIdIndex(spec, doc);
  return spec;
}

const ID_INDEX_OPTIONS = new Set(['key', 'name', 'ns', 'v', 'collation']);

/** The index on `_id` is always there; it takes no options. */
function checkIdIndex(spec: IndexSpec, doc: Value): void {
  if (spec.fields[0]?.descending) throw badValue("The field 'key' for an _id index must be {_id: 1}");
  const other = fields(doc).find(([name]) => !ID_INDEX_OPTIONS.has(name));
  if (!other) return;
  throw new MongoError(
    'InvalidIndexSpecificationOption',
    `The field '${other[0]}' is not valid for an _id index specification`,
  );
}

function readOption(spec: IndexSpec, name: string, value: Value, ns: string): void {
  switch (name) {
    case 'key':
      return;
    case 'name':
      if (value.type !== T.string) throw typeMismatch("The field 'name' must be a string");
      if (value.text() === '' || value.text() === '*')
        throw cannotCreate(`index name '${value.text()}' is not allowed`);
      spec.name = value.text();
      return;
    case 'unique':
    case 'sparse':
    case 'hidden':
      spec[name] = flag(name, value);
      return;
    case 'background':
      flag(name, value);
      return;
    case 'v':
      if (value.number() !== 2) throw cannotCreate('only index version v: 2 is supported');
      return;
    case 'ns':
      if (value.type !== T.string || value.text() !== ns) throw cannotCreate('ns of the index is not the collection');
      return;
    case 'expireAfterSeconds':
      spec.expireAfterSeconds = expiry(value);
      return;
    case 'partialFilterExpression':
      if (!value.isObject) throw typeMismatch('"partialFilterExpression" for an index must be a document');
      spec.partial = partialFilter(value);
      return;
    default:
      if (REFUSED_OPTIONS.has(name)) throw unsupported(`the index option '${name}'`);
      throw new MongoError(
        'InvalidIndexSpecificationOption',
        `The field '${name}' is not valid for an index specification`,
      );
  }
}

function flag(name: string, value: Value): boolean {
  if (value.type !== T.bool && !value.isNumber) {
    throw typeMismatch(
      `The field '${name}' has value of type ${typeName(value.type)}, which is not convertible to bool`,
    );
  }
  return value.truthy();
}

function expiry(value: Value): number {
  const seconds = value.number();
  if (!value.isNumber) throw cannotCreate("TTL index 'expireAfterSeconds' option must be numeric");
  if (Number.isNaN(seconds) || seconds < 0 || seconds > 2147483647) {
    throw cannotCreate("TTL index 'expireAfterSeconds' option must be within 0 and 2147483647");
  }
  return Math.trunc(seconds);
}

function checkTtl(spec: IndexSpec): void {
  if (spec.expireAfterSeconds === undefined) return;
  if (spec.fields.length > 1)
    throw cannotCreate('TTL indexes are single-field indexes, compound indexes do not support TTL');
}

/** The key of an index: paths with 1 or -1. */
export function parseKey(keyDoc: Value): IndexField[] {
  const entries = fields(keyDoc);
  if (entries.length === 0) throw cannotCreate('Index keys cannot be an empty document');
  if (entries.length > 32) throw new MongoError(13103, 'too many fields in an index key');
  const seen = new Set<string>();
  return entries.map(([path, direction]) => {
    if (seen.has(path)) throw cannotCreate(`the field '${path}' appears twice in the index key`);
    seen.add(path);
    return { path: indexPath(path), descending: isDescending(direction) };
  });
}

function isDescending(direction: Value): boolean {
  if (direction.type === T.string) throw cannotCreateType(direction.text());
  const sign = direction.number();
  if (!direction.isNumber) {
    throw cannotCreate(`Values in the index key pattern must be numbers, not ${typeName(direction.type)}`);
  }
  if (sign === 0 || Number.isNaN(sign)) throw cannotCreate('Values in the index key pattern cannot be 0.');
  return sign < 0;
}

function cannotCreateType(type: string): MongoError {
  const known = ['text', '2d', '2dsphere', 'hashed', 'geoHaystack'].includes(type);
  return cannotCreate(
    known ? `index type '${type}' is not supported by the embedded store` : `Unknown index plugin '${type}'`,
  );
}

function indexPath(path: string): FieldPath {
  const parsed = FieldPath.of(path);
  if (path === '$**' || path.endsWith('.$**'))
    throw cannotCreate('wildcard indexes are not supported by the embedded store');
  if (parsed.names.some((name) => name === '')) throw cannotCreate('Index keys cannot contain an empty field.');
  if (parsed.indexes.some((i) => i >= 0))
    throw cannotCreate('array positions in index keys are not supported by the embedded store');
  if (parsed.names.some((name) => name.startsWith('$')))
    throw cannotCreate(`Index key contains an illegal field name: ${path}`);
  return parsed;
}

function partialFilter(filter: Value): { filter: Value; expr: Expr } {
  const expr = parseFilter(filter);
  for (const part of conjuncts(expr)) {
    if (part.kind === 'or') throw unsupported('$or in the expression of a partial index');
    const ok = part.kind === 'field' && ['eq', 'gt', 'gte', 'lt', 'lte', 'exists', 'type', 'in'].includes(part.pred.op);
    if (!ok) throw cannotCreate('Expression not supported in partial index');
  }
  return { filter, expr };
}

/** The specification as `listIndexes` shows it and as it is stored. */
export function indexSpecDoc(index: Index): Value {
  const { spec } = index;
  const key = docOf(Object.entries(index.keyPattern()).map(([path, sign]) => [path, directionValue(sign)]));
  const out: Record<string, Plain> = { v: 2, key, name: spec.name };
  if (spec.unique && !index.clustered) out.unique = true;
  if (spec.sparse) out.sparse = true;
  if (spec.hidden) out.hidden = true;
  if (spec.partial) out.partialFilterExpression = spec.partial.filter;
  if (spec.expireAfterSeconds !== undefined) out.expireAfterSeconds = spec.expireAfterSeconds;
  return encode(out);
}

function directionValue(sign: number): Value {
  const doc = encode({ sign });
  return doc.get('sign') ?? doc;
}

/** How a wanted index relates to the ones there are: the same, new, or in conflict (85, 86). */
export function compareWithExisting(spec: IndexSpec, existing: readonly Index[]): 'same' | 'new' {
  for (const index of existing) {
    const sameKey = keysEqual(spec.fields, index.spec.fields);
    const samePartial = partialsEqual(spec, index.spec);
    const sameName = spec.name === index.spec.name;
    if (index.clustered && sameKey) return 'same';
    if (!sameName && !(sameKey && samePartial)) continue;
    if (sameName && !sameKey) throw keySpecsConflict(index);
    const same = samePartial && optionsEqual(spec, index.spec);
    if (same && sameName) return 'same';
    if (sameName && (!samePartial || spec.unique !== index.spec.unique || spec.sparse !== index.spec.sparse)) {
      throw keySpecsConflict(index);
    }
    throw new MongoError(
      'IndexOptionsConflict',
      sameName
        ? `An equivalent index already exists with the same name but different options. Existing index: ${index.spec.name}`
        : `Index already exists with a different name: ${index.spec.name}`,
    );
  }
  return 'new';
}

function keySpecsConflict(index: Index): MongoError {
  return new MongoError(
    'IndexKeySpecsConflict',
    `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Existing index: ${index.spec.name}`,
  );
}

export function keysEqual(a: readonly IndexField[], b: readonly IndexField[]): boolean {
  return a.length === b.length && a.every((f, i) => f.path === b[i]?.path && f.descending === b[i]?.descending);
}

function partialsEqual(a: IndexSpec, b: IndexSpec): boolean {
  if (!a.partial || !b.partial) return a.partial === b.partial;
  return equalValues(a.partial.filter, b.partial.filter);
}

function optionsEqual(a: IndexSpec, b: IndexSpec): boolean {
  return a.unique === b.unique && a.sparse === b.sparse && a.expireAfterSeconds === b.expireAfterSeconds;
}
