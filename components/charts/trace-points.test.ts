import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binPoints, tracePoints } from './trace-points';

const run = (values: number[], pxPerSample: number, x0 = 0) => ({
  values,
  from: 0,
  to: values.length,
  x0,
  pxPerSample,
});

describe('line through samples', () => {
  it('draws every sample when there is at most one a pixel', () => {
    expect(tracePoints(run([5, -3, 8], 2, 10))).toEqual({ x: [10, 12, 14], value: [5, -3, 8] });
  });

  it('keeps a one-sample peak among many samples a pixel', () => {
    const values = Array.from({ length: 1000 }, () => 0);
    values[517] = 1800;
    values[733] = -950;
    const { value } = tracePoints(run(values, 0.01));
    expect(Math.max(...value)).toBe(1800);
    expect(Math.min(...value)).toBe(-950);
    expect(value.length).toBeLessThanOrEqual(40);
  });

  it('lifts the pen over a gap and keeps the samples on both sides', () => {
    const { value } = tracePoints(run([1, 2, Number.NaN, Number.NaN, 3, 4], 0.5));
    const drawn = value.map((v) => (Number.isNaN(v) ? null : v));
    expect(drawn.indexOf(null)).toBeGreaterThan(drawn.indexOf(2));
    expect(drawn.lastIndexOf(null)).toBeLessThan(drawn.indexOf(3));
    expect(drawn.filter((v) => v !== null)).toEqual([1, 2, 3, 4]);
  });

  it('keeps minimum and maximum of every pixel column, for any samples', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1, maxLength: 300 }),
        fc.double({ min: 0.02, max: 0.9, noNaN: true }),
        (values, pxPerSample) => {
          const { x, value } = tracePoints(run(values, pxPerSample));
          const columns = new Map<number, { low: number; high: number }>();
          values.forEach((v, i) => {
            const at = Math.floor(i * pxPerSample);
            const seen = columns.get(at) ?? { low: v, high: v };
            columns.set(at, { low: Math.min(seen.low, v), high: Math.max(seen.high, v) });
          });
          for (const [at, { low, high }] of columns) {
            const drawn = value.filter((_, i) => Math.floor(x[i] ?? -1) === at);
            expect(Math.min(...drawn)).toBe(low);
            expect(Math.max(...drawn)).toBe(high);
          }
          expect([...x]).toEqual([...x].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('draws only the samples asked for', () => {
    expect(tracePoints({ values: [1, 2, 3, 4], from: 1, to: 3, x0: 0, pxPerSample: 1 }).value).toEqual([2, 3]);
  });
});

describe('line through bins', () => {
  it('reaches both ends of every bin, in the middle of its width', () => {
    expect(binPoints({ min: [-1, -2], max: [4, 5], from: 0, to: 2, x0: 100, pxPerBin: 2 })).toEqual({
      x: [101, 101, 103, 103],
      value: [-1, 4, -2, 5],
    });
  });
});
