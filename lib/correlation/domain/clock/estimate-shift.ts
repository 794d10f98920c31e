import { onGrid, type RateGrid, type RateSeries, rhythmOf } from './rate-series';

/** Clocks further apart than this are not looked for. */
const LARGEST_SHIFT_S = 600;
/** Looked at beyond it, so that a peak at the edge is seen whole. */
const MARGIN_S = 20;

/** With less than this in common nothing is said. */
const LEAST_COMMON_S = 600;

/** The likeness (correlation) that one shift must reach, and how far it must stand above every other. */
const LEAST_LIKENESS = 0.45;
const LEAST_LEAD = 0.12;
/** Shifts this near the best are the same peak. */
const SAME_PEAK_S = 20;

/** The common time is looked at again in so many parts; each must agree on the shift. */
const PARTS = 5;
const PART_WITHIN_S = 8;
/** A heart rate that moves less than this (standard deviation, bpm) is as flat as its noise. */
const LEAST_MOVEMENT_BPM = 0.5;

/** Seconds that no estimate is better than: the grid is one second, and beats are found to a few hundredths of one. */
const LEAST_UNCERTAINTY_S = 1;
/** A pulse oximeter shows the mean of the last beats: how late it is, is not known, and up to this is usual. */
const PULSE_UNCERTAINTY_S = 4;

export type ShiftRefusal = 'too_short' | 'flat' | 'no_match' | 'ambiguous' | 'inconsistent';

export type ShiftEstimate =
  | {
      ok: true;
      /** What is to be added to the time of the first series to have that of the second. */
      offset_ms: number;
      uncertainty_ms: number;
      /** Likeness of both at that shift, 0 to 1. */
      likeness: number;
      /** How long both were known at that shift. */
      common_s: number;
    }
  | { ok: false; reason: ShiftRefusal };

interface Likeness {
  r: number;
  common: number;
}

/** Pearson's correlation of two series, the second shifted by whole seconds, over the time both are known. */
function likenessAt(a: Float64Array, b: Float64Array, shift: number, from = 0, to = a.length): Likeness {
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
  const first = Math.max(from, -shift);
  const last = Math.min(to, b.length - shift);
  for (let k = first; k < last; k++) {
    const x = a[k] ?? Number.NaN;
    const y = b[k + shift] ?? Number.NaN;
    const product = x * y;
    if (Number.isNaN(product)) continue;
    n++;
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += product;
  }
  const [va, vb] = [saa - (sa * sa) / n, sbb - (sb * sb) / n];
  const moves = n > 0 && Math.min(va, vb) / n >= LEAST_MOVEMENT_BPM ** 2;
  return { r: moves ? (sab - (sa * sb) / n) / Math.sqrt(va * vb) : Number.NaN, common: n };
}

interface Peak extends Likeness {
  /** In seconds, between whole ones by the parabola through the three highest. */
  shift: number;
}

/** The best shift of a range, whole seconds, and the best that is not of the same peak. */
function peakOf(all: readonly (Likeness & { shift: number })[]): { best: Peak; second: number } | null {
  const known = all.filter(({ r }) => !Number.isNaN(r));
  const [first] = known;
  if (!first) return null;
  const top = known.reduce((best, one) => (one.r > best.r ? one : best), first);
  const others = known.filter(({ shift }) => Math.abs(shift - top.shift) > SAME_PEAK_S);
  const near = (by: number) => known.find(({ shift }) => shift === top.shift + by)?.r;
  const [left, right] = [near(-1), near(1)];
  const bend = left === undefined || right === undefined ? 0 : left - 2 * top.r + right;
  const between = bend < 0 ? (((left ?? 0) - (right ?? 0)) / bend) * 0.5 : 0;
  return {
    best: { ...top, shift: top.shift + between },
    second: Math.max(Number.NEGATIVE_INFINITY, ...others.map(({ r }) => r)),
  };
}

