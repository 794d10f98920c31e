/** One line of a result table: how long something took, in milliseconds. */
export interface Timing {
  what: string;
  times_ms: number[];
  /** The most the 95th percentile may be; null where the line only informs. */
  target_ms: number | null;
}

/** The p-th percentile by nearest rank. */
function percentile(times: readonly number[], p: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Runs the work and gives how long it took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const cell = (value: number) => value.toFixed(1).padStart(9);

/** Prints the table; the process ends with 1 where a target is missed. */
export function printTimings(title: string, timings: readonly Timing[]): void {
  const width = Math.max(...timings.map(({ what }) => what.length));
  const lines = timings.map(({ what, times_ms, target_ms }) => {
    const p95 = percentile(times_ms, 95);
    const verdict = target_ms === null ? '' : p95 <= target_ms ? `  <= ${target_ms}: met` : `  > ${target_ms}: MISSED`;
    if (target_ms !== null && p95 > target_ms) process.exitCode = 1;
    const figures = [percentile(times_ms, 50), p95, Math.max(...times_ms)].map(cell).join('');
    return `${what.padEnd(width)}${String(times_ms.length).padStart(7)}${figures}${verdict}`;
  });
  const head = `${''.padEnd(width)}${'n'.padStart(7)}${['p50 ms', 'p95 ms', 'max ms'].map((name) => name.padStart(9)).join('')}`;
  process.stdout.write(`\n${title}\n${head}\n${lines.join('\n')}\n`);
}
