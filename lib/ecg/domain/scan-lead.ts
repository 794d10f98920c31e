import { upperMedian } from '@/lib/measure/domain/order-statistics';
import { rateHz } from '@/lib/signals/rate';
import type { Channel, SampleArray } from '@/lib/signals/types';

/** What one pass over a lead finds. */
export interface LeadScan {
  /** Largest distance from 0 in µV. */
  largest_uv: number;
  /** Longest stretch of one and the same value, in seconds. */
  longest_flat_s: number;
  /** Samples cut off at the top or the bottom of what the recorder could show. */
  clipped_samples: number;
}

/** A plateau this short happens by chance at the top of a wave. */
const SHORTEST_PLATEAU = 3;

/** A cut-off wave runs into its plateau: one side has a step of at least this many of the lead's smallest steps. */
const STEEP_STEPS = 3;

/** A plateau counts only this part of the lead's range or more away from its middle value: rest is not clipping. */
const FAR_FROM_REST = 0.1;

const MEDIAN_SAMPLES = 1000;

/** Looks through a lead's samples once for what judging needs. The thresholds of clipping are this product's own. */
export function scanLead(channel: Channel): LeadScan {
  const scan: LeadScan = { largest_uv: 0, longest_flat_s: 0, clipped_samples: 0 };
  for (const { samples, scale, offset } of channel.segments) {
    const range = rangeOf(samples);
    const largest = Math.max(Math.abs((range.min - offset) * scale), Math.abs((range.max - offset) * scale));
    scan.largest_uv = Math.max(scan.largest_uv, largest);
    const plateaus = scanPlateaus(samples, range);
    scan.longest_flat_s = Math.max(scan.longest_flat_s, plateaus.longest / rateHz(channel.rate));
    scan.clipped_samples += plateaus.clipped;
  }
  return scan;
}

interface SampleRange {
  min: number;
  max: number;
  /** Smallest change between neighbours that is one. */
  step: number;
  /** The middle value (of an even choice of samples where there are many). */
  rest: number;
}

function rangeOf(samples: SampleArray): SampleRange {
  const first = samples[0] ?? 0;
  let [min, max, step, before] = [first, first, Number.POSITIVE_INFINITY, first];
  // by index: an array of several possible types is walked many times slower by `of`
  for (let k = 0; k < samples.length; k++) {
    const value = samples[k] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
    const change = Math.abs(value - before);
    if (change > 0 && change < step) step = change;
    before = value;
  }
  const every = Math.ceil(samples.length / MEDIAN_SAMPLES);
  const chosen = new Float64Array(Math.ceil(samples.length / every));
  for (let k = 0; k < chosen.length; k++) chosen[k] = samples[k * every] ?? 0;
  return { min, max, step, rest: upperMedian(chosen) };
}

function scanPlateaus(samples: SampleArray, range: SampleRange): { longest: number; clipped: number } {
  const far = (range.max - range.min) * FAR_FROM_REST;
  const cutTop = range.max - range.rest > far;
  const cutBottom = range.rest - range.min > far;
  let longest = 0;
  let clipped = 0;
  for (let from = 0; from < samples.length; ) {
    const value = samples[from] ?? 0;
    let to = from + 1;
    while (to < samples.length && samples[to] === value) to++;
    const length = to - from;
    longest = Math.max(longest, length);
    const atLimit = (value === range.max && cutTop) || (value === range.min && cutBottom);
    if (atLimit && length >= SHORTEST_PLATEAU && isSteep(samples, from, to, range.step)) clipped += length;
    from = to;
  }
  return { longest, clipped };
}

/** Whether a wave runs into a plateau. One at the start or the end of a segment may be a recorder's padding. */
function isSteep(samples: SampleArray, from: number, to: number, step: number): boolean {
  const value = samples[from] ?? 0;
  const before = samples[from - 1];
  const after = samples[to];
  if (before === undefined || after === undefined) return false;
  const into = Math.abs(value - before);
  const outOf = Math.abs(value - after);
  return Math.max(into, outOf) >= STEEP_STEPS * step;
}
