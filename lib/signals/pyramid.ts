import { BIN_RATIO, type SegmentInfo, segmentBins } from './container-layout';
import type { SampleArray } from './types';

/** Minimum and maximum of every bin a segment touches on one level, as pairs in the segment's own stored numbers. */
export type BinPairs = SampleArray;

function sameKind(like: SampleArray, length: number): SampleArray {
  if (like instanceof Int16Array) return new Int16Array(length);
  return like instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
}

/** The bins of level 1, straight from the samples. */
export function firstLevel(segment: SegmentInfo, samples: SampleArray): BinPairs {
  const { first, end } = segmentBins(segment, 1);
  const pairs = sameKind(samples, (end - first) * 2);
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

/** The bins of a level from those of the level below. */
export function nextLevel(segment: SegmentInfo, level: number, below: BinPairs): BinPairs {
  const { first, end } = segmentBins(segment, level);
  const lower = segmentBins(segment, level - 1);
  const pairs = sameKind(below, (end - first) * 2);
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
