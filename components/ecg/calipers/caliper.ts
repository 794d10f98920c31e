import { formatDecimal } from '@/lib/client/format-value';
import type { PlacedLayout, PlacedSegment } from '@/lib/ecg/domain/paper/ecg-layout';
import { type LeadTrace, restingOffsetUv } from '@/lib/ecg/domain/paper/lead-trace';
import { microvoltsToMm, msToMm } from '@/lib/ecg/domain/paper/paper-scale';

export const CALIPER_KINDS = ['time', 'voltage', 'march'] as const;
export type CaliperKind = (typeof CALIPER_KINDS)[number];

/** A time caliper stands on two samples of a lead; marching it repeats the interval to both sides. */
export interface TimeCaliper {
  id: number;
  kind: 'time' | 'march';
  lead: string;
  /** Row of the paper it was set on; a lead may stand on two. */
  row: number;
  /** Its two ends in ms after the recording's start, and the one the keys move. */
  at: readonly [number, number];
  handle: 0 | 1;
}

/** A voltage caliper stands on two levels of a lead, at one time. */
export interface VoltageCaliper {
  id: number;
  kind: 'voltage';
  lead: string;
  row: number;
  /** Its two levels in µV as recorded. */
  at: readonly [number, number];
  handle: 0 | 1;
  atMs: number;
}

export type Caliper = TimeCaliper | VoltageCaliper;

/** One press of an arrow key moves a level this far. */
export const VOLTAGE_STEP_UV = 5;
/** A level this near to the trace is taken from the trace: nobody can hit it to a microvolt. */
const SNAP_PX = 4;

/** The two ends with one of them moved. */
function withEnd(at: Caliper['at'], handle: 0 | 1, value: number): Caliper['at'] {
  return handle === 0 ? [value, at[1]] : [at[0], value];
}

/** The time of the sample nearest to a time, which stays within the lead's samples. */
export function nearestSampleMs(trace: LeadTrace, ms: number): number {
  const count = trace.kind === 'samples' ? trace.values.length : trace.min.length;
  const index = Math.min(count - 1, Math.max(0, Math.round((ms - trace.start_ms) / trace.step_ms)));
  return trace.start_ms + index * trace.step_ms;
}

/** The segment a caliper stands on: on the row it was set on where its lead is there, else wherever its lead shows that time. */
export function segmentOf(placed: PlacedLayout, caliper: Caliper): PlacedSegment | null {
  const ms = caliper.kind === 'voltage' ? caliper.atMs : caliper.at[caliper.handle];
  const candidates = placed.segments.filter(
    ({ lead, fromMs, toMs }) => lead === caliper.lead && fromMs <= ms && ms <= toMs,
  );
  return candidates.find(({ row }) => row === caliper.row) ?? candidates[0] ?? null;
}

/** Where a time lies on a segment, in mm from the left edge of the paper. */
export function msToXMm(segment: PlacedSegment, ms: number, speedMmPerS: number): number {
  return segment.xMm + msToMm(ms - segment.fromMs, speedMmPerS);
}

/** Where a level lies on a segment, in mm from the top of the paper. */
export function microvoltsToYMm(segment: PlacedSegment, uv: number, offsetUv: number): number {
  return segment.zeroMm - microvoltsToMm(uv - offsetUv, segment.gainMmPerMv);
}

/** A place of the pointer on the paper, in mm, with the mm of a pixel. */
export interface PaperPoint {
  xMm: number;
  yMm: number;
  pxPerMm: number;
}

/** The segment under a place: that of its column whose zero line is nearest. */
export function segmentAt(placed: PlacedLayout, { xMm, yMm }: PaperPoint): PlacedSegment | null {
  let nearest: PlacedSegment | null = null;
  for (const segment of placed.segments) {
    const inside = xMm >= segment.xMm && xMm <= segment.xMm + segment.widthMm;
    if (!inside) continue;
    if (!nearest || Math.abs(segment.zeroMm - yMm) < Math.abs(nearest.zeroMm - yMm)) nearest = segment;
  }
  return nearest;
}

/** The time under a place of a segment, on a sample. */
export function msAt(segment: PlacedSegment, point: PaperPoint, trace: LeadTrace, speedMmPerS: number): number {
  const ms = segment.fromMs + ((point.xMm - segment.xMm) / speedMmPerS) * 1000;
  return nearestSampleMs(trace, Math.min(segment.toMs, Math.max(segment.fromMs, ms)));
}

/**
 * The level under a place of a segment in µV: that of the trace where it passes within a few pixels, else that of the
 * place, to 5 µV.
 */
