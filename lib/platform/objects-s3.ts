import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import {
  type ByteRange,
  type ObjectInfo,
  type ObjectStore,
  ObjectStoreUnavailableError,
  type PresignedGetOptions,
  type PresignedPut,
  type PresignedPutOptions,
} from './objects';
import { assertContentType, assertObjectKey, assertObjectPrefix } from './objects/key';
import { assertPutOptions, checkedPresignOptions, contentDisposition } from './objects/presign';
import { assertByteRange } from './objects/range';
import { createS3Client, describeS3Error, onS3, type S3Location } from './objects/s3-client';
import { putBuffer, putStream, SHA256_METADATA } from './objects/s3-write';

const CHUNK_BYTES = 4 * 1024 * 1024;

export interface S3ObjectStoreOptions extends S3Location {
  /** The endpoint as browsers reach it, when that is another name; presigned URLs are made for it. */
  public_endpoint?: string | null;
  /** For presigned URLs; the system clock by default. */
  clock?: { now(): Date };
  /** Keys asked for per request of `list`; 1000, the most S3 gives, by default. */
  page_size?: number;
}

interface Bucket {
  client: S3Client;
  name: string;
}

async function head(bucket: Bucket, key: string): Promise<ObjectInfo> {
  assertObjectKey(key);
  const found = await onS3(() => bucket.client.send(new HeadObjectCommand({ Bucket: bucket.name, Key: key })));
  const sha256 = found.Metadata?.[SHA256_METADATA] ?? '';
  return {
    key,
    bytes: found.ContentLength ?? 0,
    content_type: found.ContentType ?? 'application/octet-stream',
    sha256: /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
  };
}

interface Piece {
  bytes: Uint8Array;
  /** Size of the whole object; null when the server did not say. */
  total_bytes: number | null;
}

/** The bytes of a non-empty range, or of all of it; null when the range begins past the end. */
async function fetchPiece(bucket: Bucket, key: string, range?: ByteRange): Promise<Piece | null> {
  const command = new GetObjectCommand({
    Bucket: bucket.name,
    Key: key,
    Range: range && `bytes=${range.from}-${range.to - 1}`,
  });
  return await onS3(async () => {
    try {
      const { Body, ContentRange } = await bucket.client.send(command);
      const bytes = Body ? await Body.transformToByteArray() : new Uint8Array();
      const total = /\/(\d+)$/.exec(ContentRange ?? '')?.[1];
      return { bytes, total_bytes: total === undefined ? null : Number(total) };
    } catch (error) {
      if (describeS3Error(error).status === 416) return null;
      throw error;
    }
  });
}

async function get(bucket: Bucket, key: string, range?: ByteRange): Promise<Uint8Array> {
  assertObjectKey(key);
  if (range) assertByteRange(range);
  if (range && range.from === range.to) {
    await head(bucket, key);
    return new Uint8Array();
  }
  return (await fetchPiece(bucket, key, range))?.bytes ?? new Uint8Array();
}

/**
 * Reads on, piece by piece. Objects never change, so the pieces fit together; and no connection stays open, or runs into
 * a time limit, while the reader is busy.
 */
async function* readPieces(bucket: Bucket, key: string, first: Uint8Array, rest: ByteRange) {
  yield first;
  for (let at = rest.from; at < rest.to; ) {
    const piece = await fetchPiece(bucket, key, { from: at, to: Math.min(at + CHUNK_BYTES, rest.to) });
    if (!piece || piece.bytes.byteLength === 0) throw new Error('object is shorter than the store said');
    yield piece.bytes;
    at += piece.bytes.byteLength;
  }
}

async function getStream(bucket: Bucket, key: string, range?: ByteRange): Promise<Readable> {
  assertObjectKey(key);
  if (range) assertByteRange(range);
  const { from, to } = range ?? { from: 0, to: Number.MAX_SAFE_INTEGER };
  const first_to = Math.min(from + CHUNK_BYTES, to);
  const first = from === to ? null : await fetchPiece(bucket, key, { from, to: first_to });
  if (from === to) await head(bucket, key);
  if (!first) return Readable.from([], { objectMode: false });
  const rest = { from: from + first.bytes.byteLength, to: Math.min(to, first.total_bytes ?? 0) };
  return Readable.from(readPieces(bucket, key, first.bytes, rest), { objectMode: false });
}

