import { type OverlaidBeats, placeCells } from '@/lib/ecg/domain/comparison/overlay-cells';
import { PAGE } from '../page-frame';
import {
  fitNotes,
  MOST_PAPER_MM,
  REPORT_GAIN_MM_PER_MV,
  REPORT_SPEED_MM_PER_S,
  type ReportSheet,
  rhythmSheets,
} from '../report-sheets';
import type { ComparisonContent, SideContent } from './comparison-content';

/** A sheet of a comparison, and what its foot says of scale and part. */
export interface ComparisonSheet extends ReportSheet {
  /** Whose it is; null for what is made of both. */
  side: SideContent | null;
}

const cells = (overlaid: OverlaidBeats) =>
  placeCells(overlaid, PAGE.width, REPORT_SPEED_MM_PER_S, REPORT_GAIN_MM_PER_MV);

/** Leads in as many parts as their cells need pages: those that stand in one row never part. */
function intoPages(overlaid: OverlaidBeats): OverlaidBeats[] {
  const { segments, heightMm } = cells(overlaid);
  if (heightMm <= MOST_PAPER_MM) return [overlaid];
  const rows = new Map<number, string[]>();
  for (const { row, lead } of segments) rows.set(row, [...(rows.get(row) ?? []), lead]);
  return [...rows.values()].map((leads) => ({ ...overlaid, leads }));
}

function overlaySheets({ overlaid, overlay_note }: ComparisonContent): ComparisonSheet[] {
  if (!overlaid) return [];
  return intoPages(overlaid).map((part) => {
    const placed = cells(part);
    const fitting = { ...placed, heightMm: Math.min(placed.heightMm, MOST_PAPER_MM) };
    return {
      ...{ title: 'Median beats', placed: fitting, traces: part.earlier, over: part.later, side: null },
      notes: [overlay_note, ...fitNotes(fitting, part.earlier), ...fitNotes(fitting, part.later)],
    };
  });
}

function sideSheets(name: string, side: SideContent): ComparisonSheet[] {
  return rhythmSheets(side.window, side.traces).map((sheet) => ({
    ...sheet,
    side,
    title: `${name} ECG, ${side.date}. ${sheet.title}`,
  }));
}

/** The sheets of a comparison: median beats over each other, then both ECGs as recorded, each at true scale. */
export function comparisonSheets(content: ComparisonContent): ComparisonSheet[] {
  return [...overlaySheets(content), ...sideSheets('Earlier', content.earlier), ...sideSheets('Later', content.later)];
}
