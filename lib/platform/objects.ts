import type { Readable } from 'node:stream';

/**
 * What the store says about one object. `sha256` is hex and is the digest we computed while writing: `put` always tells
 * it, `head` says null where it could not be kept (S3 streams above 8 MiB, objects somebody else wrote).
 */
export interface ObjectInfo {
  key: string;
  bytes: number;
  content_type: string;
  sha256: string | null;
}

/** How a browser is to treat the object behind a presigned GET. */
export interface PresignedGetOptions {
  /** 1 to 300. */
  expires_in_s: number;
  content_type: string;
  /** Only PDF is shown inline; everything else becomes an attachment whatever is asked for. */
  disposition: 'inline' | 'attachment';
  /** Shown to the user when saving; holds no patient data. 200 characters at most. */
  filename: string;
}

/** What a presigned PUT allows: exactly this many bytes of exactly this type. */
export interface PresignedPutOptions {
  /** 1 to 86 400. */
  expires_in_s: number;
  content_type: string;
  bytes: number;
}

/** Where one object may be sent to, once, and the headers the request must carry. */
export interface PresignedPut {
  url: string;
  headers: Record<string, string>;
  expires_at: Date;
}

/** An inclusive-exclusive byte range `[from, to)`. */
export interface ByteRange {
  from: number;
  to: number;
}

/**
 * The port to whatever keeps files: an S3-compatible server or a folder on disk. Both adapters pass
 * `objects.int.test.ts`. Keys are made in one place (`lib/ingest/domain/object-keys.ts`) and hold no patient data.
 *
 * Errors: `ObjectNotFoundError` when the key is not there; `ObjectStoreUnavailableError` when the store is away, slow
 * beyond its time limit, full, or answers 5xx. Every other error is a defect (`RangeError` for a key, range or content
 * type that none may have) or comes from the body being read, unchanged.
 */
export interface ObjectStore {
  /**
   * Writes the whole object or nothing, durably, and resolves only then. Overwrites are refused with `ObjectExistsError`
   * (keys are immutable). A body stream that fails or ends early leaves nothing; it is destroyed when `put` is done.
   */
  put(key: string, body: Uint8Array | Readable, contentType: string): Promise<ObjectInfo>;
  /** The object's bytes, all of them or a range (a range past the end is cut at the end). */
  get(key: string, range?: ByteRange): Promise<Uint8Array>;
  /** The object as a stream, for bodies too large to hold. */
  getStream(key: string, range?: ByteRange): Promise<Readable>;
  head(key: string): Promise<ObjectInfo>;
  /** Removes the object; one that is not there is no error. */
  delete(key: string): Promise<void>;
  /** All objects below a prefix, in key order, page by page. */
  list(prefix: string): AsyncIterable<{ key: string; bytes: number }>;
  /** A URL that gives this one object, as it is now, to whoever holds it, until it expires. */
  presignGet(key: string, options: PresignedGetOptions): Promise<{ url: string; expires_at: Date }>;
  /**
   * A URL by which whoever holds it may write this one object. Length and type are signed. What arrives there is foreign:
   * it may change until the URL expires, and must be read, checked and put elsewhere by us.
   */
  presignPut(key: string, options: PresignedPutOptions): Promise<PresignedPut>;
  /** Whether the store answers at all (readiness). Throws `ObjectStoreUnavailableError` if not. */
  ping(): Promise<void>;
}

/** The key does not exist. */
export class ObjectNotFoundError extends Error {
  constructor(options?: { cause?: unknown }) {
    super('object not found', options);
    this.name = 'ObjectNotFoundError';
  }
}

/** The key is taken: objects are written once and never changed. */
export class ObjectExistsError extends Error {
  constructor(options?: { cause?: unknown }) {
    super('object exists already', options);
    this.name = 'ObjectExistsError';
  }
}

/** The store is away, too slow, full or failing; the caller may try again later. */
export class ObjectStoreUnavailableError extends Error {
  constructor(options?: { cause?: unknown }) {
    super('object store unavailable', options);
    this.name = 'ObjectStoreUnavailableError';
  }
}
