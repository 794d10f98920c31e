import path from 'node:path';
import { open, type RootDatabase, type Transaction } from 'lmdb';
import { MongoError } from '../errors';
import { GroupCommit } from './group-commit';
import type { Entry, KvView, KvWriter, Range, RangeCursor } from './kv';

type Db = RootDatabase<Buffer, Buffer>;

class LmdbView implements KvView {
  constructor(
    private readonly db: Db,
    private readonly transaction?: Transaction,
  ) {}

  get(key: Buffer): Buffer | undefined {
    return this.db.get(key, this.options());
  }

  range({ lo, hi, reverse }: Range): RangeCursor {
    const bounds = reverse
      ? { start: hi, end: lo, reverse: true, exclusiveStart: true, inclusiveEnd: true }
      : { start: lo, end: hi };
    const iterator = this.db.getRange({ ...bounds, ...this.options() })[Symbol.iterator]();
    return {
      next(): Entry | undefined {
        const step = iterator.next();
        return step.done ? undefined : step.value;
      },
      close(): void {
        iterator.return?.();
      },
    };
  }

  private options(): { transaction?: Transaction } {
    return this.transaction ? { transaction: this.transaction } : {};
  }
}

/** A view that stays as it was when it was taken, until `release`. */
export interface Snapshot extends KvView {
  release(): void;
}

class LmdbSnapshot extends LmdbView implements Snapshot {
  constructor(
    db: Db,
    private readonly held: Transaction,
  ) {
    super(db, held);
  }

  release(): void {
    this.held.done();
  }
}

/** The ordered key-value store on disk. Writes of concurrent callers share a commit and its flush. */
export class Store implements KvView {
  private readonly db: Db;
  private readonly view: LmdbView;
  private readonly commits: GroupCommit;

  constructor(dir: string) {
    this.db = open<Buffer, Buffer>({
      path: path.join(dir, 'data.mdb'),
      noSubdir: true,
      keyEncoding: 'binary',
      encoding: 'binary',
      maxReaders: 1024,
    });
    this.view = new LmdbView(this.db);
    this.commits = new GroupCommit(async () => this.db.flushed);
  }

  get(key: Buffer): Buffer | undefined {
    return this.view.get(key);
  }

  range(range: Range): RangeCursor {
    return this.view.range(range);
  }

  /**
   * Runs `change` in a write transaction; its reads see all earlier changes. Resolves once the change is on disk.
   * If `change` throws, or the disk is full, nothing of it is kept.
   */
  async write<R>(change: (kv: KvView & KvWriter) => R): Promise<R> {
    try {
      return await this.commits.run(async () => this.db.childTransaction(() => change(this.writer)));
    } catch (error) {
      throw await diskError(error);
    }
  }

  private readonly writer: KvView & KvWriter = {
    get: (key) => this.view.get(key),
    range: (range) => this.view.range(range),
    put: (key, value) => this.db.putSync(key, value),
    remove: (key) => {
      this.db.removeSync(key);
    },
  };

  snapshot(): Snapshot {
    const takeReadTransaction = this.db.useReadTransaction;
    return new LmdbSnapshot(this.db, takeReadTransaction.call(this.db));
  }

  async close(): Promise<void> {
    await this.db.flushed;
    await this.db.close();
  }
}

/** ENOSPC, EFBIG, EDQUOT and LMDB's own MDB_MAP_FULL. */
const FULL_CODES = new Set<unknown>([28, 27, 122, -30792]);
const FULL_TEXT = /no space left|file too large|quota exceeded|MDB_MAP_FULL|ENOSPC|EFBIG|EDQUOT/i;

/** A write that failed for want of room, in MongoDB's words; any other error as it is. */
async function diskError(error: unknown): Promise<unknown> {
  const cause = await commitFault(error);
  // a refusal of ours has a code of MongoDB's, which may be the number of some system error
  if (!(cause instanceof Error) || cause instanceof MongoError) return error;
  const code = 'code' in cause ? cause.code : undefined;
  if (!FULL_CODES.has(code) && !FULL_TEXT.test(cause.message)) return error;
  return new MongoError('OutOfDiskSpace', 'the disk is full; nothing of this write was kept');
}

/** LMDB hands the reason of a failed commit over as a promise that rejects with it. */
async function commitFault(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  try {
    await error.commitError;
    return error;
  } catch (fault) {
    return fault;
  }
}
