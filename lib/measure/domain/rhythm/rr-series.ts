import { middleOf } from '../order-statistics';
import { coefficientOfSampleEntropy, IRREGULAR_ENTROPY } from './sample-entropy';

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

/** An interval that differs by more than this part from the one in the middle is unequal. */
const UNEQUAL_PART = 0.12;

/**
 * Whether the intervals are equal, equal but for early beats, or so unequal that one tells nothing of the next (by their
 * entropy; see `sample-entropy.ts`).
 */
export function regularityOf({ intervals_ms, median_ms }: RrSeries): Regularity {
  if (intervals_ms.every((interval) => Math.abs(interval - median_ms) <= UNEQUAL_PART * median_ms)) return 'regular';
  const entropy = coefficientOfSampleEntropy(intervals_ms);
  return entropy !== null && entropy > IRREGULAR_ENTROPY ? 'irregular' : 'premature_beats';
}
