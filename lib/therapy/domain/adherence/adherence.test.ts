import { describe, expect, it } from 'vitest';
import { adherentNights, bestWindow, canStillBeMet, isAdherent, streak } from './adherence';

const nights = (...runs: [count: number, minutes: number | null][]) =>
  runs.flatMap(([count, minutes]) => Array<number | null>(count).fill(minutes));

/* Vectors of the clinical reference, 1.4. */
describe('the rule of use', () => {
  it.each([
    [240, true],
    [239, false],
    [239.99, false],
    [0, false],
    [null, false],
    [120 + 121, true],
  ])('%s minutes count: %s', (minutes, counts) => {
    expect(isAdherent(minutes)).toBe(counts);
  });

  it('passes with 21 of 30 and fails with 20', () => {
    expect(bestWindow(nights([21, 240], [9, 0]))).toEqual({ from: 0, adherent: 21, met: true });
    expect(bestWindow(nights([20, 240], [10, 0]))).toEqual({ from: 0, adherent: 20, met: false });
    expect(21 / 30).toBeCloseTo(0.7, 10);
    expect(20 / 30).toBeCloseTo(0.667, 3);
  });

  it('counts a missing night like one without use', () => {
    expect(bestWindow(nights([20, 300], [10, null])).adherent).toBe(20);
    expect(adherentNights(nights([3, null], [2, 240]))).toBe(2);
  });

  it('passes on nights 61 to 90 after failing on 1 to 30', () => {
    const late = nights([60, 100], [30, 300]);
    expect(adherentNights(late.slice(0, 30))).toBe(0);
    expect(bestWindow(late)).toEqual({ from: 60, adherent: 30, met: true });
  });

  it('ends with night 90', () => {
    // twenty nights before it and ten after would be thirty
    expect(bestWindow(nights([70, 0], [30, 300]))).toEqual({ from: 60, adherent: 20, met: false });
  });

  it('takes the earliest of equal windows, and none of the days to come', () => {
    expect(bestWindow(nights([25, 300]))).toEqual({ from: 0, adherent: 25, met: true });
    expect(bestWindow(nights([10, 0], [10, 300], [60, 0]))).toMatchObject({ from: 0, adherent: 10 });
    expect(bestWindow([])).toEqual({ from: 0, adherent: 0, met: false });
  });
});

describe('whether it can still be met', () => {
  it('is so up to night 69 without use, and not after night 70', () => {
    expect(canStillBeMet(nights([69, 0]))).toBe(true);
    expect(canStillBeMet(nights([70, 0]))).toBe(false);
    expect(canStillBeMet(nights([24, 0]))).toBe(true);
    expect(canStillBeMet([])).toBe(true);
  });

  it('stays so once it is met', () => {
    expect(canStillBeMet(nights([30, 300], [60, 0]))).toBe(true);
    expect(canStillBeMet(nights([30, 300], [100, 0]))).toBe(true);
  });
});

it('counts nights in a row up to the last', () => {
  expect([streak(nights([5, 300], [1, 0], [3, 300])), streak(nights([3, 300], [1, null])), streak([])]).toEqual([
    3, 0, 0,
  ]);
});
