import { formatDecimal } from '@/lib/client/format-value';
import {
  ALARM_INK,
  addPage,
  createPdf,
  finish,
  INK,
  linesOf,
  type PdfDocument,
  SOFT_INK,
  write,
} from '@/lib/pdf/pdf-page';
import { drawSheet } from './draw-sheet';
import type { ReportContent } from './report-content';
import { REPORT_GAIN_MM_PER_MV, REPORT_SPEED_MM_PER_S, type ReportSheet } from './report-sheets';

const LEFT = 17;
const PAPER_TOP = 50;
const FOOT_TOP = 187;
/** What the two check bars measure when the page was printed at its own size. */
const CHECK_MM = 50;
const TEXT = { top: 50, bottom: 182, line: 4.6, size: 3.6 };

/** Where the head has room for statements. */
const HEAD = { top: 7, height: 37, identity: 108, measurements: 128, statements: 190, width: 90, lines: 3, line: 4 };

const DEVICE_TITLE = 'Statement of the device, as sent';
const READER_TITLE = 'Statement of the reader';

interface PageNumber {
  number: number;
  count: number;
}

const LEADING = 1.3;

/** The lines of the head in the largest of a few sizes at which all of them fit: none is ever cut. */
function headLines(document: PdfDocument, content: ReportContent) {
  const colour = content.confirmed ? INK : ALARM_INK;
  const parts = [
    { text: content.name, size: 5.4, bold: true, colour: INK },
    { text: content.identity, size: 3.6, bold: true, colour: INK },
    { text: content.recorded, size: 3.4, bold: false, colour: INK },
    { text: content.state, size: 3.6, bold: true, colour },
  ];
  const at = (scale: number) =>
    parts.flatMap(({ text, ...style }) => {
      const sized = { ...style, size: style.size * scale };
      return linesOf(document, text, HEAD.identity, sized).map((line) => ({ text: line, style: sized }));
    });
  const height = (lines: ReturnType<typeof at>) => lines.reduce((sum, { style }) => sum + style.size * LEADING, 0);
  const fitting = [1, 0.85, 0.7].map(at).find((lines) => height(lines) <= HEAD.height);
  return fitting ?? at(0.55);
}

/** The first line of a text, marked where it goes on. */
function oneLine(document: PdfDocument, text: string, width: number, size: number): string {
  const [first = '', ...more] = linesOf(document, text, width - 3, { size });
  return more.length > 0 ? `${first} …` : first;
}

