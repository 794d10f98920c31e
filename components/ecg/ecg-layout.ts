import { mmToMs, msToMm } from '@/components/charts/paper-scale';

export const STANDARD_LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
const LIMB_LEADS = new Set(['I', 'II', 'III', 'aVR', 'aVL', 'aVF']);

/** Millimetres left of the trace, kept for the calibration pulse. */
export const TRACE_START_MM = 9;
/** Millimetres of trace on a strip: 10 s at 25 mm/s. */
export const TRACE_WIDTH_MM = 250;
const TOP_MM = 3;
const BOTTOM_MM = 3;
/** Share of a row's height above its zero line. */
const ZERO_LINE_AT = 0.66;
/** Rows grow with the gain above this one, so that the calibration pulse stays inside its row. */
const ROW_GAIN_MM_PER_MV = 10;

interface LayoutRow {
  heightMm: number;
  /** One lead a column. */
  leads: readonly string[];
}

/** How leads are arranged on the paper: a table of rows and columns. */
export interface EcgLayout {
  id: string;
  label: string;
  /** `continuous`: each column goes on in time where the one before ends; `simultaneous`: all show the same seconds. */
  columns: 'continuous' | 'simultaneous';
  rows: readonly LayoutRow[];
}

const THREE_BY_FOUR: EcgLayout = {
  id: '3x4+1',
  label: '3×4 + 1',
  columns: 'continuous',
  rows: [
    { heightMm: 32, leads: ['I', 'aVR', 'V1', 'V4'] },
    { heightMm: 32, leads: ['II', 'aVL', 'V2', 'V5'] },
    { heightMm: 33, leads: ['III', 'aVF', 'V3', 'V6'] },
    { heightMm: 30, leads: ['II'] },
  ],
};

const SIX_BY_TWO: EcgLayout = {
  id: '6x2',
  label: '6×2',
  columns: 'simultaneous',
  rows: [
    { heightMm: 22, leads: ['I', 'V1'] },
    { heightMm: 22, leads: ['II', 'V2'] },
    { heightMm: 24, leads: ['III', 'V3'] },
    { heightMm: 32, leads: ['aVR', 'V4'] },
    { heightMm: 32, leads: ['aVL', 'V5'] },
    { heightMm: 28, leads: ['aVF', 'V6'] },
  ],
};

function oneColumn(id: string, label: string, leads: readonly string[]): EcgLayout {
  return {
    id,
    label,
    columns: 'continuous',
    rows: leads.map((lead) => ({ heightMm: LIMB_LEADS.has(lead) ? 22 : 27, leads: [lead] })),
  };
}

/** Whether all twelve standard leads are there. */
export function isTwelveLead(leads: readonly string[]): boolean {
  return STANDARD_LEADS.every((lead) => leads.includes(lead));
}

/** The layouts a recording's leads allow, the usual one first. */
export function layoutsFor(leads: readonly string[]): EcgLayout[] {
  if (!isTwelveLead(leads)) return [oneColumn('all', `${leads.length}×1`, leads)];
  const twelve = [THREE_BY_FOUR, SIX_BY_TWO, oneColumn('12x1', '12×1', STANDARD_LEADS)];
  return leads.length > STANDARD_LEADS.length ? [...twelve, oneColumn('all', `${leads.length}×1`, leads)] : twelve;
}

/** Which seconds of a recording the paper shows. */
export interface VisibleTime {
  fromMs: number;
  toMs: number;
}

/**
 * The part of a recording that fits the strip at a speed, starting as near to `fromMs` as a full strip allows.
 */
export function visibleTime(durationMs: number, fromMs: number, speedMmPerS: number): VisibleTime {
  const stripMs = Math.min(durationMs, mmToMs(TRACE_WIDTH_MM, speedMmPerS));
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
  fromMs: number;
  toMs: number;
  /** A tick marks where the row changes from one lead to the next. */
  changesLead: boolean;
}

/** A calibration pulse: 1 mV high, 5 mm wide. */
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

function placeRow(
  row: LayoutRow,
  index: number,
  zeroMm: number,
  layout: EcgLayout,
  time: VisibleTime,
  speedMmPerS: number,
): PlacedSegment[] {
  const columnMs = (time.toMs - time.fromMs) / row.leads.length;
  const widthMm = msToMm(columnMs, speedMmPerS);
  return row.leads.map((lead, column) => {
    const fromMs = layout.columns === 'continuous' ? time.fromMs + column * columnMs : time.fromMs;
    return {
      lead,
      row: index,
      xMm: TRACE_START_MM + column * widthMm,
      widthMm,
      zeroMm,
      fromMs,
      toMs: fromMs + columnMs,
      changesLead: column > 0,
    };
  });
}

/** Puts the leads of a layout on the paper. */
export function placeLayout(
  layout: EcgLayout,
  time: VisibleTime,
  speedMmPerS: number,
  gainMmPerMv: number,
): PlacedLayout {
  const grow = Math.max(1, (gainMmPerMv / ROW_GAIN_MM_PER_MV) * 0.75);
  const segments: PlacedSegment[] = [];
  const pulses: PlacedPulse[] = [];
  let top = TOP_MM;
  layout.rows.forEach((row, index) => {
    const heightMm = row.heightMm * grow;
    const zeroMm = top + heightMm * ZERO_LINE_AT;
    pulses.push({ xMm: 1.5, zeroMm, widthMm: 5, heightMm: gainMmPerMv });
    segments.push(...placeRow(row, index, zeroMm, layout, time, speedMmPerS));
    top += heightMm;
  });
  return { widthMm: TRACE_START_MM + TRACE_WIDTH_MM + 4, heightMm: Math.ceil(top + BOTTOM_MM), segments, pulses };
}
