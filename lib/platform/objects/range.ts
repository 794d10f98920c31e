import type { ByteRange } from '../objects';

/** Throws `RangeError` unless `0 ≤ from ≤ to` and both are whole numbers of bytes. */
export function assertByteRange(range: ByteRange): void {
  if (!Number.isSafeInteger(range.from) || !Number.isSafeInteger(range.to) || range.from < 0 || range.to < range.from) {
    throw new RangeError('invalid byte range');
  }
}

/** The part of a range that lies inside an object of `bytes` bytes; without a range the whole object. */
export function clampByteRange(range: ByteRange | undefined, bytes: number): ByteRange {
  if (!range) return { from: 0, to: bytes };
  assertByteRange(range);
  return { from: Math.min(range.from, bytes), to: Math.min(range.to, bytes) };
}

/**
 * Reads the `Range` header of a request for an object of `bytes` bytes (RFC 9110, 14.2). `null`: there is none, or it is
 * one a server may ignore (another unit, several ranges, not understood), so the whole object is the answer.
 * `unsatisfiable`: it lies wholly past the end.
 */
export function parseRangeHeader(header: string | null, bytes: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(header?.trim() ?? '');
  const [first, last] = [match?.[1] ?? '', match?.[2] ?? ''];
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { from: bytes - length, to: bytes };
  }
  const from = Number(first);
  const to = last === '' ? bytes : Number(last) + 1;
  if (to <= from && last !== '') return null;
  return from >= bytes ? 'unsatisfiable' : { from, to: Math.min(to, bytes) };
}
