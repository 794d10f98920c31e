import type { PresignedGetOptions, PresignedPutOptions } from '../objects';
import { assertContentType } from './key';

/** A presigned URL lives five minutes at most. */
export const MAX_PRESIGNED_EXPIRY_S = 300;

/** RFC 5987 `attr-char` is smaller than what encodeURIComponent leaves alone. */
function encodeExtended(text: string): string {
  const encode = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, encode);
}

/**
 * The value of `Content-Disposition` (RFC 6266): a plain ASCII name for old clients and the exact one in UTF-8.
 * Characters that could end the quoted name or the header become `_` in the plain one and are escaped in the other.
 */
export function contentDisposition(disposition: 'inline' | 'attachment', filename: string): string {
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${encodeExtended(filename)}`;
}

/**
 * Checks what a presigned GET was asked for and forces everything but PDF to be an attachment, so that no stored bytes
 * are ever shown as a page. Throws `RangeError` for an expiry outside 1 to 300 whole seconds, a content type that is
 * none, or a file name that is empty, longer than 200 characters or holds control characters or broken text.
 */
export function checkedPresignOptions(options: PresignedGetOptions): PresignedGetOptions {
  const { expires_in_s, content_type, filename } = options;
  if (!Number.isInteger(expires_in_s) || expires_in_s < 1 || expires_in_s > MAX_PRESIGNED_EXPIRY_S) {
    throw new RangeError('a presigned URL lives 1 to 300 seconds');
  }
  if (filename.length === 0 || filename.length > 200 || /[\p{Cc}\p{Cs}]/u.test(filename))
    throw new RangeError('invalid file name');
  assertContentType(content_type);
  return { ...options, disposition: content_type === 'application/pdf' ? options.disposition : 'attachment' };
}

/** A presigned URL for sending lives a day at most: slow lines take their time. */
const MAX_PUT_EXPIRY_S = 86_400;
/** What one request to S3 may carry. */
const MAX_PUT_BYTES = 5 * 2 ** 30;

/**
 * Checks what a presigned PUT was asked for. Throws `RangeError` for an expiry outside 1 to 86 400 whole seconds, a
 * length that no single request may have, or a content type that is none.
 */
export function assertPutOptions({ expires_in_s, bytes, content_type }: PresignedPutOptions): void {
  if (!Number.isInteger(expires_in_s) || expires_in_s < 1 || expires_in_s > MAX_PUT_EXPIRY_S)
    throw new RangeError('a presigned URL for sending lives 1 to 86 400 seconds');
  if (!Number.isInteger(bytes) || bytes < 1 || bytes > MAX_PUT_BYTES) throw new RangeError('invalid length');
  assertContentType(content_type);
}
