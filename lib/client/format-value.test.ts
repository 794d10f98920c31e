import { describe, expect, it } from 'vitest';
import { formatBytes, formatCount, formatDecimal, formatDuration, formatWhole } from './format-value';

describe('numbers', () => {
  it('writes whole numbers with a true minus sign and never "-0"', () => {
    expect(formatWhole(58.26)).toBe('58');
    expect(formatWhole(-3.4)).toBe('−3');
    expect(formatWhole(-0.2)).toBe('0');
    expect(formatWhole(null)).toBeNull();
  });

  it('writes decimals without trailing zeros', () => {
    expect(formatDecimal(0.05, 2)).toBe('0.05');
    expect(formatDecimal(150, 2)).toBe('150');
    expect(formatDecimal(-1.25, 1)).toBe('−1.3');
    expect(formatDecimal(-0.01, 1)).toBe('0');
  });

  it('groups counts only above 9 999', () => {
    expect(formatCount(9999)).toBe('9999');
    expect(formatCount(12408)).toBe('12\u2009408');
    expect(formatCount(1234567)).toBe('1\u2009234\u2009567');
  });

  it.each([
    [10_000, '10 s'],
    [9_500, '9.5 s'],
    [38_400, '38.4 s'],
    [1_800_000, '30 min'],
    [31_920_000, '8 h 52 min'],
    [86_400_000, '24 h'],
  ])('writes %i ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('writes file sizes', () => {
    expect(formatBytes(118_300)).toBe('118 kB');
    expect(formatBytes(2_440_000)).toBe('2.4 MB');
    expect(formatBytes(12)).toBe('1 kB');
  });
});
