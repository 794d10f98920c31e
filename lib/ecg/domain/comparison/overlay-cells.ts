import {
  type PlacedLayout,
  type PlacedPulse,
  type PlacedSegment,
  TRACE_START_MM,
} from '@/lib/ecg/domain/paper/ecg-layout';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import { microvoltsToMm, msToMm } from '@/lib/ecg/domain/paper/paper-scale';
import { type BeatOverlay, overlayBeats } from '@/lib/measure/domain/beats/overlay-beats';
import type { TraceMedian } from './median-of-traces';

/** A cell shows this much around the fiducial point. */
const CELL = { fromMs: -300, toMs: 600 } as const;
const GAP_MM = 2.5;
const MARGIN_MM = 5;
const PULSE = { xMm: 1.5, widthMm: 5 } as const;
const END_MM = 2;
const PULSE_UV = 1000;

/** Two median beats over each other, ready to be drawn. */
export interface OverlaidBeats {
  leads: string[];
  earlier: ReadonlyMap<string, LeadTrace>;
  later: ReadonlyMap<string, LeadTrace>;
  fit: BeatOverlay;
}

function tracesOf(median: TraceMedian, shift_ms: number): ReadonlyMap<string, LeadTrace> {
  const step_ms = 1000 / median.rate_hz;
  return new Map(
    median.names.map((name, place): [string, LeadTrace] => [
      name,
      {
        id: name,
        name,
        unit: 'uV',
        kind: 'samples',
        sampling_rate_hz: median.rate_hz,
        start_ms: shift_ms - median.before * step_ms,
        step_ms,
        values: median.leads[place] ?? new Float64Array(),
      },
    ]),
  );
}

/** Lays the later beat over the earlier one, in the leads both have. Null where they share none. */
export function overlayMedians(earlier: TraceMedian, later: TraceMedian): OverlaidBeats | null {
  const leads = later.names.filter((name) => earlier.names.includes(name));
  if (leads.length === 0) return null;
  const pairs = leads.map((name) => [earlier.names.indexOf(name), later.names.indexOf(name)] as const);
  const fit = overlayBeats(earlier, later, pairs);
  return { leads, earlier: tracesOf(earlier, 0), later: tracesOf(later, fit.shift_ms), fit };
}

/** The highest and lowest value of some leads of both, in µV; the pulse is inside it. */
function reach({ earlier, later }: OverlaidBeats, leads: readonly string[]) {
  let [lowest, highest] = [0, PULSE_UV];
  for (const traces of [earlier, later])
    for (const lead of leads) {
      const trace = traces.get(lead);
      if (trace?.kind !== 'samples') continue;
      for (const value of trace.values) {
        if (value < lowest) lowest = value;
        if (value > highest) highest = value;
      }
    }
  return { lowest, highest };
}

/**
 * Places one cell a lead, as many beside each other as the width holds, all of one height for each row, so that no trace
 * leaves its row.
 *
 * @param widthMm width of the paper
 */
export function placeCells(
  overlaid: OverlaidBeats,
  widthMm: number,
  speedMmPerS: number,
  gainMmPerMv: number,
): PlacedLayout {
  const cellMm = msToMm(CELL.toMs - CELL.fromMs, speedMmPerS);
  const perRow = Math.max(1, Math.floor((widthMm - TRACE_START_MM - END_MM + GAP_MM) / (cellMm + GAP_MM)));
  const segments: PlacedSegment[] = [];
  const pulses: PlacedPulse[] = [];
  let topMm = 0;
  for (let first = 0, row = 0; first < overlaid.leads.length; first += perRow, row += 1) {
    const leads = overlaid.leads.slice(first, first + perRow);
    const { lowest, highest } = reach(overlaid, leads);
    const zeroMm = topMm + MARGIN_MM + microvoltsToMm(highest, gainMmPerMv);
    pulses.push({ ...PULSE, zeroMm, heightMm: gainMmPerMv });
    for (const [column, lead] of leads.entries()) {
      const xMm = TRACE_START_MM + column * (cellMm + GAP_MM);
      segments.push({ lead, row, xMm, widthMm: cellMm, zeroMm, gainMmPerMv, ...CELL, changesLead: false });
    }
    topMm = zeroMm + microvoltsToMm(-lowest, gainMmPerMv) + MARGIN_MM;
  }
  const columns = Math.min(perRow, overlaid.leads.length);
  return {
    widthMm: TRACE_START_MM + columns * (cellMm + GAP_MM) - GAP_MM + END_MM,
    heightMm: Math.ceil(topMm),
    segments,
    pulses,
  };
}
