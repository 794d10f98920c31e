import type { Collection } from '../catalog/model';
import { MongoError, TRANSIENT } from '../errors';
import { type KvView, type KvWriter, keyText, type Range, type RangeCursor } from '../storage/kv';
import { Overlay } from '../storage/overlay';
import type { Snapshot } from '../storage/store';
import type { WriteTarget } from '../writes/records';
import { addToCount, type Engine } from './live-target';
import type { Holder } from './locks';

const MAX_BYTES = 256 * 1024 * 1024;

function writeConflict(): MongoError {
  return new MongoError(
    'WriteConflict',
    'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.',
    { labels: [TRANSIENT] },
  );
}

/**
 * A client's open transaction: reads a snapshot, writes into memory, and holds every document and unique key it
 * changed. What it changes must still be, at commit, what the snapshot showed.
 */
export class Transaction implements WriteTarget, Holder {
  readonly released: Promise<void>;
  private release: () => void = () => undefined;
  private readonly snapshot: Snapshot;
  private readonly overlay: Overlay;
  private readonly held = new Map<string, { key: Buffer; expected: Buffer | undefined }>();
  private readonly counts = new Map<Collection, number>();
  private readonly flagged = new Set<Collection>();
  private readonly versions = new Map<Collection, number>();
  private ended = false;

  constructor(private readonly engine: Engine) {
    this.snapshot = engine.store.snapshot();
    this.overlay = new Overlay(this.snapshot);
    this.released = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  get hasWrites(): boolean {
    return this.overlay.size > 0;
  }

  get(key: Buffer): Buffer | undefined {
    return this.overlay.get(key);
  }

  range(range: Range): RangeCursor {
    return this.overlay.range(range);
  }

  put(key: Buffer, value: Buffer): void {
    this.overlay.put(key, value);
    if (this.overlay.bytes > MAX_BYTES) {
      throw new MongoError('TransactionTooLarge', 'Total size of all transaction operations must be less than 256 MB');
    }
  }

  remove(key: Buffer): void {
    this.overlay.remove(key);
  }

  /** Takes a key for this transaction, or throws WriteConflict (112) if another has it or changed it. */
  guard(key: Buffer): void {
    const text = keyText(key);
    if (this.held.has(text)) return;
    if (this.engine.locks.holderOf(key)) throw writeConflict();
    const expected = this.snapshot.get(key);
    if (!same(this.engine.store.get(key), expected)) throw writeConflict();
    this.engine.locks.take(key, this);
    this.held.set(text, { key, expected });
  }

  /** Every statement names its collection; one whose indexes changed since the transaction began cannot be used. */
  touch(coll: Collection): void {
    const seen = this.versions.get(coll);
    if (seen === undefined) this.versions.set(coll, coll.version);
    else if (seen !== coll.version || coll.dropped) throw this.catalogChanged();
  }

  private catalogChanged(): MongoError {
    return new MongoError(
      'SnapshotUnavailable',
      'Unable to read from a snapshot due to pending collection catalog changes; please retry the operation.',
      { labels: [TRANSIENT] },
    );
  }

  addCount(coll: Collection, delta: number): void {
    this.counts.set(coll, (this.counts.get(coll) ?? 0) + delta);
  }

  flagsChanged(coll: Collection): void {
    this.flagged.add(coll);
  }

  /** Number of documents as this transaction sees it. */
  count(coll: Collection): number {
    return this.engine.catalog.count(coll, this.snapshot) + (this.counts.get(coll) ?? 0);
  }

  /** Writes everything at once, with what `extra` adds; on disk when it resolves. Ends the transaction either way. */
  async commit(extra: (kv: KvView & KvWriter) => void): Promise<void> {
    try {
      if (!this.hasWrites) return;
      const onDisk = await this.engine.store.write((kv) => {
        this.verify(kv);
        this.overlay.applyTo(kv);
        for (const [coll, delta] of this.counts) addToCount(kv, coll, delta);
        extra(kv);
        return [...this.flagged].map((coll) => this.engine.catalog.save(kv, coll));
      });
      for (const tell of onDisk) tell();
    } finally {
      this.end();
    }
  }

  /** A plain write may have been on its way when a key was taken: then it is seen here. */
  private verify(kv: KvView): void {
    for (const [coll, version] of this.versions) {
      if (coll.dropped || coll.version !== version) throw this.catalogChanged();
    }
    for (const { key, expected } of this.held.values()) {
      if (!same(kv.get(key), expected)) throw writeConflict();
    }
  }

  /** Gives everything up. */
  end(): void {
    if (this.ended) return;
    this.ended = true;
    this.engine.locks.release(this.held.keys());
    this.snapshot.release();
    this.release();
  }
}

function same(a: Buffer | undefined, b: Buffer | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}
