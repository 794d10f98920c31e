import { middleOf } from '../order-statistics';

/** More than this between a stated heart rate and the beats is worth a warning (VAL-2). */
const TOLERANCE_BPM = 5;
/** Fewer intervals than this say too little of a rate. */
const LEAST_INTERVALS = 3;

/** Something to know about an accepted record. */
export interface HeartRateWarning {
  pointer: string;
  code: 'heart_rate_mismatch';
  detail: string;
}

/** Beats of an unbroken stretch, as samples of it. */
interface FoundBeats {
  beats: readonly number[];
  rate_hz: number;
}

/**
 * Heart rates that beats give, in bpm: by the mean and by the median of the RR intervals, as devices use either. Null
 * where there are too few beats to say.
 */
export function heartRates({ beats, rate_hz }: FoundBeats): { by_mean: number; by_median: number } | null {
  const intervals = beats.slice(1).map((beat, index) => (beat - (beats[index] ?? 0)) / rate_hz);
  if (intervals.length < LEAST_INTERVALS) return null;
  const mean = intervals.reduce((sum, interval) => sum + interval, 0) / intervals.length;
  const median = middleOf(Float64Array.from(intervals));
  return { by_mean: 60 / mean, by_median: 60 / median };
}

/** Whether a stated heart rate is another than the beats of the recording give, by either way of counting (VAL-2). */
export function judgeHeartRate(found: FoundBeats, stated_bpm: number | null | undefined): HeartRateWarning[] {
  if (!stated_bpm) return [];
  const rates = heartRates(found);
  if (!rates) return [];
  const off = Math.min(Math.abs(rates.by_mean - stated_bpm), Math.abs(rates.by_median - stated_bpm));
  if (off <= TOLERANCE_BPM) return [];
  const detail = `The beats of the recording give ${rates.by_mean.toFixed(0)} /min; the stated rate is ${stated_bpm} /min.`;
  return [{ pointer: '/measurements/heart_rate_bpm', code: 'heart_rate_mismatch', detail }];
}
