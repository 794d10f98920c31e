import mongoose from 'mongoose';

const {
  MongoError,
  MongoServerError,
  MongoNetworkError,
  MongoServerSelectionError,
  MongoNotConnectedError,
  MongoTopologyClosedError,
} = mongoose.mongo;

/** Whether a write met a unique index: somebody else was first. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === 11_000;
}

// 11600 interrupted at shutdown, 91 shutdown in progress, 189 primary stepped down, 10107 not writable primary, 14031 out of disk space.
const UNAVAILABLE_CODES = new Set<unknown>([91, 189, 10107, 11600, 11602, 13435, 14031]);

// A connection that broke while something was written to it comes through as the system's own error.
const BROKEN_CONNECTION = new Set<unknown>(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTCONN']);

/** Labels by which the server says that nothing is wrong with the request itself. */
const TRANSIENT_LABELS = ['TransientTransactionError', 'UnknownTransactionCommitResult', 'RetryableWriteError'];

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

/** Whether the database was away or refused to work, so that the same request may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof MongoError && TRANSIENT_LABELS.some((label) => error.hasErrorLabel(label))) return true;
  if (error instanceof MongoServerError) return UNAVAILABLE_CODES.has(error.code);
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    error instanceof MongoNotConnectedError ||
    error instanceof MongoTopologyClosedError ||
    error instanceof mongoose.Error.MongooseServerSelectionError ||
    BROKEN_CONNECTION.has(codeOf(error)) ||
    // mongoose buffers commands while it connects and gives up with a plain error of this shape
    (error instanceof mongoose.MongooseError && error.message.includes('buffering timed out'))
  );
}
