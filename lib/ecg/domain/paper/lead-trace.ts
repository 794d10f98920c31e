import type { WindowChannel } from '@/lib/signals/window';
import type { PlacedLayout, PlacedSegment } from './ecg-layout';
import { microvoltsToMm } from './paper-scale';

/** One lead's samples, or its minima and maxima, of the fetched window: µV, NaN where there is a gap. */
export type LeadTrace = WindowChannel;

/** Beyond this a lead's resting level leaves its row, so the lead is moved as a whole. */
const MAX_RESTING_LEVEL_UV = 500;

/** Indexes of the samples or bins that lie in a span of time: first, and the one after the last. */
export function indexRange(trace: LeadTrace, fromMs: number, toMs: number): { from: number; to: number } {
  const length = trace.kind === 'samples' ? trace.values.length : trace.min.length;
  const at = (ms: number) => Math.min(length, Math.max(0, Math.ceil((ms - trace.start_ms) / trace.step_ms - 1e-6)));
  return { from: at(fromMs), to: at(toMs) };
}

function middle(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? 0;
}

/**
 * How far a lead is moved so that its resting level lies in its row, in µV. Zero for an ordinary recording: 0 mV is
 * then the row's zero line. A lead whose median is further than 0.5 mV from it is moved as one piece by that median,
 * which changes no amplitude; whoever draws it prints the amount beside the lead's name.
 */
export function restingOffsetUv(trace: LeadTrace): number {
  const known = restingOffsets.get(trace);
  if (known !== undefined) return known;
  const offset = findRestingOffset(trace);
  restingOffsets.set(trace, offset);
  return offset;
}

/** Found once a trace: a step along a long recording draws the same one many times. */
const restingOffsets = new WeakMap<LeadTrace, number>();

function findRestingOffset(trace: LeadTrace): number {
  const level: number[] = [];
  const length = trace.kind === 'samples' ? trace.values.length : trace.min.length;
  for (let i = 0; i < length; i += 1) {
    const value =
      trace.kind === 'samples' ? trace.values[i] : ((trace.min[i] ?? Number.NaN) + (trace.max[i] ?? Number.NaN)) / 2;
    if (value !== undefined && !Number.isNaN(value)) level.push(value);
  }
  const median = middle(level);
  return Math.abs(median) > MAX_RESTING_LEVEL_UV ? median : 0;
}

interface Reach {
  segment: PlacedSegment;
  topMm: number;
  bottomMm: number;
}

function reachOf(segment: PlacedSegment, trace: LeadTrace): Reach | null {
  const { from, to } = indexRange(trace, segment.fromMs, segment.toMs);
  const low = trace.kind === 'samples' ? trace.values : trace.min;
  const high = trace.kind === 'samples' ? trace.values : trace.max;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i += 1) {
    const down = low[i] ?? Number.NaN;
    const up = high[i] ?? Number.NaN;
    if (down < lowest) lowest = down;
    if (up > highest) highest = up;
  }
  if (highest < lowest) return null;
  const offset = restingOffsetUv(trace);
  return {
    segment,
    topMm: segment.zeroMm - microvoltsToMm(highest - offset, segment.gainMmPerMv),
    bottomMm: segment.zeroMm - microvoltsToMm(lowest - offset, segment.gainMmPerMv),
  };
}

function sideBySide(a: PlacedSegment, b: PlacedSegment): boolean {
  return a.xMm < b.xMm + b.widthMm && b.xMm < a.xMm + a.widthMm;
}

/** What does not fit the paper at a gain, named so that a hint can say it. */
export interface FitProblems {
  /** Pairs of leads of neighbouring rows whose traces reach into each other. */
  overlapping: [string, string][];
  /** Leads that leave the paper at its top or bottom. */
  cutOff: string[];
}

/** Finds traces that run into the next row or off the paper. */
export function fitProblems(placed: PlacedLayout, traces: ReadonlyMap<string, LeadTrace>): FitProblems {
  const reaches = placed.segments.flatMap((segment) => {
    const trace = traces.get(segment.lead);
    const reach = trace ? reachOf(segment, trace) : null;
    return reach ? [reach] : [];
  });
  const overlapping: [string, string][] = [];
  for (const upper of reaches) {
    for (const lower of reaches) {
      const neighbours = lower.segment.row === upper.segment.row + 1 && sideBySide(upper.segment, lower.segment);
      if (neighbours && upper.bottomMm > lower.topMm) overlapping.push([upper.segment.lead, lower.segment.lead]);
    }
  }
  const cutOff = reaches
    .filter((reach) => reach.topMm < 0 || reach.bottomMm > placed.heightMm)
    .map((reach) => reach.segment.lead);
  return { overlapping, cutOff: [...new Set(cutOff)] };
}
