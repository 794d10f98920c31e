import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';

/** Dots an inch of the printed page: what a device drew stays readable. */
const DOTS_PER_INCH = 200;
const POINTS_PER_INCH = 72;

/** Marks what is printed, for the time of it. */
const PRINTED = 'nb-printed';

async function sheetOf(page: PDFPageProxy): Promise<HTMLCanvasElement> {
  const viewport = page.getViewport({ scale: DOTS_PER_INCH / POINTS_PER_INCH });
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  // in points, so that the paper of the report keeps its scale
  canvas.style.width = `${(viewport.width / DOTS_PER_INCH) * POINTS_PER_INCH}pt`;
  canvas.style.display = 'block';
  canvas.style.breakAfter = 'page';
  await page.render({ canvas, viewport, intent: 'print' }).promise;
  return canvas;
}

/** Only the sheets are printed, each on a page of the first one's size without margins. */
function printSheet(first: PDFPageProxy): CSSStyleSheet {
  const { width, height } = first.getViewport({ scale: 1 });
  // a constructed sheet needs no nonce
  const style = new CSSStyleSheet();
  style.replaceSync(`
    .${PRINTED} { display: none; }
    @media print {
      @page { size: ${width}pt ${height}pt; margin: 0; }
      body > *:not(.${PRINTED}) { display: none !important; }
      body { background: none !important; }
      .${PRINTED} { display: block; }
    }`);
  return style;
}

/** Prints every page of a report at its own scale. Resolves when the print dialog is closed. */
export async function printReport(report: PDFDocumentProxy): Promise<void> {
  const first = await report.getPage(1);
  const sheets = document.createElement('div');
  sheets.className = PRINTED;
  const style = printSheet(first);
  document.adoptedStyleSheets.push(style);
  document.body.append(sheets);
  try {
    for (let number = 1; number <= report.numPages; number += 1)
      sheets.append(await sheetOf(await report.getPage(number)));
    const closed = new Promise((resolve) => window.addEventListener('afterprint', resolve, { once: true }));
    window.print();
    await closed;
  } finally {
    sheets.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== style);
  }
}
