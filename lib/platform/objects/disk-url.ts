import { createHmac, timingSafeEqual } from 'node:crypto';
import type { PresignedGetOptions, PresignedPut, PresignedPutOptions } from '../objects';
import { isObjectKey } from './key';
import { assertPutOptions, checkedPresignOptions } from './presign';

const PARAMETERS = ['expires', 'type', 'disposition', 'filename', 'signature'] as const;
const MIN_KEY_BYTES = 16;

/** What a valid presigned URL allows: how the object is to be shown. */
export interface PresignedGrant {
  content_type: string;
  disposition: 'inline' | 'attachment';
  filename: string;
}

export type PresignedVerdict = ({ ok: true } & PresignedGrant) | { ok: false; reason: 'altered' | 'expired' };

interface SignedParts extends PresignedGrant {
  key: string;
  expires_unix_s: number;
}

function signatureOf(parts: SignedParts, signingKey: Uint8Array | string): string {
  const { key, expires_unix_s, content_type, disposition, filename } = parts;
  return sign(['GET', key, expires_unix_s, content_type, disposition, filename], signingKey);
}

function sign(fields: readonly (string | number)[], signingKey: Uint8Array | string): string {
  if (Buffer.byteLength(signingKey) < MIN_KEY_BYTES) throw new RangeError('the URL signing key is too short');
  // JSON keeps the fields apart whatever they hold; the first line keeps this use of the key apart from any other.
  return createHmac('sha256', signingKey)
    .update(`nightbeat object url v1\n${JSON.stringify(fields)}`)
    .digest('hex');
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * Makes the URL `{public_base_url}/api/objects/{key}?expires=…&type=…&disposition=…&filename=…&signature=…`. The
 * signature is HMAC-SHA256 (hex) over the method GET, the key and all parameters; `expires` is in Unix seconds, rounded
 * down. Throws `RangeError` for options that `checkedPresignOptions` refuses or a signing key under 16 bytes.
 */
export function signObjectUrl(
  input: { key: string; public_base_url: string; signing_key: Uint8Array | string; now: Date },
  requested: PresignedGetOptions,
): { url: string; expires_at: Date } {
  const { expires_in_s, content_type, disposition, filename } = checkedPresignOptions(requested);
  const expires_unix_s = Math.floor(input.now.getTime() / 1000) + expires_in_s;
  const grant = { content_type, disposition, filename };
  const query = new URLSearchParams({
    expires: String(expires_unix_s),
    type: grant.content_type,
    disposition: grant.disposition,
    filename: grant.filename,
    signature: signatureOf({ key: input.key, expires_unix_s, ...grant }, input.signing_key),
  });
  const base = input.public_base_url.replace(/\/+$/, '');
  return { url: `${base}/api/objects/${input.key}?${query}`, expires_at: new Date(expires_unix_s * 1000) };
}

/**
 * Checks a presigned URL made by `signObjectUrl` from its key and query. Any parameter missing, repeated, added or
 * changed makes it `altered`; it is `expired` from the second of `expires` on. The comparison takes the same time
 * wherever the signatures differ, and expiry is judged only for a signature that holds.
 */
export function verifyPresignedUrl(input: {
  key: string;
  search_params: URLSearchParams;
  signing_key: Uint8Array | string;
  now: Date;
}): PresignedVerdict {
  const { key, search_params } = input;
  const complete = PARAMETERS.every((name) => search_params.getAll(name).length === 1);
  const read = (name: (typeof PARAMETERS)[number]) => search_params.get(name) ?? '';
  const disposition = read('disposition');
  const expires = read('expires');
  if (!complete || [...search_params].length !== PARAMETERS.length) return { ok: false, reason: 'altered' };
  if (!isObjectKey(key) || !/^[1-9]\d{0,11}$/.test(expires)) return { ok: false, reason: 'altered' };
  if (disposition !== 'inline' && disposition !== 'attachment') return { ok: false, reason: 'altered' };

  const grant: PresignedGrant = { content_type: read('type'), disposition, filename: read('filename') };
  const expected = signatureOf({ key, expires_unix_s: Number(expires), ...grant }, input.signing_key);
  if (!sameText(expected, read('signature'))) return { ok: false, reason: 'altered' };
  if (input.now.getTime() >= Number(expires) * 1000) return { ok: false, reason: 'expired' };
  return { ok: true, ...grant };
}

const PUT_PARAMETERS = ['expires', 'type', 'bytes', 'signature'] as const;

/** Makes the URL of a PUT, as `signObjectUrl` makes that of a GET: method, key, expiry, type and length are signed. */
export function signObjectPut(
  input: { key: string; public_base_url: string; signing_key: Uint8Array | string; now: Date },
  options: PresignedPutOptions,
): PresignedPut {
  assertPutOptions(options);
  const { content_type, bytes, expires_in_s } = options;
  const expires_unix_s = Math.floor(input.now.getTime() / 1000) + expires_in_s;
  const query = new URLSearchParams({
    expires: String(expires_unix_s),
    type: content_type,
    bytes: String(bytes),
    signature: sign(['PUT', input.key, expires_unix_s, content_type, bytes], input.signing_key),
  });
  const base = input.public_base_url.replace(/\/+$/, '');
  return {
    url: `${base}/api/objects/${input.key}?${query}`,
    headers: { 'content-type': content_type, 'content-length': String(bytes) },
    expires_at: new Date(expires_unix_s * 1000),
  };
}

/** Checks a URL made by `signObjectPut`; tells what it allows. */
export function verifyObjectPut(input: {
  key: string;
  search_params: URLSearchParams;
  signing_key: Uint8Array | string;
  now: Date;
}): { ok: true; content_type: string; bytes: number } | { ok: false; reason: 'altered' | 'expired' } {
  const { key, search_params } = input;
  const complete = PUT_PARAMETERS.every((name) => search_params.getAll(name).length === 1);
  const read = (name: (typeof PUT_PARAMETERS)[number]) => search_params.get(name) ?? '';
  const [expires, bytes] = [read('expires'), read('bytes')];
  if (!complete || [...search_params].length !== PUT_PARAMETERS.length) return { ok: false, reason: 'altered' };
  const numbers = /^[1-9]\d{0,11}$/;
  if (!isObjectKey(key) || !numbers.test(expires) || !numbers.test(bytes)) return { ok: false, reason: 'altered' };
  const fields = ['PUT', key, Number(expires), read('type'), Number(bytes)];
  if (!sameText(sign(fields, input.signing_key), read('signature'))) return { ok: false, reason: 'altered' };
  if (input.now.getTime() >= Number(expires) * 1000) return { ok: false, reason: 'expired' };
  return { ok: true, content_type: read('type'), bytes: Number(bytes) };
}
