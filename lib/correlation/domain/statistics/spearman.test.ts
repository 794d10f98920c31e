import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageRanks, type Point, spearman } from './spearman';

const pairs = (x: readonly number[], y: readonly number[]): Point[] =>
  x.map((value, k) => ({ x: value, y: y[k] ?? 0 }));

describe('average ranks', () => {
  it('gives equal values the mean of their ranks', () => {
    expect(averageRanks([30, 10, 20, 10, 10])).toEqual([5, 2, 4, 2, 2]);
    expect(averageRanks([7, 7])).toEqual([1.5, 1.5]);
    expect(averageRanks([])).toEqual([]);
  });
});

describe('Spearman’s ρ and its Bonett–Wright interval', () => {
  it('is that of the worked example of ci.spear, with ties', () => {
    // Bonett DG, R package statpsych 2.0.0, reference page of ci.spear(.05, y, x): 0.87, 0.5841, 0.9638 (in full
    // 0.8699639, 0.5840951, 0.9638297 in version 1.7.0)
    const y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19];
    const x = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51];
    const found = spearman(pairs(x, y));
    expect(found).toMatchObject({ ok: true, n: 15 });
    if (!found.ok || !found.interval) throw new Error('no interval');
    expect(found.rho).toBeCloseTo(0.8699639, 7);
    expect(found.interval.lower).toBeCloseTo(0.5840951, 6);
    expect(found.interval.upper).toBeCloseTo(0.9638297, 6);
  });

  it('is −29/165 for the ten pairs of IQ and hours of television', () => {
    // the example of the article "Spearman's rank correlation coefficient" in Wikipedia; its ρ is published, the interval
    // is the formula's, computed with SciPy: −0.72783, 0.51455
    const iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
    const hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
    const found = spearman(pairs(iq, hours));
    if (!found.ok || !found.interval) throw new Error('no interval');
    expect(found.rho).toBeCloseTo(-29 / 165, 12);
    expect(found.interval.lower).toBeCloseTo(-0.7278, 4);
    expect(found.interval.upper).toBeCloseTo(0.5145, 4);
  });

  it('refuses fewer than ten pairs', () => {
    const nine = pairs([1, 2, 3, 4, 5, 6, 7, 8, 9], [2, 1, 4, 3, 6, 5, 8, 7, 9]);
    expect(spearman(nine)).toEqual({ ok: false, n: 9, reason: 'too_few' });
    expect(spearman([...nine, { x: 10, y: 10 }])).toMatchObject({ ok: true, n: 10 });
    expect(spearman([])).toEqual({ ok: false, n: 0, reason: 'too_few' });
  });

  it('refuses what never varies', () => {
    const points = Array.from({ length: 12 }, (_, x) => ({ x, y: 4 }));
    expect(spearman(points)).toEqual({ ok: false, n: 12, reason: 'constant' });
  });

  it('gives no interval where the ranks agree without exception', () => {
    const points = Array.from({ length: 12 }, (_, x) => ({ x, y: -(x ** 3) }));
    expect(spearman(points)).toEqual({ ok: true, n: 12, rho: -1, interval: null });
  });

  it('depends on the order alone, is symmetric, and lies in its interval', () => {
    const point = fc.record({ x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) });
    fc.assert(
      fc.property(fc.array(point, { minLength: 10, maxLength: 60 }), (points) => {
        const found = spearman(points);
        if (!found.ok) return;
        const grown = spearman(points.map(({ x, y }) => ({ x: x ** 3, y: Math.exp(y / 10) })));
        const turned = spearman(points.map(({ x, y }) => ({ x: y, y: x })));
        for (const other of [grown, turned]) {
          if (!other.ok) throw new Error('lost');
          expect(other.rho).toBeCloseTo(found.rho, 9);
        }
        if (!found.interval) return;
        expect(found.interval.lower).toBeLessThan(found.rho);
        expect(found.interval.upper).toBeGreaterThan(found.rho);
        expect(Math.max(-found.interval.lower, found.interval.upper)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
