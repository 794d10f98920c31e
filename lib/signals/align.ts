import { periodMs } from './rate';
import type { Channel, Segment } from './types';

/** Samples of several channels taken at the same times: `count` of each, from `from[i]` of `segments[i]` on. */
export interface AlignedRun {
  start_ms: number;
  segments: Segment[];
  from: number[];
  count: number;
}

/**
 * The stretches in which all of some channels have samples, in order of time. The channels have one rate; starts
 * between two sampling times are taken at the nearer one.
 */
export function* alignedRuns(channels: readonly Channel[]): Generator<AlignedRun> {
  const [first] = channels;
  if (first === undefined) return;
  const period = periodMs(first.rate);
  const slotOf = (segment: Segment) => Math.round(segment.start_ms / period);
  const at = channels.map(() => 0);
  for (;;) {
    const segments = channels.flatMap((channel, index) => channel.segments[at[index] ?? 0] ?? []);
    const [one] = segments;
    if (segments.length < channels.length || one === undefined) return;
    const starts = segments.map(slotOf);
    const ends = segments.map((segment) => slotOf(segment) + segment.samples.length);
    const from = Math.max(...starts);
    const to = Math.min(...ends);
    if (from < to) {
      const start_ms = one.start_ms + (from - slotOf(one)) * period;
      yield { start_ms, segments, from: starts.map((start) => from - start), count: to - from };
    }
    const soonest = ends.indexOf(to);
    at[soonest] = (at[soonest] ?? 0) + 1;
  }
}
