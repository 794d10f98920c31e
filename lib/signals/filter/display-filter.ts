import type { ValueArray } from '../window';
import { type Biquad, highPass, lowPass, notch } from './biquad';
import { filterZeroPhase } from './zero-phase';

export const HIGH_PASS_HZ = [0.05, 0.5] as const;
export const LOW_PASS_HZ = [40, 150] as const;
export const NOTCH_HZ = [50, 60] as const;

/** What a person asks to be taken out of a trace before it is drawn; null leaves that part as recorded. */
export interface DisplayFilter {
  high_pass_hz: (typeof HIGH_PASS_HZ)[number] | null;
  low_pass_hz: (typeof LOW_PASS_HZ)[number] | null;
  notch_hz: (typeof NOTCH_HZ)[number] | null;
}

export const NO_FILTER: DisplayFilter = { high_pass_hz: null, low_pass_hz: null, notch_hz: null };

const ORDER = 2;
/** The power a pass may lose at the corner so that both passes together lose half: −3 dB. */
const LOSS_OF_ONE_PASS = Math.SQRT2 - 1;
const CORNER_RATIO = LOSS_OF_ONE_PASS ** (1 / (2 * ORDER));
/** Longest response of each kind in periods of its corner, for the extension of the ends. */
const PADDING_PERIODS = 2;

/** Whether any part of a filter is on. */
export function isFiltering(filter: DisplayFilter): boolean {
  return filter.high_pass_hz !== null || filter.low_pass_hz !== null || filter.notch_hz !== null;
}

/**
 * A corner moved in the bilinear transform's own scale. A Butterworth filter of order n run both ways has the amplitude
 * 1 / (1 + (f/fc)^2n); it is 1/√2 at f where fc = f × (√2 − 1)^(∓1/2n).
 */
function corner(hz: number, rate_hz: number, ratio: number): number {
  return (Math.atan(Math.tan((Math.PI * hz) / rate_hz) * ratio) * rate_hz) / Math.PI;
}

/** The parts of a filter that a sampling rate can hold: a corner from half the rate on has nothing left to take out. */
export function possibleFilter(filter: DisplayFilter, rate_hz: number): DisplayFilter {
  const possible = (hz: number | null) => hz !== null && hz < rate_hz / 2;
  return {
    high_pass_hz: possible(filter.high_pass_hz) ? filter.high_pass_hz : null,
    low_pass_hz: possible(filter.low_pass_hz) ? filter.low_pass_hz : null,
    notch_hz: possible(filter.notch_hz) ? filter.notch_hz : null,
  };
}

interface Passes {
  sections: Biquad[];
  padding: number;
}

function passesOf(filter: DisplayFilter, rate_hz: number): Passes {
  const { high_pass_hz, low_pass_hz, notch_hz } = possibleFilter(filter, rate_hz);
  const sections: Biquad[] = [];
  if (high_pass_hz !== null) sections.push(...highPass(corner(high_pass_hz, rate_hz, CORNER_RATIO), rate_hz, ORDER));
  if (low_pass_hz !== null) sections.push(...lowPass(corner(low_pass_hz, rate_hz, 1 / CORNER_RATIO), rate_hz, ORDER));
  if (notch_hz !== null) sections.push(...notch(notch_hz, rate_hz));
  const slowest = high_pass_hz ?? (notch_hz === null ? LOW_PASS_HZ[0] : 1);
  return { sections, padding: Math.ceil((PADDING_PERIODS * rate_hz) / slowest) };
}

/**
 * Samples with a display filter: zero-phase, −3 dB at the corners over both passes, gaps (NaN) kept and each stretch
 * between them filtered alone. For the eye only: nothing is measured on the result.
 * @param values physical values on a uniform grid
 * @returns a new array; the values themselves where the rate leaves nothing of the filter
 */
export function filterForDisplay(values: ValueArray, filter: DisplayFilter, rate_hz: number): ValueArray {
  const { sections, padding } = passesOf(filter, rate_hz);
  if (sections.length === 0) return values;
  const result = new Float64Array(values.length).fill(Number.NaN);
  let from = 0;
  for (let at = 0; at <= values.length; at += 1) {
    if (at < values.length && !Number.isNaN(values[at])) continue;
    if (at > from) result.set(filterZeroPhase(values.subarray(from, at), sections, padding), from);
    from = at + 1;
  }
  return result;
}
