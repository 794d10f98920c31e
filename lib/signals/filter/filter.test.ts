import { describe, expect, it } from 'vitest';
import { type Biquad, highPass, lowPass, notch } from './biquad';
import { filterZeroPhase } from './zero-phase';

const RATE = 500;
const sine = (hz: number, seconds = 10) =>
  Float64Array.from({ length: RATE * seconds }, (_, k) => Math.sin((2 * Math.PI * hz * k) / RATE));

/** Amplitude in the middle of the filtered sine, where the ends have died away: √2 times the root mean square. */
function gainAt(hz: number, sections: Biquad[]): number {
  const middle = filterZeroPhase(sine(hz), sections, RATE).slice(RATE * 3, RATE * 7);
  return Math.sqrt((2 * middle.reduce((sum, value) => sum + value * value, 0)) / middle.length);
}

describe('filters run both ways', () => {
  // a Butterworth filter of order n has |H|² = 1 / (1 + (f/fc)^2n); both ways that is the gain. The bilinear transform
  // bends frequencies by tan(πf/fs), so the ratio is taken of those.
  const warp = (hz: number) => Math.tan((Math.PI * hz) / RATE);
  it.each([
    [2, 10, 40],
    [2, 40, 40],
    [4, 20, 40],
    [4, 60, 40],
    [2, 100, 150],
  ])('low-pass of order %i: the gain at %i Hz with %i Hz is Butterworth’s', (order, hz, cut) => {
    const expected = 1 / (1 + (warp(hz) / warp(cut)) ** (2 * order));
    expect(gainAt(hz, lowPass(cut, RATE, order))).toBeCloseTo(expected, 2);
  });

  it.each([
    [2, 0.5, 0.5],
    [2, 2, 0.5],
    [4, 5, 8],
  ])('high-pass of order %i: the gain at %d Hz with %d Hz is Butterworth’s', (order, hz, cut) => {
    const expected = 1 / (1 + (warp(cut) / warp(hz)) ** (2 * order));
    expect(gainAt(hz, highPass(cut, RATE, order))).toBeCloseTo(expected, 2);
  });

  it('a notch takes its frequency out and leaves its neighbours', () => {
    expect(gainAt(50, notch(50, RATE))).toBeLessThan(0.01);
    expect(gainAt(45, notch(50, RATE))).toBeGreaterThan(0.9);
    expect(gainAt(10, notch(50, RATE))).toBeGreaterThan(0.99);
  });

  it('shift nothing: a peak stays where it is', () => {
    const peak = Float64Array.from({ length: 1001 }, (_, k) => Math.exp(-(((k - 500) / 12) ** 2)));
    for (const sections of [lowPass(20, RATE, 4), highPass(0.5, RATE), notch(50, RATE)]) {
      const out = filterZeroPhase(peak, sections, 500);
      expect(out.indexOf(out.reduce((most, value) => Math.max(most, value)))).toBe(500);
      for (let k = 1; k < 100; k++) expect(out[500 - k]).toBeCloseTo(out[500 + k] ?? Number.NaN, 3);
    }
  });

  it('keep a constant, and do not ring at the ends of a slope', () => {
    const constant = filterZeroPhase(new Float64Array(300).fill(7), lowPass(40, RATE), 100);
    for (const value of constant) expect(value).toBeCloseTo(7, 9);
    const slope = Float64Array.from({ length: 600 }, (_, k) => k);
    const smooth = filterZeroPhase(slope, lowPass(40, RATE), 200);
    for (let k = 0; k < 600; k++) expect(smooth[k]).toBeCloseTo(k, 6);
  });

  it('bear the shortest stretches', () => {
    expect(filterZeroPhase([], lowPass(40, RATE), 100)).toEqual(new Float64Array(0));
    expect(filterZeroPhase([3], lowPass(40, RATE), 100)[0]).toBeCloseTo(3, 9);
    expect(filterZeroPhase([3, 4], highPass(0.5, RATE), 100)).toHaveLength(2);
  });

  it('refuse what the sampling rate cannot hold', () => {
    expect(() => lowPass(250, RATE)).toThrow(RangeError);
    expect(() => highPass(0, RATE)).toThrow(RangeError);
    expect(() => notch(60, 100)).toThrow(RangeError);
  });
});
