const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const DATE_FORMS: [RegExp, (parts: string[]) => [string, string, string][]][] = [
  [/\b(\d{4})[-./](\d{1,2})[-./](\d{1,2})\b/g, ([year = '', month = '', day = '']) => [[year, month, day]]],
  // 03/04/2026 is read both ways: which one was meant cannot be known
  [
    /\b(\d{1,2})[-./](\d{1,2})[-./](\d{4})\b/g,
    ([one = '', two = '', year = '']) => [
      [year, two, one],
      [year, one, two],
    ],
  ],
  [
    /\b(\d{1,2})[. -]{1,2}([A-Za-z]{3,9})\.?[ ,-]{1,2}(\d{4})\b/g,
    ([day = '', word = '', year = '']) => [[year, month(word), day]],
  ],
  [/\b([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})\b/g, ([word = '', day = '', year = '']) => [[year, month(word), day]]],
];

function month(word: string): string {
  return String(MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1);
}

/**
 * Every calendar date a text may name, as `YYYY-MM-DD`: ISO, day or month first with dots, slashes or hyphens (both
 * readings where both are dates), and with the month as an English word.
 */
export function datesInText(text: string): string[] {
  const dates = new Set<string>();
  for (const [form, readings] of DATE_FORMS) {
    for (const match of text.matchAll(form)) {
      for (const [year, monthNumber, day] of readings(match.slice(1))) {
        const date = `${year}-${monthNumber.padStart(2, '0')}-${day.padStart(2, '0')}`;
        const instant = new Date(`${date}T00:00:00Z`);
        if (!Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date)) dates.add(date);
      }
    }
  }
  return [...dates];
}
