const GROUP_SEPARATOR = '\u001d';
/** Data of fixed length, which need no separator behind them: GTIN and the dates. */
const FIXED_LENGTHS: Record<string, number> = { '01': 14, '11': 6, '17': 6 };

/** The production date element of a GS1 string without brackets, walked from its start; null where there is none. */
function elementOf(text: string): string | null {
  let rest = text;
  while (rest.length > 2) {
    if (rest.startsWith(GROUP_SEPARATOR)) rest = rest.slice(1);
    if (rest.startsWith('11')) return rest.slice(2, 8);
    const length = FIXED_LENGTHS[rest.slice(0, 2)];
    const separator = rest.indexOf(GROUP_SEPARATOR);
    if (length === undefined && separator < 0) return null;
    rest = rest.slice(length === undefined ? separator : 2 + length);
  }
  return null;
}

/**
 * The first day a device can have been made on, by the production date of its UDI: application identifier 11, `YYMMDD`,
 * in brackets or as scanned (GS1 General Specifications 3.4.2; a day of 00 leaves the day open). Medical electronics
 * with a UDI are of this century.
 * @returns `YYYY-MM-DD`; null where the UDI has no such date, or is of another issuing agency
 */
export function productionDate(udi: string | null): string | null {
  const text = udi?.trim() ?? '';
  const digits = text.startsWith('(') ? (/\(11\)(\d{6})(?!\d)/.exec(text)?.[1] ?? null) : elementOf(text);
  const [, year, month, day] = /^(\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])$/.exec(digits ?? '') ?? [];
  return year === undefined ? null : `20${year}-${month}-${day === '00' ? '01' : day}`;
}