export function microvoltsAt(segment: PlacedSegment, point: PaperPoint, trace: LeadTrace, speedMmPerS: number): number {
  const exact = ((segment.zeroMm - point.yMm) / segment.gainMmPerMv) * 1000 + restingOffsetUv(trace);
  const reachMm = SNAP_PX / point.pxPerMm;
  const reachUv = (reachMm / segment.gainMmPerMv) * 1000;
  const centre = segment.fromMs + ((point.xMm - segment.xMm) / speedMmPerS) * 1000;
  const reachMs = (reachMm / speedMmPerS) * 1000;
  let snapped = Math.round(exact / VOLTAGE_STEP_UV) * VOLTAGE_STEP_UV;
  if (trace.kind === 'minmax') return snapped;
  let nearest = reachUv;
  const first = Math.max(0, Math.ceil((centre - reachMs - trace.start_ms) / trace.step_ms));
  const last = Math.min(trace.values.length - 1, Math.floor((centre + reachMs - trace.start_ms) / trace.step_ms));
  for (let index = first; index <= last; index += 1) {
    const value = trace.values[index] ?? Number.NaN;
    const away = Math.abs(value - exact);
    if (away <= nearest) {
      nearest = away;
      snapped = value;
    }
  }
  return snapped;
}

/** A caliper with one of its ends where a place of the paper is; as it was where the place belongs to another lead. */
export function moveEnd(
  caliper: Caliper,
  handle: 0 | 1,
  segment: PlacedSegment,
  point: PaperPoint,
  trace: LeadTrace,
  speedMmPerS: number,
): Caliper {
  if (caliper.kind === 'voltage') {
    const at = withEnd(caliper.at, handle, microvoltsAt(segment, point, trace, speedMmPerS));
    return { ...caliper, handle, at, atMs: msAt(segment, point, trace, speedMmPerS) };
  }
  return { ...caliper, handle, at: withEnd(caliper.at, handle, msAt(segment, point, trace, speedMmPerS)) };
}

/** A caliper with its active end moved by samples (time) or by steps of 5 µV (voltage). */
export function nudge(caliper: Caliper, steps: number, trace: LeadTrace): Caliper {
  const value = caliper.at[caliper.handle];
  const moved =
    caliper.kind === 'voltage'
      ? value + steps * VOLTAGE_STEP_UV
      : nearestSampleMs(trace, value + steps * trace.step_ms);
  return { ...caliper, at: withEnd(caliper.at, caliper.handle, moved) };
}

/** A voltage caliper elsewhere in time, by samples; its levels stay. */
export function shift(caliper: VoltageCaliper, samples: number, trace: LeadTrace): VoltageCaliper {
  return { ...caliper, atMs: nearestSampleMs(trace, caliper.atMs + samples * trace.step_ms) };
}

/** What a caliper reads. */
export interface Reading {
  /** `1000 ms`, `1.00 mV`. */
  value: string;
  /** `60 bpm` for what may be an interval between beats; null elsewhere. */
  rate: string | null;
  /** Length on the paper: `25.0 mm`. */
  mm: string;
}

/** Reads a caliper: time to the millisecond with its rate, voltage to 0.01 mV, signed from its first to its second level. */
export function readCaliper(caliper: Caliper, speedMmPerS: number, gainMmPerMv: number): Reading {
  const difference = caliper.at[1] - caliper.at[0];
  if (caliper.kind === 'voltage') {
    const sign = difference < 0 ? '−' : '';
    const mm = microvoltsToMm(Math.abs(difference), gainMmPerMv);
    return { value: `${sign}${(Math.abs(difference) / 1000).toFixed(2)} mV`, rate: null, mm: `${mm.toFixed(1)} mm` };
  }
  const ms = Math.abs(difference);
  return {
    value: `${formatDecimal(Math.round(ms), 0)} ms`,
    rate: ms > 0 ? `${Math.round(60_000 / ms)} bpm` : null,
    mm: `${msToMm(ms, speedMmPerS).toFixed(1)} mm`,
  };
}

/** Times at which a marched interval repeats on a segment, its own two ends left out. */
export function marchTimes(caliper: TimeCaliper, segment: PlacedSegment): number[] {
  const from = Math.min(...caliper.at);
  const interval = Math.abs(caliper.at[1] - caliper.at[0]);
  if (interval <= 0 || (segment.toMs - segment.fromMs) / interval > 200) return [];
  const times: number[] = [];
  const first = Math.ceil((segment.fromMs - from) / interval);
  for (let n = first; from + n * interval <= segment.toMs; n += 1)
    if (n !== 0 && n !== 1) times.push(from + n * interval);
  return times;
}
