import type { Channel } from '@/lib/signals/types';
import type { EcgMeasurement } from './ecg-measurement';
import { firstStretch } from './first-stretch';
import { measureEcg } from './measure-ecg';

/** Rate and rhythm are of a strip, not of a day: no more than this of a long recording is looked at. */
export const LONGEST_S = 120;

/** Measures a recording by the first unbroken stretch of its leads; see `measureEcg`. */
export function measureRecording(channels: readonly Channel[]): EcgMeasurement {
  return measureEcg(firstStretch(channels, LONGEST_S) ?? { rate_hz: 1, from_ms: 0, leads: [] });
}
