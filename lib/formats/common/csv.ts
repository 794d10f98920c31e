/** What a cell of a table holds; null is empty. */
export type CsvCell = string | number | null;

/** A text that a spreadsheet would take for a formula is made one it does not. */
const safe = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** A cell by RFC 4180; a number to four decimals, what is not known empty. */
function written(cell: CsvCell): string {
  if (cell === null || Number.isNaN(cell)) return '';
  if (typeof cell === 'number') return String(Number(cell.toFixed(4)));
  const text = safe(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One row of a table (RFC 4180), its end of line included; no cell can be taken for a formula. */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(written).join(',')}\r\n`;
}
