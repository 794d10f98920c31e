import { type EcgLayout, isChestLead } from './layouts';
import { mmToMs, msToMm } from './paper-scale';

/** Millimetres left of the trace, kept for the calibration pulse. */
export const TRACE_START_MM = 9;
/** Millimetres of trace on a strip: 10 s at 25 mm/s. */
export const TRACE_WIDTH_MM = 250;
/** Millimetres right of the trace. */
export const TRACE_END_MM = 4;
const TOP_MM = 3;
const BOTTOM_MM = 3;
/** Share of a row's height above its zero line. */
const ZERO_LINE_AT = 0.66;
/** Rows grow with the gain above this one, so that the calibration pulse stays inside its row. */
const ROW_GAIN_MM_PER_MV = 10;
const PULSE_START_MM = 1.5;
const PULSE_WIDTH_MM = 5;

/** Gain in mm/mV of the leads on the limbs (and all that are not on the chest), and of those on the chest. */
export interface Gains {
  limb: number;
  chest: number;
}

/** Which seconds of a recording the paper shows. */
export interface VisibleTime {
  fromMs: number;
  toMs: number;
}

/**
 * How many millimetres of a strip show seconds of their own: all of them, or one column where all columns show the same.
 * @param traceMm millimetres of trace on the strip
 */
export function timeWidthMm({ columns, rows }: EcgLayout, traceMm = TRACE_WIDTH_MM): number {
  return columns === 'continuous' ? traceMm : traceMm / Math.max(1, ...rows.map(({ leads }) => leads.length));
}

/**
 * The part of a recording that fits the strip at a speed, starting as near to `fromMs` as a full strip allows.
 * @param widthMm millimetres that show seconds of their own, see `timeWidthMm`
 */
export function visibleTime(
  durationMs: number,
  fromMs: number,
  speedMmPerS: number,
  widthMm = TRACE_WIDTH_MM,
): VisibleTime {
  const stripMs = Math.min(durationMs, mmToMs(widthMm, speedMmPerS));
  const start = Math.min(Math.max(0, fromMs), durationMs - stripMs);
  return { fromMs: start, toMs: start + stripMs };
}

/** One lead's piece on the paper. */
export interface PlacedSegment {
  lead: string;
  row: number;
  xMm: number;
  widthMm: number;
  /** Where 0 mV lies, from the top of the paper. */
  zeroMm: number;
  gainMmPerMv: number;
  fromMs: number;
  toMs: number;
  /** A tick marks where the row changes from one lead to the next. */
  changesLead: boolean;
}

/** A calibration pulse: 1 mV high, 5 mm wide (half as wide where two gains share a row). */
export interface PlacedPulse {
  xMm: number;
  zeroMm: number;
  widthMm: number;
  heightMm: number;
}

/** Everything's place on the paper, in millimetres from its top left corner. */
export interface PlacedLayout {
  widthMm: number;
  heightMm: number;
  segments: PlacedSegment[];
  pulses: PlacedPulse[];
}

function gainOf(lead: string, gains: Gains): number {
  return isChestLead(lead) ? gains.chest : gains.limb;
}

interface RowPlace {
  leads: readonly string[];
  index: number;
  zeroMm: number;
}

function placeRow(
  { leads, index, zeroMm }: RowPlace,
  columns: EcgLayout['columns'],
  time: VisibleTime,
  speedMmPerS: number,
  gains: Gains,
): PlacedSegment[] {
  const shownMs = time.toMs - time.fromMs;
  const columnMs = columns === 'continuous' ? shownMs / leads.length : shownMs;
  const widthMm = msToMm(columnMs, speedMmPerS);
  return leads.map((lead, column) => {
    const fromMs = columns === 'continuous' ? time.fromMs + column * columnMs : time.fromMs;
    return {
      lead,
      row: index,
      xMm: TRACE_START_MM + column * widthMm,
      widthMm,
      zeroMm,
      gainMmPerMv: gainOf(lead, gains),
      fromMs,
      toMs: fromMs + columnMs,
      changesLead: column > 0,
    };
  });
}

/** The pulses in front of a row: one for each gain its leads have, in their order. */
function placePulses(gainsOfRow: readonly number[], zeroMm: number): PlacedPulse[] {
  const widthMm = PULSE_WIDTH_MM / gainsOfRow.length;
  return gainsOfRow.map((heightMm, index) => ({ xMm: PULSE_START_MM + index * widthMm, zeroMm, widthMm, heightMm }));
}

/**
 * Puts the leads of a layout on the paper.
 * @param time what the strip shows; of simultaneous columns, what each of them shows
 * @param traceMm millimetres of trace on the strip
 */
export function placeLayout(
  layout: EcgLayout,
  time: VisibleTime,
  speedMmPerS: number,
  gains: Gains,
  traceMm = TRACE_WIDTH_MM,
): PlacedLayout {
  const segments: PlacedSegment[] = [];
  const pulses: PlacedPulse[] = [];
  let top = TOP_MM;
  layout.rows.forEach(({ heightMm: usualMm, leads }, index) => {
    const gainsOfRow = [...new Set(leads.map((lead) => gainOf(lead, gains)))];
    const grow = Math.max(1, (Math.max(...gainsOfRow) / ROW_GAIN_MM_PER_MV) * 0.75);
    const heightMm = usualMm * grow;
    const zeroMm = top + heightMm * ZERO_LINE_AT;
    pulses.push(...placePulses(gainsOfRow, zeroMm));
    segments.push(...placeRow({ leads, index, zeroMm }, layout.columns, time, speedMmPerS, gains));
    top += heightMm;
  });
  return { widthMm: TRACE_START_MM + traceMm + TRACE_END_MM, heightMm: Math.ceil(top + BOTTOM_MM), segments, pulses };
}
