import { middleOf } from '../beats/match-beats';

/** What the intervals between beats say of heart rate. */
export interface RrSeries {
  /** Intervals in ms, in order. */
  intervals_ms: number[];
  mean_ms: number;
  median_ms: number;
  /** Difference of the rates of the first and the second half, in bpm; null where a half has too few intervals. */
  drift_bpm: number | null;
}

/** Fewer intervals than this say too little of a rate. */
export const LEAST_RR_INTERVALS = 3;

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * RR intervals of beats.
 *
 * @param beats their samples, in order
 * @returns null for fewer than four beats
 */
export function rrSeries(beats: readonly number[], rate_hz: number): RrSeries | null {
  const intervals_ms = beats.slice(1).map((beat, index) => ((beat - (beats[index] ?? 0)) * 1000) / rate_hz);
  if (intervals_ms.length < LEAST_RR_INTERVALS) return null;
  const half = Math.floor(intervals_ms.length / 2);
  const [first, second] = [intervals_ms.slice(0, half), intervals_ms.slice(-half)];
  const drift_bpm = half < LEAST_RR_INTERVALS ? null : Math.abs(60_000 / meanOf(first) - 60_000 / meanOf(second));
  return {
    intervals_ms,
    mean_ms: meanOf(intervals_ms),
    median_ms: middleOf(Float64Array.from(intervals_ms)),
    drift_bpm,
  };
}

export const REGULARITIES = ['regular', 'premature_beats', 'irregular'] as const;
export type Regularity = (typeof REGULARITIES)[number];

/** Neighbouring intervals that differ by more than this part of the mean are unequal. */
const UNEQUAL_PART = 0.12;
/** More unequal neighbours than this part make a rhythm irregular. */
const IRREGULAR_PART = 1 / 3;

/** Whether the intervals are equal, equal but for early beats, or unequal throughout. This product's own limits. */
export function regularityOf({ intervals_ms, mean_ms }: RrSeries): Regularity {
  const differences = intervals_ms.slice(1).map((interval, index) => Math.abs(interval - (intervals_ms[index] ?? 0)));
  const unequal = differences.filter((difference) => difference > UNEQUAL_PART * mean_ms).length;
  if (unequal === 0) return 'regular';
  return unequal > IRREGULAR_PART * differences.length ? 'irregular' : 'premature_beats';
}
