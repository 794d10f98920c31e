import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nthSmallest, upperMedian } from './order-statistics';

describe('nthSmallest', () => {
  it('is what stands at that place of the sorted values', () => {
    const few = fc.integer({ min: -3, max: 3 });
    const values = fc.array(fc.oneof(few, fc.double({ noNaN: true })), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.nat(), (list, at) => {
        const n = at % list.length;
        const expected = [...list].sort((a, b) => a - b)[n];
        // 0 and −0 are the same value
        expect(nthSmallest(Float64Array.from(list), n) === expected).toBe(true);
      }),
    );
  });

  it('takes the upper of two middle values, and 0 where there is none', () => {
    expect(upperMedian(Float64Array.of(4, 1, 3, 2))).toBe(3);
    expect(upperMedian(Float64Array.of(9, 1, 5))).toBe(5);
    expect(upperMedian(new Float64Array())).toBe(0);
  });
});
