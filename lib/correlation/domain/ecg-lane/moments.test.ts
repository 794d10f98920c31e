import { describe, expect, it } from 'vitest';
import { momentIn, momentOnPaper } from './moments';

describe('a moment in an address', () => {
  it.each([
    ['0', 0],
    ['4200', 4200],
    ['9999', 9999],
  ])('%s is one of a recording of 10 s', (text, ms) => {
    expect(momentIn(text, 10_000)).toBe(ms);
  });

  it.each(['10000', '-1', '1.5', '1e3', '0x10', ' 5', '', 'now', '99999999999999999999', undefined, ['1', '2']])(
    '%j is none',
    (text) => {
      expect(momentIn(text, 10_000)).toBeNull();
    },
  );
});

describe('the moment the paper is at', () => {
  const time = { fromMs: 20_000, toMs: 30_000 };

  it('is that of the active caliper, then where it was opened, then its middle', () => {
    expect(momentOnPaper(time, 22_000, 24_000)).toBe(22_000);
    expect(momentOnPaper(time, null, 24_000)).toBe(24_000);
    expect(momentOnPaper(time, null, null)).toBe(25_000);
  });

  it('is never one that is not on the paper', () => {
    expect(momentOnPaper(time, 19_999, 30_001)).toBe(25_000);
  });

  it('is a whole millisecond', () => {
    expect(momentOnPaper({ fromMs: 0, toMs: 9999 }, null, null)).toBe(5000);
    expect(momentOnPaper(time, 22_000.4, null)).toBe(22_000);
  });
});
