import { docValue, fields, type Value } from '../bson/value';
import { encode, type Plain } from '../bson/write';
import { MongoError } from '../errors';
import { collect, type KvView, type KvWriter } from '../storage/kv';
import { metaRange, sessionKey } from '../storage/layout';

/** Which write of a session a statement belongs to. */
export interface RetryKey {
  session: Buffer;
  txnNumber: bigint;
}

/**
 * What a session's latest retryable write has already done, stored with the write itself: a client that lost the
 * answer, even through a crash, may send the write again and gets the same answer.
 */
export class RetryMemory {
  private constructor(
    private readonly key: RetryKey,
    private readonly results: Map<number, Value>,
    readonly committed: boolean,
  ) {}

  /** Reads the memory of this write. TransactionTooOld (225) if the session has gone on to a later one. */
  static read(kv: KvView, key: RetryKey): RetryMemory {
    const bytes = kv.get(sessionKey(key.session));
    const doc = bytes && docValue(bytes);
    const stored = doc?.get('n')?.bigint() ?? -1n;
    if (stored > key.txnNumber) {
      throw new MongoError(
        'TransactionTooOld',
        `Retryable write with txnNumber ${key.txnNumber} is prohibited because a newer one with txnNumber ${stored} has already started on this session.`,
      );
    }
    if (!doc || stored < key.txnNumber) return new RetryMemory(key, new Map(), false);
    const done = doc.get('r');
    const results = (done ? fields(done) : []).map(([id, value]): [number, Value] => [Number(id), value]);
    return new RetryMemory(key, new Map(results), doc.get('c')?.truthy() ?? false);
  }

  /** The answer of a statement done before. */
  result(statement: number): Value | undefined {
    return this.results.get(statement);
  }

  keep(statement: number, result: Value): void {
    this.results.set(statement, result);
  }

  save(kv: KvWriter, now: Date, committed = false): void {
    const r: Record<string, Plain> = {};
    for (const [id, value] of this.results) r[String(id)] = value;
    const doc = encode({ n: this.key.txnNumber, t: now, c: committed, r });
    kv.put(sessionKey(this.key.session), doc.bytes);
  }
}

/** Keys of the memory of sessions unused since `before`. */
export function oldSessions(view: KvView, before: Date): Buffer[] {
  return collect(view, metaRange('s'))
    .filter(({ value }) => (docValue(value).get('t')?.dateMs() ?? 0) < before.getTime())
    .map(({ key }) => key);
}
