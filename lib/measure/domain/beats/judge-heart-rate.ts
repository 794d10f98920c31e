import type { Channel } from '@/lib/signals/types';
import { firstStretch } from '../first-stretch';
import { middleOf } from '../order-statistics';
import { detectBeats } from './detect-beats';

/** More than this between a stated heart rate and the beats is worth a warning (VAL-2). */
const TOLERANCE_BPM = 5;
/** Fewer intervals than this say too little of a rate. */
const LEAST_INTERVALS = 3;
/** A stated rate is of a strip, not of a day: no more than this of a long recording is looked at. */
const LONGEST_S = 120;

/** Something to know about an accepted record. */
export interface HeartRateWarning {
  pointer: string;
  code: 'heart_rate_mismatch';
  detail: string;
}

/**
 * Heart rates the beats of a recording give, in bpm: by the mean and by the median of the RR intervals, as devices use
 * either. Null where there are too few beats to say.
 */
export function heartRates(channels: readonly Channel[]): { by_mean: number; by_median: number } | null {
  const stretch = firstStretch(channels, LONGEST_S);
  if (!stretch) return null;
  const beats = detectBeats({ rate_hz: stretch.rate_hz, leads: stretch.leads.map(({ samples }) => samples) });
  const intervals = beats.slice(1).map((beat, index) => (beat - (beats[index] ?? 0)) / stretch.rate_hz);
  if (intervals.length < LEAST_INTERVALS) return null;
  const mean = intervals.reduce((sum, interval) => sum + interval, 0) / intervals.length;
  const median = middleOf(Float64Array.from(intervals));
  return { by_mean: 60 / mean, by_median: 60 / median };
}

/** Whether a stated heart rate is another than the beats of the recording give, by either way of counting (VAL-2). */
export function judgeHeartRate(
  channels: readonly Channel[],
  stated_bpm: number | null | undefined,
): HeartRateWarning[] {
  if (!stated_bpm) return [];
  const rates = heartRates(channels);
  if (!rates) return [];
  const off = Math.min(Math.abs(rates.by_mean - stated_bpm), Math.abs(rates.by_median - stated_bpm));
  if (off <= TOLERANCE_BPM) return [];
  const detail = `The beats of the recording give ${rates.by_mean.toFixed(0)} /min; the stated rate is ${stated_bpm} /min.`;
  return [{ pointer: '/measurements/heart_rate_bpm', code: 'heart_rate_mismatch', detail }];
}
