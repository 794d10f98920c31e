import type { ChangeRow } from '@/lib/client/change-rows';
import {
  ALARM_INK,
  addPage,
  createPdf,
  finish,
  INK,
  linesOf,
  type PdfDocument,
  SOFT_INK,
  type TextStyle,
  write,
} from '@/lib/pdf/pdf-page';
import { drawFoot, drawHead, drawSheetPage, type HeadLine, oneLine, PAGE, scaleText } from '../page-frame';
import type { ComparisonContent, SideContent } from './comparison-content';
import { type ComparisonSheet, comparisonSheets } from './comparison-sheets';

/** Columns of the table of changes and of what to check beside it, in mm. */
const TABLE = { top: 52, line: 4.3, size: 3.1, earlier: 64, later: 94, delta: 124, note: 138, width: 46 } as const;
const CHECKS = { left: 190, width: 90 } as const;

function headOf({ name, identity, earlier, later }: ComparisonContent): HeadLine[] {
  const side = (word: string, { recorded, state, confirmed }: SideContent): HeadLine[] => [
    { text: `${word}: ${recorded}`, size: 3.4, bold: false, colour: INK },
    { text: state, size: 3.4, bold: true, colour: confirmed ? INK : ALARM_INK },
  ];
  return [
    { text: name, size: 5.4, bold: true, colour: INK },
    { text: identity, size: 3.6, bold: true, colour: INK },
    ...side('Earlier', earlier),
    ...side('Later', later),
  ];
}

/** Right of the head: what the document is, and what recorded the two. */
function drawDevices(document: PdfDocument, { earlier, later }: ComparisonContent): void {
  write(document, 'Serial comparison', CHECKS.left, 7, { size: 4.4, bold: true });
  const texts = [`Earlier: ${earlier.device}`, `Later: ${later.device}`];
  const lines = texts.flatMap((text) => linesOf(document, text, CHECKS.width, { size: 2.8 }));
  for (const [index, line] of lines.slice(0, 6).entries())
    write(document, line, CHECKS.left, 14 + index * 3.8, { size: 2.8, colour: SOFT_INK });
}

/** Draws a row, and says where the next one begins. */
function drawRow(document: PdfDocument, row: ChangeRow, y: number): number {
  const { label, unit, detail, earlier, later, delta, note, verdict } = row;
  const style: TextStyle = { size: TABLE.size };
  write(document, `${label} ${unit}`, PAGE.left, y, style);
  write(document, oneLine(document, earlier.text, TABLE.later - TABLE.earlier, TABLE.size), TABLE.earlier, y, style);
  write(document, oneLine(document, later.text, TABLE.delta - TABLE.later, TABLE.size), TABLE.later, y, style);
  const stands = verdict === 'beyond_repeatability' || verdict === 'rise_of_60';
  write(document, delta, TABLE.delta, y, { ...style, bold: stands });
  write(document, note, TABLE.note, y, { ...style, bold: stands });
  if (detail === null) return y + TABLE.line;
  write(document, detail, PAGE.left + 2, y + TABLE.line, { size: 2.8, colour: SOFT_INK });
  return y + 2 * TABLE.line;
}

function drawTable(document: PdfDocument, { groups, judging, foot }: ComparisonContent): void {
  const title = { size: TABLE.size, bold: true };
  // when each was recorded stands in the head
  write(document, 'Earlier', TABLE.earlier, TABLE.top, title);
  write(document, 'Later', TABLE.later, TABLE.top, title);
  if (judging.differences) write(document, 'Change', TABLE.delta, TABLE.top, title);
  let y = TABLE.top + TABLE.line;
  for (const group of groups) {
    write(document, group.title, PAGE.left, y + 0.8, { ...title, colour: SOFT_INK });
    y += TABLE.line + 0.8;
    for (const row of group.rows) y = drawRow(document, row, y);
  }
  const last = judging.reason ?? foot;
  if (last) write(document, last, PAGE.left, y + 1, { size: 2.8, colour: SOFT_INK });
}

function drawChecks(document: PdfDocument, { checks, overlaid, overlay_note }: ComparisonContent): void {
  write(document, 'What to check', CHECKS.left, TABLE.top, { size: TABLE.size, bold: true });
  const nothing =
    'Same cart model, software, bandwidth, sampling rate and leads; no suspected reversal or disturbed lead.';
  const texts = checks.length === 0 ? [nothing] : checks;
  let y = TABLE.top + TABLE.line;
  for (const text of overlaid ? texts : [...texts, overlay_note]) {
    for (const line of linesOf(document, text, CHECKS.width, { size: TABLE.size })) {
      write(document, line, CHECKS.left, y, { size: TABLE.size });
      y += TABLE.line;
    }
    y += 1;
  }
}

/** What the foot says of what is drawn: of one of the two, or of both. */
function footScale({ earlier, later }: ComparisonContent, { side }: ComparisonSheet): string {
  if (side) return scaleText(side);
  const both = (a: string, b: string) => (a === b ? a : `${a} and ${b}`);
  return scaleText({ bandwidth: both(earlier.bandwidth, later.bandwidth), part: both(earlier.part, later.part) });
}

/**
 * Draws a comparison of two ECGs: values and what to check, the median beats over each other, then both traces, A4 across,
 * vectors, true scale. Every page says whose they are, when they were recorded, how far each is read and what it was made
 * from. The same content gives the same bytes.
 */
export function drawComparison(content: ComparisonContent): Promise<Uint8Array<ArrayBuffer>> {
  const document = createPdf({ title: 'ECG comparison', created_at: content.created_at, layout: 'landscape' });
  const sheets = comparisonSheets(content);
  const count = sheets.length + 1;
  const { inputs_sha256 } = content;
  const begin = () => {
    addPage(document);
    drawHead(document, headOf(content), CHECKS.left - PAGE.left - 4);
  };
  begin();
  drawDevices(document, content);
  drawTable(document, content);
  drawChecks(document, content);
  drawFoot(document, { scale: 'Values; both traces follow at true scale', inputs_sha256, number: 1, count });
  for (const [index, sheet] of sheets.entries()) {
    begin();
    drawSheetPage(document, sheet);
    drawFoot(document, { scale: footScale(content, sheet), inputs_sha256, number: index + 2, count });
  }
  return finish(document);
}
