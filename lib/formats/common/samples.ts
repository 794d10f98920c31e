import { periodMs } from '@/lib/signals/rate';
import type { Encoding, RationalRate, SampleArray, Segment } from '@/lib/signals/types';
import { ReadFault } from './fault';
import { MAX_GAPS } from './limits';

/** Where a run of stored numbers stands and what they are worth: `(stored − offset) × scale`. */
export interface StoredRun {
  samples: SampleArray;
  start_ms: number;
  rate: RationalRate;
  scale: number;
  offset: number;
}

/**
 * Cuts a run into segments at the numbers that mean "no value". Nothing is copied: segments are views of the run.
 *
 * @param isGap says whether a stored number is such a mark
 */
export function segmentsOf(run: StoredRun, isGap: ((stored: number) => boolean) | null): Segment[] {
  const { samples, start_ms, scale, offset } = run;
  if (samples.length === 0) return [];
  if (isGap === null) return [{ start_ms, scale, offset, samples }];
  const period = periodMs(run.rate);
  const segments: Segment[] = [];
  for (let at = 0; at < samples.length; ) {
    if (isGap(samples[at] ?? 0)) {
      at++;
      continue;
    }
    let end = at + 1;
    while (end < samples.length && !isGap(samples[end] ?? 0)) end++;
    if (segments.length > MAX_GAPS) throw new ReadFault('too_large', `A channel has more than ${MAX_GAPS} gaps.`);
    segments.push({ start_ms: start_ms + at * period, scale, offset, samples: samples.subarray(at, end) });
    at = end;
  }
  return segments;
}

/** How a sample array is stored. */
export function encodingOf(samples: SampleArray): Encoding {
  if (samples instanceof Int16Array) return 'int16';
  return samples instanceof Int32Array ? 'int32' : 'float32';
}

/** Whether a number may serve as a scale: finite, not 0, and such that no 32-bit sample overflows a double's sense. */
export function isScale(value: number | null): value is number {
  return value !== null && Math.abs(value) >= 1e-12 && Math.abs(value) <= 1e12;
}
