import { MongoError, TRANSIENT } from '../errors';
import { keyText } from '../storage/kv';
import type { Engine } from './live-target';
import { RetryMemory } from './retry-memory';
import { Transaction } from './transaction';

const IDLE_MS = 60_000;

interface SessionState {
  txnNumber: bigint;
  state: 'active' | 'committed' | 'aborted';
  txn: Transaction | undefined;
  lastUsed: number;
  /** The connection that brought the last statement. */
  connection: number;
}

function noSuchTransaction(txnNumber: bigint, state: string): MongoError {
  return new MongoError(
    'NoSuchTransaction',
    `Given transaction number ${txnNumber} does not match any in-progress transactions. The transaction is ${state}.`,
    { labels: [TRANSIENT] },
  );
}

/** The transactions of all client sessions. */
export class Sessions {
  private readonly states = new Map<string, SessionState>();

  constructor(private readonly engine: Engine) {}

  /** The transaction a statement belongs to. */
  statement(session: Buffer, txnNumber: bigint, start: boolean, connection: number): Transaction {
    const state = this.states.get(keyText(session));
    if (state && state.txnNumber > txnNumber) {
      throw new MongoError(
        'TransactionTooOld',
        `Cannot start or continue transaction ${txnNumber} because a newer transaction ${state.txnNumber} has already started on the session.`,
      );
    }
    if (start) return this.begin(session, txnNumber, state, connection);
    if (state?.txnNumber !== txnNumber || !state.txn) throw noSuchTransaction(txnNumber, state?.state ?? 'unknown');
    state.lastUsed = Date.now();
    state.connection = connection;
    return state.txn;
  }

  private begin(session: Buffer, txnNumber: bigint, state: SessionState | undefined, connection: number): Transaction {
    if (state?.txnNumber === txnNumber) {
      if (state.txn) this.abortState(state);
      throw noSuchTransaction(txnNumber, 'already started');
    }
    if (state) this.abortState(state);
    RetryMemory.read(this.engine.store, { session, txnNumber });
    const txn = new Transaction(this.engine);
    this.states.set(keyText(session), { txnNumber, state: 'active', txn, lastUsed: Date.now(), connection });
    return txn;
  }

  /** Commits; a commit that is sent again after it succeeded, even before a restart, succeeds again. */
  async commit(session: Buffer, txnNumber: bigint): Promise<void> {
    const state = this.states.get(keyText(session));
    if (state?.txnNumber === txnNumber && state.state === 'committed') return;
    if (state?.txnNumber !== txnNumber || !state.txn) {
      const memory = RetryMemory.read(this.engine.store, { session, txnNumber });
      if (memory.committed) return;
      throw noSuchTransaction(txnNumber, state?.state ?? 'unknown');
    }
    const { txn } = state;
    state.txn = undefined;
    try {
      await txn.commit((kv) => RetryMemory.read(kv, { session, txnNumber }).save(kv, this.engine.now(), true));
      state.state = 'committed';
    } catch (error) {
      state.state = 'aborted';
      throw error;
    }
  }

  /** Aborts on the client's wish; 251 if there is nothing to abort. */
  abort(session: Buffer, txnNumber: bigint): void {
    const state = this.states.get(keyText(session));
    if (state?.txnNumber === txnNumber && state.state === 'committed') {
      throw new MongoError('TransactionCommitted', `Transaction ${txnNumber} has been committed.`);
    }
    if (state?.txnNumber !== txnNumber || !state.txn) throw noSuchTransaction(txnNumber, state?.state ?? 'unknown');
    this.abortState(state);
  }

  /** A statement of the transaction failed: all of it is given up. */
  fail(session: Buffer, txnNumber: bigint): void {
    const state = this.states.get(keyText(session));
    if (state?.txnNumber === txnNumber) this.abortState(state);
  }

  private abortState(state: SessionState): void {
    state.txn?.end();
    if (state.txn) state.state = 'aborted';
    state.txn = undefined;
  }

  /** The client is done with a session. */
  endSession(session: Buffer): void {
    const state = this.states.get(keyText(session));
    if (state) this.abortState(state);
    this.states.delete(keyText(session));
  }

  /**
   * Gives up the transactions of a connection that is gone. MongoDB leaves them to their time limit of a minute; here a
   * client that was killed must not hold everybody else's locks that long. A driver that only lost this connection sees
   * a transient error and repeats the transaction.
   */
  connectionClosed(connection: number): void {
    for (const state of this.states.values()) if (state.connection === connection) this.abortState(state);
  }

  /** Gives up transactions nobody used for a minute, and forgets sessions unused for half an hour. */
  sweep(now = Date.now()): void {
    for (const [key, state] of this.states) {
      if (state.txn && now - state.lastUsed > IDLE_MS) this.abortState(state);
      if (!state.txn && now - state.lastUsed > 30 * IDLE_MS) this.states.delete(key);
    }
  }

  /** Gives up all open transactions. */
  close(): void {
    for (const state of this.states.values()) this.abortState(state);
  }
}