async function put(bucket: Bucket, key: string, body: Uint8Array | Readable, type: string): Promise<ObjectInfo> {
  try {
    assertObjectKey(key);
    assertContentType(type);
    const target = { client: bucket.client, bucket: bucket.name, key, content_type: type };
    return await (body instanceof Uint8Array ? putBuffer(target, body) : putStream(target, body));
  } finally {
    if (body instanceof Readable) body.destroy();
  }
}

async function* list(bucket: Bucket, prefix: string, pageSize: number | undefined) {
  assertObjectPrefix(prefix);
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket.name,
      Prefix: prefix,
      MaxKeys: pageSize,
      ContinuationToken: token,
    });
    const page = await onS3(() => bucket.client.send(command));
    for (const { Key, Size } of page.Contents ?? []) if (Key) yield { key: Key, bytes: Size ?? 0 };
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token);
}

async function presignGet(bucket: Bucket, key: string, now: Date, requested: PresignedGetOptions) {
  assertObjectKey(key);
  const options = checkedPresignOptions(requested);
  const signed_at_ms = Math.floor(now.getTime() / 1000) * 1000;
  const command = new GetObjectCommand({
    Bucket: bucket.name,
    Key: key,
    ResponseContentType: options.content_type,
    ResponseContentDisposition: contentDisposition(options.disposition, options.filename),
    ResponseCacheControl: 'no-store',
  });
  const signing = { expiresIn: options.expires_in_s, signingDate: new Date(signed_at_ms) };
  const url = await onS3(() => getSignedUrl(bucket.client, command, signing));
  return { url, expires_at: new Date(signed_at_ms + options.expires_in_s * 1000) };
}

/** Headers are signed when they are named; the presigner leaves the content type out by itself. */
const SIGNED_HEADERS = new Set(['content-type', 'content-length', 'host']);

async function presignPut(bucket: Bucket, key: string, now: Date, options: PresignedPutOptions): Promise<PresignedPut> {
  assertObjectKey(key);
  assertPutOptions(options);
  const { expires_in_s, content_type, bytes } = options;
  const signed_at_ms = Math.floor(now.getTime() / 1000) * 1000;
  const command = new PutObjectCommand({
    Bucket: bucket.name,
    Key: key,
    ContentType: content_type,
    ContentLength: bytes,
  });
  const signing = {
    expiresIn: expires_in_s,
    signingDate: new Date(signed_at_ms),
    signableHeaders: SIGNED_HEADERS,
  };
  const url = await onS3(() => getSignedUrl(bucket.client, command, signing));
  return {
    url,
    headers: { 'content-type': content_type, 'content-length': String(bytes) },
    expires_at: new Date(signed_at_ms + expires_in_s * 1000),
  };
}

/**
 * The object store over a bucket of AWS or of an S3-compatible server. Writes carry `If-None-Match: *`, so a key is
 * written once, also in a race; for streams above 8 MiB that holds in a race only on servers that heed the condition when
 * a multipart upload is completed (AWS does, Ceph 16 does not; there, the key is looked up before). SHA-256 is kept in
 * the object's metadata except for such streams, see `putStream`. A server that is away or silent is reported within
 * 10 s. A body stream is destroyed when `put` ends, whichever way. Access denied comes through as the SDK's error.
 */
export function createS3ObjectStore(options: S3ObjectStoreOptions): ObjectStore {
  const bucket = { client: createS3Client(options), name: options.bucket };
  const { public_endpoint } = options;
  const signer = public_endpoint
    ? { client: createS3Client({ ...options, endpoint: public_endpoint }), name: options.bucket }
    : bucket;
  return {
    put: (key, body, contentType) => put(bucket, key, body, contentType),
    get: (key, range) => get(bucket, key, range),
    getStream: (key, range) => getStream(bucket, key, range),
    head: (key) => head(bucket, key),
    async delete(key) {
      assertObjectKey(key);
      await onS3(() => bucket.client.send(new DeleteObjectCommand({ Bucket: bucket.name, Key: key })));
    },
    list: (prefix) => list(bucket, prefix, options.page_size),
    presignGet: (key, presign) => presignGet(signer, key, options.clock?.now() ?? new Date(), presign),
    presignPut: (key, presign) => presignPut(signer, key, options.clock?.now() ?? new Date(), presign),
    async ping() {
      try {
        await bucket.client.send(new HeadBucketCommand({ Bucket: bucket.name }));
      } catch (cause) {
        throw new ObjectStoreUnavailableError({ cause });
      }
    },
  };
}
