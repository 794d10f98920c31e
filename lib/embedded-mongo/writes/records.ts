import { shellText } from '../bson/shell-text';
import { field, type Value } from '../bson/value';
import { docOf } from '../bson/write';
import { checkId, type IndexKeys, indexKeys } from '../catalog/index-entries';
import { type Collection, type Index, idKeyOf } from '../catalog/model';
import { CatalogChanged, MongoError } from '../errors';
import { type KvView, type KvWriter, keyText } from '../storage/kv';

export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Where a statement writes: the store inside a write transaction, or the private layer of a client's transaction. */
export interface WriteTarget extends KvView, KvWriter {
  /** Called before a document or a unique key is changed; throws if someone else holds it. */
  guard(key: Buffer): void;
  addCount(coll: Collection, delta: number): void;
  /** The collection's index flags changed and must be stored with this write. */
  flagsChanged(coll: Collection): void;
}

interface Entries {
  index: Index;
  add: Buffer[];
  remove: Buffer[];
}

const ID = Buffer.from('_id');

/** The `_id` of a stored document. */
function idOf(doc: Value): Value {
  const id = field(doc, ID);
  if (!id) throw new MongoError('InternalError', 'a stored document has no _id');
  return id;
}

/** Adds a document that has an `_id`. Throws DuplicateKey (11000) and leaves nothing behind. */
export function insertRecord(target: WriteTarget, coll: Collection, doc: Value): void {
  const id = idOf(doc);
  checkId(id);
  checkSize(doc);
  const idKey = idKeyOf(id);
  const key = coll.recordKey(idKey);
  target.guard(key);
  const [idIndex] = coll.indexes;
  if (idIndex && target.get(key)) throw duplicateKey(coll, idIndex, [id]);
  const entries = prepare(target, coll, idKey, undefined, doc);
  apply(target, entries, idKey);
  target.put(key, doc.bytes);
  target.addCount(coll, 1);
}

/** Replaces a stored document by another with the same `_id`. */
export function replaceRecord(target: WriteTarget, coll: Collection, idKey: Buffer, before: Value, after: Value): void {
  checkSize(after);
  const key = coll.recordKey(idKey);
  target.guard(key);
  const entries = prepare(target, coll, idKey, before, after);
  apply(target, entries, idKey);
  target.put(key, after.bytes);
}

export function removeRecord(target: WriteTarget, coll: Collection, idKey: Buffer, before: Value): void {
  const key = coll.recordKey(idKey);
  target.guard(key);
  const entries = prepare(target, coll, idKey, before, undefined);
  apply(target, entries, idKey);
  target.remove(key);
  target.addCount(coll, -1);
}

function checkSize(doc: Value): void {
  const size = doc.end - doc.start;
  if (size > MAX_DOCUMENT_BYTES) {
    throw new MongoError(
      'BSONObjectTooLarge',
      `object to insert too large. size in bytes: ${size}, max size: ${MAX_DOCUMENT_BYTES}`,
    );
  }
}

/** Works out all changes of index entries, and refuses, before anything is written. */
function prepare(
  target: WriteTarget,
  coll: Collection,
  idKey: Buffer,
  before: Value | undefined,
  after: Value | undefined,
): Entries[] {
  if (coll.dropped) throw new CatalogChanged();
  return coll.indexes.slice(1).map((index) => {
    const old = before ? indexKeys(index, before).keys : [];
    const fresh = after ? indexKeys(index, after) : undefined;
    const add = without(fresh?.keys ?? [], old);
    const remove = without(old, fresh?.keys ?? []);
    if (fresh) noteFlags(target, coll, index, fresh);
    if (index.unique) {
      for (const key of remove) target.guard(Buffer.concat([index.prefix, key]));
      if (fresh) checkUnique(target, coll, index, idKey, add, fresh);
    }
    return { index, add, remove };
  });
}

/** The keys that are not among the others. */
function without(keys: Buffer[], others: readonly Buffer[]): Buffer[] {
  if (keys.length === 0 || others.length === 0) return keys;
  const texts = new Set(others.map(keyText));
  return keys.filter((key) => !texts.has(keyText(key)));
}

function checkUnique(
  target: WriteTarget,
  coll: Collection,
  index: Index,
  idKey: Buffer,
  add: Buffer[],
  keys: IndexKeys,
): void {
  for (const key of add) {
    const full = Buffer.concat([index.prefix, key]);
    target.guard(full);
    const holder = target.get(full);
    if (holder && !holder.equals(idKey)) throw duplicateKey(coll, index, keys.values[keys.keys.indexOf(key)] ?? []);
  }
}

/** Remembers that an index holds arrays or shortened keys; the planner depends on it. */
export function noteFlags(
  target: Pick<WriteTarget, 'flagsChanged'>,
  coll: Collection,
  index: Index,
  keys: IndexKeys,
): void {
  let changed = false;
  keys.multikey.forEach((flag, i) => {
    if (!flag) return;
    index.multikey[i] = true;
    if (!index.stored.multikey[i]) changed = true;
  });
  if (keys.cut) {
    index.cut = true;
    if (!index.stored.cut) changed = true;
  }
  if (changed) target.flagsChanged(coll);
}

function apply(target: WriteTarget, entries: readonly Entries[], idKey: Buffer): void {
  for (const { index, add, remove } of entries) {
    for (const key of remove) target.remove(entryKey(index, key, idKey));
    for (const key of add) target.put(entryKey(index, key, idKey), idKey);
  }
}

/** A unique index has one entry for a key; others keep apart the documents of equal keys. */
export function entryKey(index: Index, key: Buffer, idKey: Buffer): Buffer {
  return index.unique ? Buffer.concat([index.prefix, key]) : Buffer.concat([index.prefix, key, idKey]);
}

export function duplicateKey(coll: Collection, index: Index, values: readonly Value[]): MongoError {
  const paths = index.spec.fields.map((f) => f.path.text);
  const keyValue = docOf(values.map((value, i) => [paths[i] ?? '', value]));
  return new MongoError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${coll.ns} index: ${index.spec.name} dup key: ${shellText(keyValue)}`,
    { details: { keyPattern: index.keyPattern(), keyValue } },
  );
}
