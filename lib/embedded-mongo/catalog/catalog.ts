import { randomBytes } from 'node:crypto';
import { T } from '../bson/types';
import { docValue, items, Value } from '../bson/value';
import { encode } from '../bson/write';
import { MongoError } from '../errors';
import { collect, type KvView, type KvWriter } from '../storage/kv';
import {
  collectionKey,
  countKey,
  FIRST_ID,
  garbageKey,
  metaRange,
  NEXT_ID_KEY,
  numberBytes,
  readNumber,
} from '../storage/layout';
import type { Store } from '../storage/store';
import { indexSpecDoc, parseIndexSpec } from './index-spec';
import { Collection, Index } from './model';
import { checkCollectionName } from './namespace';

type Kv = KvView & KvWriter;

/** All collections and indexes: kept in memory, and written in the same write transaction as what changes them. */
export class Catalog {
  private readonly byNs = new Map<string, Collection>();
  private chain: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Store) {}

  /** Reads the catalogue. Indexes whose building was cut short are left out and their space is given up. */
  async load(): Promise<void> {
    for (const { value } of collect(this.store, metaRange('c'))) this.register(readCollection(docValue(value)));
    const unfinished = [...this.byNs.values()].filter((coll) => coll.indexes.some((index) => !index.ready));
    for (const coll of unfinished) {
      const broken = coll.indexes.filter((index) => !index.ready);
      await this.change(coll, (kv) => {
        coll.indexes = coll.indexes.filter((index) => index.ready);
        for (const index of broken) kv.put(garbageKey(index.id), Buffer.alloc(0));
      });
    }
  }

  private register(coll: Collection): void {
    this.byNs.set(coll.ns, coll);
  }

  find(db: string, name: string): Collection | undefined {
    return this.byNs.get(`${db}.${name}`);
  }

  all(): Collection[] {
    return [...this.byNs.values()];
  }

  inDatabase(db: string): Collection[] {
    return this.all().filter((coll) => coll.db === db);
  }

  /** Changes to the catalogue happen one after another. */
  exclusive<R>(task: () => Promise<R>): Promise<R> {
    const run = this.chain.then(task, task);
    this.chain = run.catch(() => undefined);
    return run;
  }

  /** Creates a collection; NamespaceExists (48) if it is there. */
  create(db: string, name: string): Promise<Collection> {
    checkCollectionName(db, name);
    return this.exclusive(async () => {
      if (this.find(db, name)) {
        throw new MongoError('NamespaceExists', `Collection ${db}.${name} already exists.`);
      }
      return this.add(db, name);
    });
  }

  /** The collection, created if it is not there. */
  async ensure(db: string, name: string): Promise<Collection> {
    const found = this.find(db, name);
    if (found) return found;
    checkCollectionName(db, name);
    return this.exclusive(async () => this.find(db, name) ?? (await this.add(db, name)));
  }

  private async add(db: string, name: string): Promise<Collection> {
    const coll = await this.store.write((kv) => {
      const created = new Collection(this.nextId(kv), db, name, randomBytes(16));
      this.save(kv, created);
      return created;
    });
    this.register(coll);
    return coll;
  }

  /** A fresh id; ids are never used twice. */
  nextId(kv: Kv): number {
    const id = Math.max(FIRST_ID, readNumber(kv.get(NEXT_ID_KEY)));
    kv.put(NEXT_ID_KEY, numberBytes(id + 1));
    return id;
  }

  /** Writes a collection's entry. What it returns is to be called once the write is on disk. */
  save(kv: KvWriter, coll: Collection): () => void {
    kv.put(collectionKey(coll.id), collectionBytes(coll));
    const saved = coll.indexes.map((index) => ({ index, multikey: [...index.multikey], cut: index.cut }));
    return () => {
      for (const { index, multikey, cut } of saved) {
        multikey.forEach((flag, i) => {
          if (flag) index.stored.multikey[i] = true;
        });
        if (cut) index.stored.cut = true;
      }
    };
  }

  /** Changes a collection's indexes in a write transaction; memory is put back if the write fails. */
  async change<R>(coll: Collection, task: (kv: Kv) => R): Promise<R> {
    const before = coll.indexes;
    try {
      const { result, onDisk } = await this.store.write((kv) => {
        const done = task(kv);
        coll.version++;
        return { result: done, onDisk: this.save(kv, coll) };
      });
      onDisk();
      return result;
    } catch (error) {
      coll.indexes = before;
      throw error;
    }
  }

  /** Removes collections at once; their documents and index entries are left to the collector of garbage. */
  async drop(colls: Collection[]): Promise<void> {
    try {
      await this.store.write((kv) => {
        for (const coll of colls) {
          coll.dropped = true;
          kv.remove(collectionKey(coll.id));
          kv.remove(countKey(coll.id));
          for (const index of coll.indexes) kv.put(garbageKey(index.id), Buffer.alloc(0));
        }
      });
    } catch (error) {
      for (const coll of colls) coll.dropped = false;
      throw error;
    }
    for (const coll of colls) this.byNs.delete(coll.ns);
  }

  /** Number of documents. */
  count(coll: Collection, view: KvView = this.store): number {
    return readNumber(view.get(countKey(coll.id)));
  }
}

function collectionBytes(coll: Collection): Buffer {
  const indexes = coll.indexes.map((index) => ({
    id: index.id,
    spec: indexSpecDoc(index),
    multikey: index.multikey,
    cut: index.cut,
    ready: index.ready,
  }));
  return encode({ id: coll.id, db: coll.db, name: coll.name, uuid: uuidValue(coll.uuid), indexes }).bytes;
}

/** A UUID as binary data of subtype 4. */
export function uuidValue(uuid: Buffer): Value {
  const bytes = Buffer.concat([Buffer.from([16, 0, 0, 0, 4]), uuid]);
  return new Value(T.binData, bytes, 0, bytes.length);
}

function readCollection(doc: Value): Collection {
  const text = (name: string) => doc.get(name)?.text() ?? '';
  const uuid = doc.get('uuid')?.binary() ?? Buffer.alloc(16);
  const coll = new Collection(doc.get('id')?.number() ?? 0, text('db'), text('name'), Buffer.from(uuid));
  const stored = doc.get('indexes');
  for (const entry of stored ? items(stored) : []) restoreIndex(coll, entry);
  return coll;
}

function restoreIndex(coll: Collection, entry: Value): void {
  const id = entry.get('id')?.number() ?? 0;
  if (id === coll.id) return;
  const spec = entry.get('spec');
  if (!spec) throw new MongoError('InternalError', 'the catalogue is damaged');
  const index = new Index(id, parseIndexSpec(spec, coll.ns), false);
  const flags = entry.get('multikey');
  (flags ? items(flags) : []).forEach((flag, i) => {
    index.multikey[i] = flag.truthy();
    index.stored.multikey[i] = flag.truthy();
  });
  index.cut = entry.get('cut')?.truthy() ?? false;
  index.stored.cut = index.cut;
  index.ready = entry.get('ready')?.truthy() ?? true;
  coll.indexes.push(index);
}
