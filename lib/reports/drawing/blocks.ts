import { INK, linesOf, type PdfDocument, SOFT_INK, write } from '@/lib/pdf/pdf-page';

/** Both edges of what is written, mm. */
export const LEFT = 14;
export const RIGHT = 196;

const LEADING = 1.28;

/** The height of a line of text of a size, mm. */
export const lineHeight = (size: number): number => size * LEADING;

/** A paragraph, and how many lines it may take before it is cut with a mark. */
export interface Item {
  text: string;
  bold?: boolean;
  colour?: string;
  most_lines?: number;
}

interface BlockPlace {
  x: number;
  y: number;
  width: number;
  /** Room for so many lines; what has none is counted, never dropped unsaid. */
  lines: number;
  size: number;
}

interface Line {
  text: string;
  bold: boolean;
  colour: string;
}

function linesOfItem(document: PdfDocument, item: Item, { width, size }: BlockPlace): Line[] {
  const { text, bold = false, colour = INK, most_lines = 2 } = item;
  const style = { size, bold };
  const all = linesOf(document, text, width, style);
  const kept = all.slice(0, most_lines);
  if (all.length > most_lines) {
    // the mark of the cut needs room of its own
    const [fitting = ''] = linesOf(document, kept.at(-1) ?? '', width - size, style);
    kept[kept.length - 1] = `${fitting} …`;
  }
  return kept.map((line) => ({ text: line, bold, colour }));
}

/**
 * Writes items one below the other into a place of fixed room. Those that find none are counted in the last line.
 * @param rest what that line says of so many items
 * @returns the number of lines written
 */
export function writeBlock(
  document: PdfDocument,
  place: BlockPlace,
  items: readonly Item[],
  rest: (count: number) => string,
): number {
  const parts = items.map((item) => linesOfItem(document, item, place));
  const total = parts.reduce((sum, lines) => sum + lines.length, 0);
  const written: Line[] = [];
  for (const [index, lines] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const fits = written.length + lines.length <= place.lines - (isLast || total <= place.lines ? 0 : 1);
    if (!fits) {
      written.push({ text: rest(parts.length - index), bold: false, colour: SOFT_INK });
      break;
    }
    written.push(...lines);
  }
  for (const [index, { text, bold, colour }] of written.entries())
    write(document, text, place.x, place.y + index * lineHeight(place.size), { size: place.size, bold, colour });
  return written.length;
}

/** A hair line across the page, or a part of it. */
export function rule({ pdf }: PdfDocument, y: number, x = LEFT, to = RIGHT): void {
  pdf.moveTo(x, y).lineTo(to, y).lineWidth(0.2).strokeColor('#9aa3ad').stroke();
}

/** The largest of a few sizes at which a text is one line of a width. */
export function fittingSize(document: PdfDocument, text: string, width: number, sizes: readonly number[]): number {
  const fits = (size: number) => linesOf(document, text, width, { size, bold: true }).length === 1;
  return sizes.find(fits) ?? sizes.at(-1) ?? 3;
}
