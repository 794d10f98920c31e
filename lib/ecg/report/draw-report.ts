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
import { drawFoot, drawHead, drawSheetPage, type HeadLine, oneLine, PAGE, scaleText } from './page-frame';
import type { ReportContent } from './report-content';
import type { ReportSheet } from './report-sheets';

const LEFT = PAGE.left;
const TEXT = { top: 50, bottom: 182, line: 4.6, size: 3.6 };

/** Where the head has room for statements. */
const HEAD = { identity: 108, measurements: 128, statements: 190, width: 90, lines: 3, line: 4 };

const DEVICE_TITLE = 'Statement of the device, as sent';
const READER_TITLE = 'Statement of the reader';

/** The head of every page. */
function headOf(content: ReportContent): HeadLine[] {
  const colour = content.confirmed ? INK : ALARM_INK;
  return [
    { text: content.name, size: 5.4, bold: true, colour: INK },
    { text: content.identity, size: 3.6, bold: true, colour: INK },
    { text: content.recorded, size: 3.4, bold: false, colour: INK },
    { text: content.state, size: 3.6, bold: true, colour },
  ];
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

/**
 * Draws a report: A4 across, vectors, true scale (25 mm/s, 10 mm/mV). Every page says whose it is, when it was recorded,
 * how far its reading is, its scale and what it was made from. The same content and sheets give the same bytes.
 */
export function drawReport(content: ReportContent, sheets: readonly ReportSheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const document = createPdf({ title: 'ECG report', created_at: content.created_at, layout: 'landscape' });
  const lines = statementLines(document, content);
  const textPages = Math.ceil(lines.length / LINES_A_PAGE);
  const count = sheets.length + textPages;
  const foot = { scale: scaleText(content), inputs_sha256: content.inputs_sha256 };
  for (const [index, sheet] of sheets.entries()) {
    addPage(document);
    drawHead(document, headOf(content), HEAD.identity);
    if (index === 0) drawSummary(document, content, textPages > 0);
    drawSheetPage(document, sheet);
    drawFoot(document, { ...foot, number: index + 1, count });
  }
  for (let page = 0; page < textPages; page += 1) {
    addPage(document);
    drawHead(document, headOf(content), HEAD.identity);
    for (const [index, { text, bold }] of lines.slice(page * LINES_A_PAGE, (page + 1) * LINES_A_PAGE).entries())
      write(document, text, LEFT, TEXT.top + index * TEXT.line, { size: TEXT.size, bold });
    drawFoot(document, { ...foot, number: sheets.length + page + 1, count });
  }
  return finish(document);
}
