import { formatDecimal } from '@/lib/client/format-value';
import { INK, linesOf, type PdfDocument, SOFT_INK, write } from '@/lib/pdf/pdf-page';
import { drawSheet } from './draw-sheet';
import { REPORT_GAIN_MM_PER_MV, REPORT_SPEED_MM_PER_S, type ReportSheet } from './report-sheets';

/** Where a page of ECG paper has its parts, in mm. */
export const PAGE = { left: 17, paper_top: 50, foot_top: 187, width: 263 } as const;
const { left: LEFT, paper_top: PAPER_TOP, foot_top: FOOT_TOP } = PAGE;
/** What the two check bars measure when the page was printed at its own size. */
const CHECK_MM = 50;
const HEAD = { top: 7, height: 37 };
const LEADING = 1.3;

/** A line of the head as large as it is wished; all of them become smaller together where they do not fit. */
export interface HeadLine {
  text: string;
  size: number;
  bold: boolean;
  colour: string;
}

/** What the foot of a page says. */
export interface PageFoot {
  /** Scale, bandwidth and part of what is drawn, see `scaleText`. */
  scale: string;
  inputs_sha256: string;
  number: number;
  count: number;
}

/** The lines of the head in the largest of a few sizes at which all of them fit: none is ever cut. */
function fittingLines(document: PdfDocument, parts: readonly HeadLine[], width: number) {
  const at = (scale: number) =>
    parts.flatMap(({ text, ...style }) => {
      const sized = { ...style, size: style.size * scale };
      return linesOf(document, text, width, sized).map((line) => ({ text: line, style: sized }));
    });
  const height = (lines: ReturnType<typeof at>) => lines.reduce((sum, { style }) => sum + style.size * LEADING, 0);
  const fitting = [1, 0.85, 0.7].map(at).find((lines) => height(lines) <= HEAD.height);
  return fitting ?? at(0.55);
}

/** Who and what, on every page: a page that is taken out of the report still says whose it is. */
export function drawHead(document: PdfDocument, parts: readonly HeadLine[], width: number): void {
  let y = HEAD.top;
  for (const { text, style } of fittingLines(document, parts, width)) {
    write(document, text, LEFT, y, style);
    y += style.size * LEADING;
  }
}

/** The first line of a text, marked where it goes on. */
export function oneLine(document: PdfDocument, text: string, width: number, size: number): string {
  const [first = '', ...more] = linesOf(document, text, width - 3, { size });
  return more.length > 0 ? `${first} …` : first;
}

/** 50 mm along both edges: whoever holds a ruler to them knows whether the print is true. */
function drawCheckBars(document: PdfDocument): void {
  const { pdf } = document;
  const y = FOOT_TOP + 9.5;
  const x = 288;
  const top = 92;
  pdf
    .moveTo(LEFT, y)
    .lineTo(LEFT + CHECK_MM, y)
    .lineWidth(0.3)
    .strokeColor(INK)
    .stroke();
  pdf
    .moveTo(x, top)
    .lineTo(x, top + CHECK_MM)
    .lineWidth(0.3)
    .strokeColor(INK)
    .stroke();
  for (const at of [0, CHECK_MM]) {
    pdf.moveTo(LEFT + at, y - 1.2).lineTo(LEFT + at, y + 1.2);
    pdf.moveTo(x - 1.2, top + at).lineTo(x + 1.2, top + at);
  }
  pdf.lineWidth(0.3).strokeColor(INK).stroke();
  write(document, '50 mm', LEFT + CHECK_MM + 2, y - 1.6, { size: 2.8 });
  write(document, '50 mm', x - 4, top + CHECK_MM + 2, { size: 2.8 });
}

/** At which scale a recording is drawn, and which part of it. */
export function scaleText({ bandwidth, part }: { bandwidth: string; part: string }): string {
  const scale = `${formatDecimal(REPORT_SPEED_MM_PER_S, 1)} mm/s   ${formatDecimal(REPORT_GAIN_MM_PER_MV, 1)} mm/mV`;
  return `${scale}   ${bandwidth}   filter none   ${part}`;
}

/** Scale, page and what it was made from, with bars to check the print by. */
export function drawFoot(document: PdfDocument, foot: PageFoot): void {
  const { scale, number, count, inputs_sha256 } = foot;
  write(document, scale, LEFT, FOOT_TOP, { size: 3.2 });
  write(document, `page ${number}/${count}`, 262, FOOT_TOP, { size: 3.2, bold: true });
  drawCheckBars(document);
  write(document, 'Print at 100 %: both bars then measure 50 mm.', 84, FOOT_TOP + 8, { size: 3 });
  const missing = document.unprintable ? '   Some letters cannot be printed here; the portal shows them.' : '';
  write(document, `Inputs SHA-256 ${inputs_sha256}${missing}`, LEFT, FOOT_TOP + 14, {
    size: 2.6,
    colour: SOFT_INK,
  });
  write(document, 'Evaluation software, not a cleared medical device.', 212, FOOT_TOP + 14, {
    size: 2.6,
    colour: SOFT_INK,
  });
}

/** A sheet of ECG paper with what is to be known of it. */
export function drawSheetPage(document: PdfDocument, sheet: ReportSheet): void {
  drawSheet(document, { left: LEFT, top: PAPER_TOP }, sheet);
  const below = PAPER_TOP + (sheet.placed?.heightMm ?? 0) + 0.6;
  const note = oneLine(document, [sheet.title, ...sheet.notes].join('   '), 263, 2.8);
  write(document, note, LEFT, Math.min(below, FOOT_TOP - 3.4), { size: 2.8 });
}
