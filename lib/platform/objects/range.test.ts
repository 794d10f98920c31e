import { describe, expect, it } from 'vitest';
import { assertByteRange, clampByteRange, parseRangeHeader } from './range';

describe('parseRangeHeader', () => {
  // Examples and rules of RFC 9110, 14.1.2, for a representation of 10,000 bytes.
  it.each([
    ['bytes=0-499', { from: 0, to: 500 }],
    ['bytes=500-999', { from: 500, to: 1000 }],
    ['bytes=-500', { from: 9500, to: 10_000 }],
    ['bytes=9500-', { from: 9500, to: 10_000 }],
    ['bytes=0-0', { from: 0, to: 1 }],
    ['bytes=9999-20000', { from: 9999, to: 10_000 }],
    ['bytes=-20000', { from: 0, to: 10_000 }],
    ['BYTES=0-1', { from: 0, to: 2 }],
  ])('reads %s', (header, range) => {
    expect(parseRangeHeader(header, 10_000)).toEqual(range);
  });

  it.each(['bytes=10000-', 'bytes=10000-10001', 'bytes=-0'])('finds nothing at %s', (header) => {
    expect(parseRangeHeader(header, 10_000)).toBe('unsatisfiable');
  });

  it('finds nothing in an empty object', () => {
    expect(parseRangeHeader('bytes=0-', 0)).toBe('unsatisfiable');
    expect(parseRangeHeader('bytes=-5', 0)).toBe('unsatisfiable');
  });

  it.each([null, '', 'bytes', 'bytes=', 'bytes=-', 'bytes=5-4', 'bytes=0-1,5-6', 'items=0-1', 'bytes=a-b', 'bytes=1'])(
    'ignores %s',
    (header) => {
      expect(parseRangeHeader(header, 10_000)).toBeNull();
    },
  );
});

describe('clampByteRange', () => {
  it('cuts at the end and takes all without a range', () => {
    expect(clampByteRange(undefined, 10)).toEqual({ from: 0, to: 10 });
    expect(clampByteRange({ from: 2, to: 99 }, 10)).toEqual({ from: 2, to: 10 });
    expect(clampByteRange({ from: 50, to: 99 }, 10)).toEqual({ from: 10, to: 10 });
  });

  it.each([
    { from: -1, to: 2 },
    { from: 3, to: 2 },
    { from: 0.5, to: 2 },
    { from: 0, to: Number.NaN },
    { from: 0, to: Number.POSITIVE_INFINITY },
  ])('refuses $from to $to', (range) => {
    expect(() => assertByteRange(range)).toThrow(RangeError);
  });
});
