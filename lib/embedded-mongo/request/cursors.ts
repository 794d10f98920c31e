import { randomBytes } from 'node:crypto';
import type { Value } from '../bson/value';
import { MongoError } from '../errors';
import type { Pacer } from '../exec/pacer';
import type { KvView } from '../storage/kv';
import type { Transaction } from '../transactions/transaction';

/** Where the documents of a cursor come from. */
export interface Source {
  next(view: KvView, pacer: Pacer): Promise<Value | undefined>;
  /** Lets go of open store cursors until the next call. */
  pause(): void;
  /** True once it is known that nothing more comes. */
  readonly finished: boolean;
}

interface Cursor {
  id: bigint;
  ns: string;
  source: Source;
  /** Read from the source but too large for the last batch. */
  pending: Value | undefined;
  txn: Transaction | undefined;
  session: Buffer | undefined;
  lastUsed: number;
  noTimeout: boolean;
  busy: boolean;
}

const IDLE_MS = 600_000;
const MAX_DOCUMENT = 16 * 1024 * 1024;
const MAX_BATCH_BYTES = MAX_DOCUMENT - 4096;

/** Open cursors of all clients. */
export class CursorTable {
  private readonly cursors = new Map<bigint, Cursor>();

  get size(): number {
    return this.cursors.size;
  }

  create(ns: string, source: Source, owner: Pick<Cursor, 'txn' | 'session' | 'noTimeout'>): Cursor {
    return { id: 0n, ns, source, pending: undefined, lastUsed: Date.now(), busy: false, ...owner };
  }

  /** The next documents, at most `max` of them and not more bytes than a reply may have. */
  async fill(cursor: Cursor, max: number, view: KvView, pacer: Pacer): Promise<Value[]> {
    const out: Value[] = [];
    let bytes = 0;
    cursor.busy = true;
    try {
      while (out.length < max) {
        const doc = cursor.pending ?? (await cursor.source.next(view, pacer));
        cursor.pending = undefined;
        if (!doc) break;
        const size = doc.end - doc.start;
        if (size > MAX_DOCUMENT) throw new MongoError('BSONObjectTooLarge', `BSONObj size: ${size} is invalid`);
        bytes += size + 16;
        if (bytes > MAX_BATCH_BYTES && out.length > 0) {
          cursor.pending = doc;
          break;
        }
        out.push(doc);
      }
    } finally {
      cursor.source.pause();
      cursor.busy = false;
      cursor.lastUsed = Date.now();
    }
    return out;
  }

  /** Keeps the cursor for more batches if there may be any; returns the id the client sees, 0 at the end. */
  keep(cursor: Cursor): bigint {
    if (cursor.source.finished && !cursor.pending) {
      this.cursors.delete(cursor.id);
      return 0n;
    }
    if (cursor.id === 0n) {
      cursor.id = randomBytes(8).readBigUInt64LE() >> 2n || 1n;
      this.cursors.set(cursor.id, cursor);
    }
    return cursor.id;
  }

  get(id: bigint, ns: string): Cursor {
    const cursor = this.cursors.get(id);
    if (!cursor || cursor.ns !== ns) throw new MongoError('CursorNotFound', `cursor id ${id} not found`);
    if (cursor.busy) throw new MongoError(12051, `cursor ${id} is in use`);
    return cursor;
  }

  /** Removes a cursor; false if there was none. */
  kill(id: bigint): boolean {
    return this.cursors.delete(id);
  }

  killOf(test: (cursor: Cursor) => boolean): void {
    for (const [id, cursor] of this.cursors) if (test(cursor)) this.cursors.delete(id);
  }

  sweep(now = Date.now()): void {
    this.killOf((cursor) => !cursor.busy && !cursor.noTimeout && now - cursor.lastUsed > IDLE_MS);
  }
}
