import { type PlacedLayout, placeLayout, TRACE_WIDTH_MM, visibleTime } from '@/lib/ecg/domain/paper/ecg-layout';
import { type EcgLayout, layoutsFor } from '@/lib/ecg/domain/paper/layouts';
import { fitPxPerMm, mmToMs, NARROW_PX_PER_MM } from '@/lib/ecg/domain/paper/paper-scale';
import { rhythmLeads } from '@/lib/ecg/domain/paper/rhythm-leads';
import type { Recording } from '@/lib/recordings/contracts';

/** The paper an ECG opens on. */
export const FIRST_SPEED_MM_PER_S = 25;
export const FIRST_GAINS = { limb: 10, chest: 10 } as const;

/**
 * Where the paper begins at first, in ms from the recording's start: where the moment it is opened at stands in its middle,
 * or as near to that as a full strip allows.
 * @param openAtMs null: at the recording's start
 */
export function firstFromMs(durationMs: number, openAtMs: number | null): number {
  const half = mmToMs(TRACE_WIDTH_MM, FIRST_SPEED_MM_PER_S) / 2;
  return openAtMs === null ? 0 : visibleTime(durationMs, openAtMs - half, FIRST_SPEED_MM_PER_S).fromMs;
}

/** Under this width the paper takes the phone's form: one lead a row at the scale of a large screen. */
const NARROW_PX = 640;

/** Whether a card of this width takes the phone's form. */
export function isNarrow(availablePx: number): boolean {
  return availablePx < NARROW_PX;
}

/** CSS pixels per millimetre at which the strip fits a card; on a narrow one it scrolls instead. */
export function fittingPxPerMm(availablePx: number): number {
  return isNarrow(availablePx) ? NARROW_PX_PER_MM : fitPxPerMm(availablePx);
}

/** How the paper fits a card before anybody zooms. */
export interface PaperFit {
  /** CSS pixels. */
  pxPerMm: number;
  /** Millimetres of trace on the strip. */
  traceMm: number;
  /** Whether it takes the phone's form. */
  narrow: boolean;
}

/** How the paper of one ECG fits its card. */
export function cardFit(availablePx: number): PaperFit {
  return { pxPerMm: fittingPxPerMm(availablePx), traceMm: TRACE_WIDTH_MM, narrow: isNarrow(availablePx) };
}

/** The layout nobody chose. */
export function automaticLayout(layouts: EcgLayout[], narrow: boolean, besidePdf: boolean): EcgLayout {
  const byId = (id: string) => layouts.find((layout) => layout.id === id);
  const [first = { id: 'none', label: '', columns: 'continuous', rows: [] }] = layouts;
  if (narrow) return byId('12x1') ?? first;
  return (besidePdf ? byId('6x2') : undefined) ?? first;
}

/** What of a recording decides how it stands on the paper at first. */
export type FirstRecording = Pick<Recording, 'duration_ms'> & {
  channels: readonly Pick<Recording['channels'][number], 'kind' | 'unit' | 'name'>[];
};

/** How an ECG stands on the paper until somebody changes it. */
export function firstPaper(
  recording: FirstRecording,
  availablePx: number,
): { placed: PlacedLayout; pxPerMm: number; speedMmPerS: number } {
  const layouts = layoutsFor(rhythmLeads(recording), { cabrera: false, single: null });
  const layout = automaticLayout(layouts, isNarrow(availablePx), false);
  const time = visibleTime(recording.duration_ms, 0, FIRST_SPEED_MM_PER_S);
  const placed = placeLayout(layout, time, FIRST_SPEED_MM_PER_S, FIRST_GAINS);
  return { placed, pxPerMm: fittingPxPerMm(availablePx), speedMmPerS: FIRST_SPEED_MM_PER_S };
}
