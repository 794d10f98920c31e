import type { Catalog } from '../catalog/catalog';
import type { Collection } from '../catalog/model';
import { CatalogChanged, KeyLocked } from '../errors';
import type { KvView, KvWriter, Range, RangeCursor } from '../storage/kv';
import { countKey, numberBytes, readNumber } from '../storage/layout';
import type { Store } from '../storage/store';
import type { WriteTarget } from '../writes/records';
import type { LockTable } from './locks';

export interface Engine {
  store: Store;
  catalog: Catalog;
  locks: LockTable;
  now: () => Date;
}

/** Writes straight into the store, inside one of its write transactions. */
class LiveTarget implements WriteTarget {
  private readonly counts = new Map<Collection, number>();
  private readonly flagged = new Set<Collection>();

  constructor(
    private readonly engine: Engine,
    private readonly kv: KvView & KvWriter,
  ) {}

  get(key: Buffer): Buffer | undefined {
    return this.kv.get(key);
  }

  range(range: Range): RangeCursor {
    return this.kv.range(range);
  }

  put(key: Buffer, value: Buffer): void {
    this.kv.put(key, value);
  }

  remove(key: Buffer): void {
    this.kv.remove(key);
  }

  guard(key: Buffer): void {
    const holder = this.engine.locks.holderOf(key);
    if (holder) throw new KeyLocked(holder.released);
  }

  addCount(coll: Collection, delta: number): void {
    this.counts.set(coll, (this.counts.get(coll) ?? 0) + delta);
  }

  flagsChanged(coll: Collection): void {
    this.flagged.add(coll);
  }

  /** Stores counters and flags. What it returns is to be called once the write is on disk. */
  finish(): (() => void)[] {
    for (const [coll, delta] of this.counts) addToCount(this.kv, coll, delta);
    return [...this.flagged].map((coll) => this.engine.catalog.save(this.kv, coll));
  }
}

/** Adds to the stored number of documents of a collection. */
export function addToCount(kv: KvView & KvWriter, coll: Collection, delta: number): void {
  const key = countKey(coll.id);
  if (delta !== 0) kv.put(key, numberBytes(readNumber(kv.get(key)) + delta));
}

/** Runs a change of one collection in a write transaction; resolves when it is on disk. */
export async function writeJob<R>(engine: Engine, coll: Collection, task: (target: WriteTarget) => R): Promise<R> {
  const { result, onDisk } = await engine.store.write((kv) => {
    if (coll.dropped) throw new CatalogChanged();
    const target = new LiveTarget(engine, kv);
    return { result: task(target), onDisk: target.finish() };
  });
  for (const tell of onDisk) tell();
  return result;
}
