import { describe, expect, it } from 'vitest';
import { type DisplayFilter, filterForDisplay, isFiltering, NO_FILTER, possibleFilter } from './display-filter';

const RATE = 500;
const sine = (hz: number, seconds: number, rate = RATE) =>
  Float64Array.from({ length: rate * seconds }, (_, k) => Math.sin((2 * Math.PI * hz * k) / rate));
const only = (change: Partial<DisplayFilter>): DisplayFilter => ({ ...NO_FILTER, ...change });

/** Amplitude of the middle half of a filtered sine of amplitude 1. */
function gainAt(hz: number, filter: DisplayFilter, seconds = 20): number {
  const out = filterForDisplay(sine(hz, seconds), filter, RATE);
  const middle = out.slice(out.length / 4, (out.length * 3) / 4);
  let power = 0;
  for (const value of middle) power += value * value;
  return Math.sqrt((2 * power) / middle.length);
}

describe('display filters', () => {
  it.each([
    [40, only({ low_pass_hz: 40 }), 20],
    [150, only({ low_pass_hz: 150 }), 20],
    [0.5, only({ high_pass_hz: 0.5 }), 40],
    [0.05, only({ high_pass_hz: 0.05 }), 400],
  ])('lose 3 dB at their corner of %f Hz over both passes', (hz, filter, seconds) => {
    expect(gainAt(hz, filter, seconds)).toBeCloseTo(Math.SQRT1_2, 2);
  });

  it('leave what lies inside: 10 Hz under 40 Hz, 5 Hz over 0.5 Hz', () => {
    expect(gainAt(10, only({ low_pass_hz: 40 }))).toBeGreaterThan(0.99);
    expect(gainAt(5, only({ high_pass_hz: 0.5 }))).toBeGreaterThan(0.99);
  });

  it.each([50, 60] as const)('take out mains of %i Hz', (hz) => {
    expect(gainAt(hz, only({ notch_hz: hz }))).toBeLessThan(0.01);
  });

  it('move no peak, and keep gaps as gaps', () => {
    const values = Float64Array.from({ length: 2000 }, (_, k) => 1000 * Math.exp(-(((k - 700) / 15) ** 2)));
    values.fill(Number.NaN, 1200, 1300);
    const out = filterForDisplay(values, only({ low_pass_hz: 40, high_pass_hz: 0.5 }), RATE);
    let peak = 0;
    out.forEach((value, index) => {
      if (value > (out[peak] ?? 0)) peak = index;
      expect(Number.isNaN(value)).toBe(index >= 1200 && index < 1300);
    });
    expect(peak).toBe(700);
  });

  it('take from a sampling rate only what it can hold, and say so', () => {
    const filter: DisplayFilter = { high_pass_hz: 0.5, low_pass_hz: 150, notch_hz: 60 };
    expect(possibleFilter(filter, 250)).toEqual({ high_pass_hz: 0.5, low_pass_hz: null, notch_hz: 60 });
    expect(possibleFilter(filter, 100)).toEqual({ high_pass_hz: 0.5, low_pass_hz: null, notch_hz: null });
    const values = sine(5, 2, 100);
    expect(filterForDisplay(values, only({ low_pass_hz: 150 }), 100)).toBe(values);
  });

  it('are off where nothing is chosen', () => {
    expect(isFiltering(NO_FILTER)).toBe(false);
    expect(isFiltering(only({ notch_hz: 50 }))).toBe(true);
  });
});