interface Range {
  from: number;
  to: number;
  /** Seconds from one shift to the next. */
  step?: number;
}

function scan(a: Float64Array, b: Float64Array, { from, to, step = 1 }: Range, part?: [number, number]) {
  const shifts = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, k) => from + k * step);
  return shifts.map((shift) => ({ shift, ...likenessAt(a, b, shift, ...(part ?? [])) }));
}

/** The best shift near one, in each part of the common time that is alike enough to say. */
function shiftsOfParts(a: Float64Array, b: Float64Array, near: number): number[] {
  const first = Math.max(0, -near);
  const length = Math.min(a.length, b.length - near) - first;
  return Array.from({ length: PARTS }, (_, k) => {
    const part: [number, number] = [
      first + Math.floor((k * length) / PARTS),
      first + Math.floor(((k + 1) * length) / PARTS),
    ];
    const range = { from: near - PART_WITHIN_S, to: near + PART_WITHIN_S };
    return peakOf(scan(a, b, range, part))?.best;
  }).flatMap((best) => (best && best.r >= LEAST_LIKENESS ? [best.shift] : []));
}

/** Whole seconds between the starts of two grids. */
const lead = (a: RateGrid, b: RateGrid) => b.start_s - a.start_s;

/**
 * How far two clocks are apart, from the heart rate that both saw: the shift of up to ten minutes at which the two move
 * alike (COR-3). Says that it cannot where they have less than ten minutes in common, where the rate hardly moves, where
 * no shift is alike enough or another one nearly as much, and where parts of the night disagree. Ours; the limits were
 * chosen on `lib/testing/recordings/wfdb` (see the test).
 * @param ecg of the ECG's beats, on its clock
 * @param other of the therapy side, on its clock
 * @param kind `pulse` of an oximeter, which is late by an unknown few seconds; `beats`
 */
export function estimateShift(ecg: RateSeries, other: RateSeries, kind: 'pulse' | 'beats'): ShiftEstimate {
  const [gridA, gridB] = [onGrid(ecg), onGrid(other)];
  const [a, b] = [rhythmOf(gridA), rhythmOf(gridB)];
  const between = lead(gridA, gridB);
  // a shift of the arrays is one of the clocks less what lies between their starts
  const widest = LARGEST_SHIFT_S + MARGIN_S;
  // smoothed over seven seconds, a peak is wide enough to be met by every third shift
  const coarse = scan(a, b, { from: -widest - between, to: widest - between, step: 3 });
  const long = coarse.filter(({ common }) => common >= LEAST_COMMON_S);
  if (long.length === 0) return { ok: false, reason: 'too_short' };
  const met = peakOf(long);
  if (!met) return { ok: false, reason: 'flat' };
  const around = Math.round(met.best.shift);
  const best = peakOf(scan(a, b, { from: around - 4, to: around + 4 }))?.best ?? met.best;
  const { second } = met;
  if (best.r < LEAST_LIKENESS) return { ok: false, reason: 'no_match' };
  // the true peak may lie beyond what was looked at
  if (Math.abs(best.shift + between) > LARGEST_SHIFT_S + 2) return { ok: false, reason: 'no_match' };
  if (best.r - second < LEAST_LEAD) return { ok: false, reason: 'ambiguous' };
  const parts = shiftsOfParts(a, b, Math.round(best.shift));
  const spread = Math.max(0, ...parts.map((shift) => Math.abs(shift - best.shift)));
  if (parts.length < 2 || spread >= PART_WITHIN_S - 1) return { ok: false, reason: 'inconsistent' };
  const least = kind === 'pulse' ? PULSE_UNCERTAINTY_S : LEAST_UNCERTAINTY_S;
  return {
    ok: true,
    offset_ms: Math.round((best.shift + between) * 1000),
    uncertainty_ms: Math.ceil((least + spread) * 1000),
    likeness: best.r,
    common_s: best.common,
  };
}
