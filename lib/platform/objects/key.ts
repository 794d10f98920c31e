const SEGMENT = /^[A-Za-z0-9._-]+$/;
const PREFIX = /^[A-Za-z0-9._/-]*$/;
const MAX_KEY_BYTES = 1024;
/** File names may have 255 bytes; the disk adapter adds a suffix of its own. */
const MAX_SEGMENT_BYTES = 200;

function isSegment(segment: string): boolean {
  return segment !== '.' && segment !== '..' && segment.length <= MAX_SEGMENT_BYTES && SEGMENT.test(segment);
}

/**
 * Whether a string may be an object key: segments of `[A-Za-z0-9._-]`, none of them `.` or `..`, parted by single
 * slashes, none at either end, 1024 characters at most. Such a key needs no escaping in a URL and, below any folder,
 * cannot leave it.
 */
export function isObjectKey(key: string): boolean {
  return key.length <= MAX_KEY_BYTES && key.split('/').every(isSegment);
}

/** Throws `RangeError` (which does not repeat the key) unless `isObjectKey(key)`. */
export function assertObjectKey(key: string): void {
  if (!isObjectKey(key)) throw new RangeError('invalid object key');
}

/** Throws `RangeError` unless the text can begin an object key. The empty prefix means every object. */
export function assertObjectPrefix(prefix: string): void {
  const folders = prefix.split('/').slice(0, -1);
  if (prefix.length > MAX_KEY_BYTES || !PREFIX.test(prefix) || !folders.every(isSegment)) {
    throw new RangeError('invalid object key prefix');
  }
}

/** Throws `RangeError` unless the text is a plain media type such as `application/pdf` or `text/csv; charset=utf-8`. */
export function assertContentType(contentType: string): void {
  if (contentType.length > 127 || !/^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.+-]+)*$/.test(contentType)) {
    throw new RangeError('invalid content type');
  }
}
