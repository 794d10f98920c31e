import { readFileSync } from 'node:fs';
import path from 'node:path';
import PDFDocument from 'pdfkit';

const MM = 72 / 25.4;

/** Liberation Sans (SIL Open Font Licence) as pdf.js brings it: Latin with all its accents, Greek and Cyrillic. */
const FONT_FOLDER = path.join('node_modules', 'pdfjs-dist', 'standard_fonts');
const FONTS = { regular: 'LiberationSans-Regular.ttf', bold: 'LiberationSans-Bold.ttf' } as const;

let loaded: Record<keyof typeof FONTS, Buffer> | null = null;

function fontFiles(): Record<keyof typeof FONTS, Buffer> {
  loaded ??= {
    regular: readFileSync(path.join(process.cwd(), FONT_FOLDER, FONTS.regular)),
    bold: readFileSync(path.join(process.cwd(), FONT_FOLDER, FONTS.bold)),
  };
  return loaded;
}

/** How a text stands on the page; sizes in mm. */
export interface TextStyle {
  size?: number;
  bold?: boolean;
  colour?: string;
}

export const INK = '#14171c';
export const SOFT_INK = '#4a3936';
export const ALARM_INK = '#9a1b14';
/** Of two traces over each other, the one underneath and the one on top: apart in grey print as well. */
export const UNDER_INK = '#9aa1ab';
export const OVER_INK = '#2a4fb0';

/** A document all of whose lengths are mm, x to the right and y down from the top left corner. */
export interface PdfDocument {
  pdf: PDFKit.PDFDocument;
  /** Whether something was written that the font has no letter for. */
  unprintable: boolean;
}

interface PdfFacts {
  /** What it is; never whose. */
  title: string;
  created_at: Date;
  layout: 'portrait' | 'landscape';
}

/** An empty A4 document. Its date and with it its id come from its content, so that the same content gives the same bytes. */
export function createPdf({ title, created_at, layout }: PdfFacts): PdfDocument {
  const info = { Title: title, Creator: 'Nightbeat', Producer: 'Nightbeat', CreationDate: created_at };
  const pdf = new PDFDocument({ size: 'A4', layout, margin: 0, autoFirstPage: false, info });
  const files = fontFiles();
  pdf.registerFont('regular', files.regular);
  pdf.registerFont('bold', files.bold);
  return { pdf, unprintable: false };
}

/** Begins a page; from here on lengths are mm. */
export function addPage({ pdf }: PdfDocument): void {
  pdf.addPage();
  pdf.scale(MM);
}

/** Whether the font in use has a letter. */
function hasLetter(pdf: PDFKit.PDFDocument, code: number): boolean {
  // pdfkit keeps the font it opened under this name and tells nobody; without it a letter is believed to be there
  const font = (pdf as unknown as { _font?: { font?: { hasGlyphForCodePoint?: (code: number) => boolean } } })._font
    ?.font;
  return font?.hasGlyphForCodePoint?.(code) ?? true;
}

/** The text in letters the font has: others by their base letter, or a mark that one is missing. */
function printable(document: PdfDocument, text: string): string {
  const { pdf } = document;
  let written = '';
  for (const letter of text.normalize('NFC')) {
    if (hasLetter(pdf, letter.codePointAt(0) ?? 0)) written += letter;
    else {
      document.unprintable = true;
      const base = letter.normalize('NFD').charAt(0);
      written += hasLetter(pdf, base.codePointAt(0) ?? 0) ? base : '?';
    }
  }
  return written;
}

function setFont({ pdf }: PdfDocument, { size = 3.2, bold = false }: TextStyle): void {
  pdf.font(bold ? 'bold' : 'regular').fontSize(size);
}

/** Writes one line; y is its top. */
export function write(document: PdfDocument, text: string, x: number, y: number, style: TextStyle = {}): void {
  setFont(document, style);
  document.pdf.fillColor(style.colour ?? INK).text(printable(document, text), x, y, { lineBreak: false });
}

/** A text in lines no wider than a width, broken between words, or within one that is wider by itself. */
export function linesOf(document: PdfDocument, text: string, width: number, style: TextStyle = {}): string[] {
  setFont(document, style);
  const fits = (line: string) => document.pdf.widthOfString(line) <= width;
  const lines: string[] = [];
  for (const paragraph of text.split('\n').map((part) => printable(document, part))) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      while (!fits(line) && line.length > 1) {
        let cut = line.length - 1;
        while (cut > 1 && !fits(line.slice(0, cut))) cut -= 1;
        lines.push(line.slice(0, cut));
        line = line.slice(cut);
      }
    }
    lines.push(line);
  }
  return lines;
}

/** The finished document. */
export function finish({ pdf }: PdfDocument): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    pdf.on('error', reject);
    pdf.end();
  });
}
