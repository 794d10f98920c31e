import { describe, expect, it } from 'vitest';
import {
  fitPxPerMm,
  GAINS_MM_PER_MV,
  microvoltsToMm,
  mmToMs,
  msToMm,
  pxPerMillivolt,
  pxPerSecond,
  SPEEDS_MM_PER_S,
  stepIn,
} from './paper-scale';

describe('paper scale', () => {
  it('is 25 mm a second and 10 mm a millivolt at standard settings', () => {
    expect(msToMm(1000, 25)).toBe(25);
    expect(microvoltsToMm(1000, 10)).toBe(10);
    expect(microvoltsToMm(-250, 20)).toBe(-5);
    expect(msToMm(40, 25)).toBe(1);
    expect(mmToMs(250, 25)).toBe(10_000);
    expect(mmToMs(250, 12.5)).toBe(20_000);
  });

  it('gives 100 px a second and 40 px a millivolt at 4 px per mm', () => {
    const scale = { pxPerMm: 4, speedMmPerS: 25, gainMmPerMv: 10 };
    expect(pxPerSecond(scale)).toBe(100);
    expect(pxPerMillivolt(scale)).toBe(40);
  });

  // 263 mm × 4.00 = 1052, × 4.25 = 1117.75, × 3.75 = 986.25, × 2.75 = 723.25, × 8 = 2104
  it.each([
    [1060, 4],
    [1051, 3.75],
    [1052, 4],
    [1117, 4],
    [1118, 4.25],
    [1006, 3.75],
    [698, 2.5],
    [724, 2.75],
    [300, 2.5],
    [5000, 8],
  ])('a card of %i px takes %f px per mm', (width, expected) => {
    expect(fitPxPerMm(width)).toBe(expected);
  });

  it('steps through speeds in a circle and gains with ends', () => {
    expect(stepIn(SPEEDS_MM_PER_S, 100, 1, true)).toBe(12.5);
    expect(stepIn(SPEEDS_MM_PER_S, 12.5, -1, true)).toBe(100);
    expect(stepIn(GAINS_MM_PER_MV, 40, 1)).toBe(40);
    expect(stepIn(GAINS_MM_PER_MV, 10, -1)).toBe(5);
  });
});
