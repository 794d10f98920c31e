import { docValue } from '../bson/value';
import { afterPrefix, justAfter } from '../keys/key-encoding';
import type { KvView, KvWriter } from '../storage/kv';
import { garbageKey } from '../storage/layout';
import type { Engine } from '../transactions/live-target';
import { duplicateKey, entryKey, noteFlags } from '../writes/records';
import { indexKeys } from './index-entries';
import { compareWithExisting } from './index-spec';
import { type Collection, Index, type IndexSpec } from './model';

const CHUNK_MS = 8;

/**
 * Builds indexes while others go on writing: new indexes are kept up by every write from the start, and the documents
 * there are added in small write transactions. Only finished indexes are used. An error gives all of them up.
 * Returns whether anything was built. Must run inside `catalog.exclusive`.
 */
export async function buildIndexes(engine: Engine, coll: Collection, specs: readonly IndexSpec[]): Promise<boolean> {
  const wanted: IndexSpec[] = [];
  for (const spec of specs) {
    const planned = [...coll.indexes, ...wanted.map((other) => new Index(0, other, false))];
    if (compareWithExisting(spec, planned) === 'new') wanted.push(spec);
  }
  if (wanted.length === 0) return false;
  let building: Index[] = [];
  let position: Buffer | undefined = coll.prefix;
  try {
    await engine.catalog.change(coll, (kv) => {
      building = wanted.map((spec) => new Index(engine.catalog.nextId(kv), spec, false));
      for (const index of building) index.ready = false;
      coll.indexes = [...coll.indexes, ...building];
    });
    while (position) {
      const from: Buffer = position;
      const chunk = await engine.store.write((kv) => addChunk(engine, kv, coll, building, from));
      chunk.onDisk?.();
      position = chunk.next;
    }
    await engine.catalog.change(coll, () => {
      for (const index of building) index.ready = true;
    });
    return true;
  } catch (error) {
    await dropIndexes(engine, coll, building);
    throw error;
  }
}

interface Chunk {
  /** Where to go on; undefined at the end. */
  next: Buffer | undefined;
  /** To be called when the chunk is on disk. */
  onDisk?: () => void;
}

/** Adds entries for some documents. */
function addChunk(engine: Engine, kv: KvView & KvWriter, coll: Collection, building: Index[], from: Buffer): Chunk {
  if (coll.dropped) return { next: undefined };
  const started = performance.now();
  let flagged = false;
  const target = {
    flagsChanged: () => {
      flagged = true;
    },
  };
  const entries: [Buffer, Buffer][] = [];
  const cursor = kv.range({ lo: from, hi: afterPrefix(coll.prefix), reverse: false });
  let next: Buffer | undefined;
  for (let row = cursor.next(); row; row = cursor.next()) {
    const idKey = row.key.subarray(coll.prefix.length);
    for (const index of building) {
      const keys = indexKeys(index, docValue(row.value));
      noteFlags(target, coll, index, keys);
      keys.keys.forEach((key, i) => {
        entries.push([entryKey(index, key, idKey), idKey]);
        const holder = index.unique ? kv.get(entryKey(index, key, idKey)) : undefined;
        if (holder && !holder.equals(idKey)) throw duplicateKey(coll, index, keys.values[i] ?? []);
      });
      // Later documents of this chunk must see these entries.
      for (const [key, value] of entries.splice(0)) kv.put(key, Buffer.from(value));
    }
    if (performance.now() - started > CHUNK_MS) {
      next = justAfter(row.key);
      cursor.close();
      break;
    }
  }
  return { next, ...(flagged ? { onDisk: engine.catalog.save(kv, coll) } : {}) };
}

/** Removes indexes; their entries are left to the collector of garbage. */
export async function dropIndexes(engine: Engine, coll: Collection, indexes: readonly Index[]): Promise<void> {
  if (indexes.length === 0 || coll.dropped) return;
  await engine.catalog.change(coll, (kv) => {
    coll.indexes = coll.indexes.filter((index) => !indexes.includes(index));
    for (const index of indexes) kv.put(garbageKey(index.id), Buffer.alloc(0));
  });
}
