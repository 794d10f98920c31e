import type { Plain } from './bson/write';

/** MongoDB's error numbers and names that this store answers with. */
export const CODES = {
  InternalError: 1,
  BadValue: 2,
  FailedToParse: 9,
  UserNotFound: 11,
  Unauthorized: 13,
  TypeMismatch: 14,
  InvalidLength: 16,
  IllegalOperation: 20,
  LockTimeout: 24,
  NamespaceNotFound: 26,
  IndexNotFound: 27,
  PathNotViable: 28,
  ConflictingUpdateOperators: 40,
  CursorNotFound: 43,
  NamespaceExists: 48,
  MaxTimeMSExpired: 50,
  DollarPrefixedFieldName: 52,
  InvalidIdField: 53,
  EmptyFieldName: 56,
  DottedFieldName: 57,
  CommandNotFound: 59,
  ImmutableField: 66,
  CannotCreateIndex: 67,
  InvalidOptions: 72,
  InvalidNamespace: 73,
  IndexOptionsConflict: 85,
  IndexKeySpecsConflict: 86,
  UnknownReplWriteConcern: 79,
  UnsatisfiableWriteConcern: 100,
  OutdatedClient: 101,
  WriteConflict: 112,
  CommandNotSupported: 115,
  DocumentValidationFailure: 121,
  CannotIndexParallelArrays: 171,
  InvalidIndexSpecificationOption: 197,
  QueryFeatureNotAllowed: 224,
  TransactionTooOld: 225,
  SnapshotUnavailable: 246,
  NoSuchTransaction: 251,
  TransactionCommitted: 256,
  TransactionTooLarge: 257,
  OperationNotSupportedInTransaction: 263,
  BSONObjectTooLarge: 10334,
  DuplicateKey: 11000,
  OutOfDiskSpace: 14031,
} as const;

type CodeName = keyof typeof CODES;

/** Location codes have no name of their own in MongoDB: they are called `Location<n>`. */
type ErrorKind = CodeName | number;

interface ErrorExtras {
  labels?: string[];
  details?: Record<string, Plain>;
}

/** An error answered to the client in MongoDB's own form. */
export class MongoError extends Error {
  readonly code: number;
  readonly codeName: string;
  readonly labels: string[];
  readonly details: Record<string, Plain>;

  constructor(kind: ErrorKind, message: string, extras: ErrorExtras = {}) {
    super(message);
    this.code = typeof kind === 'number' ? kind : CODES[kind];
    this.codeName = typeof kind === 'number' ? `Location${kind}` : kind;
    this.labels = extras.labels ?? [];
    this.details = extras.details ?? {};
  }

  withLabels(labels: string[]): MongoError {
    const kind = this.codeName in CODES ? (this.codeName as CodeName) : this.code; // the test proves it is a name
    return new MongoError(kind, this.message, { labels, details: this.details });
  }
}

export const TRANSIENT = 'TransientTransactionError';

/** Refuses something this store does not know, by its name. */
export function unsupported(what: string): MongoError {
  return new MongoError('CommandNotSupported', `${what} is not supported by the embedded store`);
}

export function badValue(message: string): MongoError {
  return new MongoError('BadValue', message);
}

export function failedToParse(message: string): MongoError {
  return new MongoError('FailedToParse', message);
}

export function typeMismatch(message: string): MongoError {
  return new MongoError('TypeMismatch', message);
}

/** Thrown when a plain write meets a key held by an open transaction; the write is tried again after it ended. */
export class KeyLocked extends Error {
  constructor(readonly released: Promise<void>) {
    super('key is held by a transaction');
  }
}

/** Thrown when a collection or index changed under a running statement, which then starts again. */
export class CatalogChanged extends Error {}

/** The failed statement of a batch. */
export interface WriteError {
  index: number;
  error: MongoError;
}