/** Who and what, on every page: a page that is taken out of the report still says whose it is. */
function drawHead(document: PdfDocument, content: ReportContent): void {
  const lines = headLines(document, content);
  let y = HEAD.top;
  for (const { text, style } of lines) {
    write(document, text, LEFT, y, style);
    y += style.size * LEADING;
  }
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

function scaleText(content: ReportContent): string {
  const scale = `${formatDecimal(REPORT_SPEED_MM_PER_S, 1)} mm/s   ${formatDecimal(REPORT_GAIN_MM_PER_MV, 1)} mm/mV`;
  return `${scale}   ${content.bandwidth}   filter none   ${content.part}`;
}

function drawFoot(document: PdfDocument, content: ReportContent, { number, count }: PageNumber): void {
  write(document, scaleText(content), LEFT, FOOT_TOP, { size: 3.2 });
  write(document, `page ${number}/${count}`, 262, FOOT_TOP, { size: 3.2, bold: true });
  drawCheckBars(document);
  write(document, 'Print at 100 %: both bars then measure 50 mm.', 84, FOOT_TOP + 8, { size: 3 });
  const missing = document.unprintable ? '   Some letters cannot be printed here; the portal shows them.' : '';
  write(document, `Inputs SHA-256 ${content.inputs_sha256}${missing}`, LEFT, FOOT_TOP + 14, {
    size: 2.6,
    colour: SOFT_INK,
  });
  write(document, 'Evaluation software, not a cleared medical device.', 212, FOOT_TOP + 14, {
    size: 2.6,
    colour: SOFT_INK,
  });
}

function drawSummary(document: PdfDocument, content: ReportContent, isCut: boolean): void {
  const title = { size: 3.2, bold: true };
  write(document, 'Measured by the device', HEAD.measurements, 8, title);
  for (const [index, line] of content.measurements.entries())
    write(document, line, HEAD.measurements, 12.5 + index * HEAD.line, { size: 3 });
  let y = 8;
  for (const [heading, text] of [
    [DEVICE_TITLE, content.device_statement],
    [READER_TITLE, content.reader_statement],
  ] as const) {
    write(document, heading, HEAD.statements, y, title);
    const lines = linesOf(document, text, HEAD.width, { size: 3 }).slice(0, HEAD.lines);
    for (const [index, line] of lines.entries())
      write(document, line, HEAD.statements, y + 4.5 + index * HEAD.line, { size: 3 });
    y += 4.5 + HEAD.lines * HEAD.line + 1.5;
  }
  if (isCut) write(document, 'In full on the last page.', HEAD.statements, y, { size: 3, bold: true });
  const source = oneLine(document, `${content.device}. ${content.order}`, 263, 2.8);
  write(document, source, LEFT, 45.5, { size: 2.8, colour: SOFT_INK });
}

/** The lines of the page of statements; empty where the head of the first page has room for all. */
function statementLines(document: PdfDocument, content: ReportContent) {
  const texts = [content.device_statement, content.reader_statement];
  const isCut = texts.some((text) => linesOf(document, text, HEAD.width, { size: 3 }).length > HEAD.lines);
  if (!isCut) return [];
  return [
    [DEVICE_TITLE, content.device_statement],
    [READER_TITLE, content.reader_statement],
  ].flatMap(([heading = '', text = '']) => [
    { text: heading, bold: true },
    ...linesOf(document, text, 255, { size: TEXT.size }).map((line) => ({ text: line, bold: false })),
    { text: '', bold: false },
  ]);
}

const LINES_A_PAGE = Math.floor((TEXT.bottom - TEXT.top) / TEXT.line);

function drawSheetPage(document: PdfDocument, sheet: ReportSheet): void {
  drawSheet(document, { left: LEFT, top: PAPER_TOP }, sheet);
  const below = PAPER_TOP + (sheet.placed?.heightMm ?? 0) + 0.6;
  const note = oneLine(document, [sheet.title, ...sheet.notes].join('   '), 263, 2.8);
  write(document, note, LEFT, Math.min(below, FOOT_TOP - 3.4), { size: 2.8 });
}

/**
 * Draws a report: A4 across, vectors, true scale (25 mm/s, 10 mm/mV). Every page says whose it is, when it was recorded,
 * how far its reading is, its scale and what it was made from. The same content and sheets give the same bytes.
 */
export function drawReport(content: ReportContent, sheets: readonly ReportSheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const document = createPdf({ title: 'ECG report', created_at: content.created_at, layout: 'landscape' });
  const lines = statementLines(document, content);
  const textPages = Math.ceil(lines.length / LINES_A_PAGE);
  const count = sheets.length + textPages;
  for (const [index, sheet] of sheets.entries()) {
    addPage(document);
    drawHead(document, content);
    if (index === 0) drawSummary(document, content, textPages > 0);
    drawSheetPage(document, sheet);
    drawFoot(document, content, { number: index + 1, count });
  }
  for (let page = 0; page < textPages; page += 1) {
    addPage(document);
    drawHead(document, content);
    for (const [index, { text, bold }] of lines.slice(page * LINES_A_PAGE, (page + 1) * LINES_A_PAGE).entries())
      write(document, text, LEFT, TEXT.top + index * TEXT.line, { size: TEXT.size, bold });
    drawFoot(document, content, { number: sheets.length + page + 1, count });
  }
  return finish(document);
}
