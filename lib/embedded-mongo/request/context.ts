import type { Collection } from '../catalog/model';
import { CatalogChanged, KeyLocked, MongoError } from '../errors';
import { Pacer } from '../exec/pacer';
import type { Query } from '../exec/query';
import type { KvView } from '../storage/kv';
import { type Engine, writeJob } from '../transactions/live-target';
import type { RetryKey } from '../transactions/retry-memory';
import type { Sessions } from '../transactions/sessions';
import type { Transaction } from '../transactions/transaction';
import type { Reply } from '../wire/message';
import type { WriteTarget } from '../writes/records';
import type { Arg } from './args';
import type { CursorTable } from './cursors';
import type { Envelope } from './envelope';

/** What a running command has at hand. */
export interface Context {
  engine: Engine;
  cursors: CursorTable;
  sessions: Sessions;
  envelope: Envelope;
  db: string;
  /** The address clients know this server by. */
  address: string;
  args: readonly [string, Arg][];
  pacer: Pacer;
  /** The client's transaction, if the command is part of one. */
  txn?: Transaction;
  /** Set for writes that the client may send again. */
  retry?: RetryKey;
  /** What reads see. */
  view: KvView;
  /** Tells the collector of garbage that there is work. */
  wakeCollector: () => void;
}

export interface Command {
  run(context: Context): Promise<Reply>;
  /** The query behind it, for explain; undefined if the collection does not exist. */
  query?(context: Context): Query | undefined;
  /** May run inside a transaction. */
  transactional?: boolean;
  /** Changes data: remembers retries and reports on write concerns. */
  writes?: boolean;
}

/** The argument that names the command's collection. */
export function collectionName(context: Context): string {
  const [name, arg] = context.args[0] ?? ['', undefined];
  if (!arg || Array.isArray(arg) || arg.type !== 2) {
    throw new MongoError('InvalidNamespace', `collection name has invalid type for ${name}`);
  }
  return arg.text();
}

/** The collection as it is now, if there is one; a transaction notes that it used it. */
export function findCollection(context: Context, name: string): Collection | undefined {
  const coll = context.engine.catalog.find(context.db, name);
  if (coll) context.txn?.touch(coll);
  return coll;
}

const MAX_RESTARTS = 20;

/** Runs a statement again if its collection was dropped or changed while it ran. */
export async function restarting<R>(context: Context, statement: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await statement();
    } catch (error) {
      if (!(error instanceof CatalogChanged) || context.txn || attempt >= MAX_RESTARTS) throw error;
    }
  }
}

const LOCK_WAIT_MS = 65_000;

/** Changes a collection: in the client's transaction, or at once on disk, waiting for keys others hold. */
export async function write<R>(context: Context, coll: Collection, task: (target: WriteTarget) => R): Promise<R> {
  if (context.txn) return task(context.txn);
  const waitUntil = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return await writeJob(context.engine, coll, task);
    } catch (error) {
      if (!(error instanceof KeyLocked)) throw error;
      if (performance.now() > waitUntil) {
        throw new MongoError('LockTimeout', 'waited too long for a transaction that holds the document');
      }
      await Promise.race([error.released, pause(100)]);
      await context.pacer.rest();
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** A pacer for a command's time limit. */
export function pacerFor(maxTimeMs: number | undefined): Pacer {
  return new Pacer(maxTimeMs);
}
