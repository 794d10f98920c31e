import type { Readable } from 'node:stream';
import { type ByteRange, ObjectExistsError, ObjectNotFoundError, type ObjectStore } from '../objects';
import { type PresignedGrant, verifyObjectPut, verifyPresignedUrl } from './disk-url';
import { contentDisposition } from './presign';
import { parseRangeHeader } from './range';

/** The answer to a request for a presigned URL. A refusal has headers but no body: the route words it. */
export type PresignedAnswer =
  | { status: 200 | 206; headers: Record<string, string>; stream: Readable }
  | { status: 403 | 404 | 416; headers: Record<string, string>; stream: null };

const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
};

function headersFor(grant: PresignedGrant, range: ByteRange, part: boolean, bytes: number): Record<string, string> {
  const headers: Record<string, string> = {
    ...SAFE_HEADERS,
    'accept-ranges': 'bytes',
    'content-disposition': contentDisposition(grant.disposition, grant.filename),
    'content-length': String(range.to - range.from),
    'content-type': grant.content_type,
  };
  if (part) headers['content-range'] = `bytes ${range.from}-${range.to - 1}/${bytes}`;
  return headers;
}

async function readGranted(
  store: ObjectStore,
  key: string,
  grant: PresignedGrant,
  rangeHeader: string | null,
): Promise<PresignedAnswer> {
  const { bytes } = await store.head(key);
  const wanted = parseRangeHeader(rangeHeader, bytes);
  if (wanted === 'unsatisfiable') {
    return { status: 416, headers: { ...SAFE_HEADERS, 'content-range': `bytes */${bytes}` }, stream: null };
  }
  const range = wanted ?? { from: 0, to: bytes };
  const headers = headersFor(grant, range, wanted !== null, bytes);
  return { status: wanted ? 206 : 200, headers, stream: await store.getStream(key, range) };
}

/**
 * Answers a GET of a presigned URL of the disk store, the way an S3 server answers its own: 200 with the object, 206 with
 * the one range asked for, 403 for a URL that is altered or expired, 404 for an object that is gone (told only to the
 * holder of a valid URL), 416 for a range past the end. `ObjectStoreUnavailableError` passes through.
 */
export async function readPresignedObject(
  context: { store: ObjectStore; signing_key: Uint8Array | string; now: Date },
  request: { key: string; search_params: URLSearchParams; range_header: string | null },
): Promise<PresignedAnswer> {
  const { key, search_params } = request;
  const verdict = verifyPresignedUrl({ key, search_params, signing_key: context.signing_key, now: context.now });
  if (!verdict.ok) return { status: 403, headers: { ...SAFE_HEADERS }, stream: null };
  try {
    return await readGranted(context.store, key, verdict, request.range_header);
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return { status: 404, headers: { ...SAFE_HEADERS }, stream: null };
    throw error;
  }
}

/**
 * Takes a PUT to a presigned URL of the disk store: 200 when the object is there, 403 for a URL that is altered or
 * expired, 400 for another length or type than was signed. An object that is there already stays as it is, so that a
 * repeated PUT does no harm; its content is checked by whoever reads it.
 */
export async function writePresignedObject(
  context: { store: ObjectStore; signing_key: Uint8Array | string; now: Date },
  request: { key: string; search_params: URLSearchParams; headers: Headers; body: Readable },
): Promise<200 | 400 | 403> {
  const { key, search_params, headers, body } = request;
  const verdict = verifyObjectPut({ key, search_params, signing_key: context.signing_key, now: context.now });
  if (!verdict.ok) return 403;
  const { bytes, content_type } = verdict;
  if (headers.get('content-length') !== String(bytes) || headers.get('content-type') !== content_type) return 400;
  try {
    const info = await context.store.put(key, body, content_type);
    if (info.bytes === bytes) return 200;
    await context.store.delete(key);
    return 400;
  } catch (error) {
    if (error instanceof ObjectExistsError) return 200;
    throw error;
  }
}
