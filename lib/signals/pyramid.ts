import { BIN_RATIO, type SegmentInfo, segmentBins } from './container-layout';
import { emptySamples } from './pack';
import type { SampleArray } from './types';

/** Minimum and maximum of every bin a segment touches on one level, as pairs in the segment's own stored numbers. */
export type BinPairs = SampleArray;

function pairsOf(like: SampleArray, bins: number, room: SampleArray | undefined): BinPairs {
  if (room !== undefined) return room.subarray(0, 2 * bins);
  if (like instanceof Int16Array) return emptySamples('int16', 2 * bins);
  return emptySamples(like instanceof Int32Array ? 'int32' : 'float32', 2 * bins);
}

/**
 * The bins of level 1, straight from the samples.
 * @param room of the samples' own encoding, to put them in; memory of their own without it
 */
export function firstLevel(segment: SegmentInfo, samples: SampleArray, room?: SampleArray): BinPairs {
  const { first, end } = segmentBins(segment, 1);
  const pairs = pairsOf(samples, end - first, room);
  let at = 0;
  for (let bin = first; bin < end; bin++) {
    const until = Math.min(samples.length, (bin + 1) * BIN_RATIO - segment.first_slot);
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (; at < until; at++) {
      const value = samples[at] ?? 0;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    pairs[(bin - first) * 2] = min;
    pairs[(bin - first) * 2 + 1] = max;
  }
  return pairs;
}

/** The bins of a level from those of the level below; `room` as for `firstLevel`. */
export function nextLevel(segment: SegmentInfo, level: number, below: BinPairs, room?: SampleArray): BinPairs {
  const { first, end } = segmentBins(segment, level);
  const lower = segmentBins(segment, level - 1);
  const pairs = pairsOf(below, end - first, room);
  let from = lower.first;
  for (let bin = first; bin < end; bin++) {
    const until = Math.min(lower.end, (bin + 1) * BIN_RATIO);
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (; from < until; from++) {
      const at = (from - lower.first) * 2;
      min = Math.min(min, below[at] ?? min);
      max = Math.max(max, below[at + 1] ?? max);
    }
    pairs[(bin - first) * 2] = min;
    pairs[(bin - first) * 2 + 1] = max;
  }
  return pairs;
}
