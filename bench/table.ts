/** The p-th percentile (0 to 100) of values, by nearest rank; NaN for none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** One line of the report: what was measured, in every run, and what it should be. */
export interface Figure {
  what: string;
  unit: string;
  runs: number[];
  wanted: string;
  met: boolean;
}

const text = (x: number) => (x >= 100 ? x.toFixed(0) : x.toFixed(2));

/** The figures as a table: median over the runs, least and greatest, wanted. */
export function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, unit, runs, wanted, met }) => [
    what,
    `${text(percentile(runs, 50))} ${unit}`,
    `${text(Math.min(...runs))} to ${text(Math.max(...runs))}`,
    wanted,
    met ? 'yes' : 'NO',
  ]);
  const all = [['', 'median of runs', 'least to greatest', 'wanted', 'met'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}
