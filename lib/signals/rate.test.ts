import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodMs, rateHz, toRationalRate } from './rate';

describe('toRationalRate', () => {
  it.each([
    [500, 500, 1],
    [128.5, 257, 2],
    [0.0166666666667, 1, 60],
    [0.5, 1, 2],
    [0.1, 1, 10],
    [59.94, 2997, 50],
  ])('writes %d Hz as %d/%d', (hz, numerator, denominator) => {
    expect(toRationalRate(hz)).toEqual({ numerator, denominator });
  });

  it('stays within one part in 10^9 of any rate', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-4, max: 4000, noNaN: true }), (hz) => {
        const rate = toRationalRate(hz);
        expect(Number.isInteger(rate.numerator) && Number.isInteger(rate.denominator)).toBe(true);
        expect(Math.abs(rateHz(rate) - hz)).toBeLessThanOrEqual(hz * 1e-9);
      }),
    );
  });

  it('gives the period of 1/60 Hz as one minute', () => {
    expect(periodMs({ numerator: 1, denominator: 60 })).toBe(60_000);
  });
});
