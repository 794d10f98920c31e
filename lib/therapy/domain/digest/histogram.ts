/** Widths of bins, in the signals' units; half of one is the most a percentile can be off. */
export interface BinWidths {
  leak: number;
  pressure: number;
}

/** ResMed's leak comes in steps of 1.2 L/min, which these bins hit; other vendors' in finer ones. */
export const FINE_BINS: BinWidths = { leak: 0.2, pressure: 0.05 };
/** For a record of so many sessions that finer bins would not fit into its document. */
export const COARSE_BINS: BinWidths = { leak: 1.2, pressure: 0.2 };

/** No more bins than this from zero, either way: 50 cmH2O or 200 L/min, beyond which no percentile means anything. */
const FURTHEST_BIN = 1000;

/**
 * How long a signal stood at each value, so that signals of several sessions can be pooled exactly: `ms[i]` is the time
 * at values that round to `(first + i) × width`. Rounding keeps the order of values, so a percentile of the rounded
 * values is the rounded percentile: off by at most half a bin (0.1 L/min, 0.025 cmH2O).
 */
export interface Histogram {
  width: number;
  first: number;
  ms: number[];
}

/** What a signal's samples are made of: `(value − offset) × scale` in its unit, `null` a gap. */
export interface SampledValues {
  period_ms: number;
  scale: number;
  offset: number;
  values: readonly (number | null)[];
}

/** The histogram of the first `length` samples; `null` when none of them is a number. */
export function histogramOf(signal: SampledValues, length: number, width: number): Histogram | null {
  const counts = new Map<number, number>();
  for (let i = 0; i < length; i++) {
    const value = signal.values[i] ?? null;
    if (value === null) continue;
    const bin = Math.round(((value - signal.offset) * signal.scale) / width);
    const kept = Math.max(-FURTHEST_BIN, Math.min(FURTHEST_BIN, bin));
    counts.set(kept, (counts.get(kept) ?? 0) + 1);
  }
  return fromEntries(
    [...counts].map(([bin, count]) => [bin, count * signal.period_ms]),
    width,
  );
}

/** Several histograms as one, in the coarsest of their bins; `null` of none. */
export function poolHistograms(histograms: readonly (Histogram | null)[]): Histogram | null {
  const width = histograms.reduce((widest, histogram) => Math.max(widest, histogram?.width ?? 0), 0);
  const sums = new Map<number, number>();
  for (const histogram of histograms) {
    if (histogram === null) continue;
    for (const [i, ms] of histogram.ms.entries()) {
      const bin = Math.round(((histogram.first + i) * histogram.width) / width);
      sums.set(bin, (sums.get(bin) ?? 0) + ms);
    }
  }
  return fromEntries([...sums], width);
}

function fromEntries(entries: readonly (readonly [number, number])[], width: number): Histogram | null {
  const filled = entries.filter(([, ms]) => ms > 0);
  if (filled.length === 0) return null;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const [bin] of filled) {
    first = Math.min(first, bin);
    last = Math.max(last, bin);
  }
  const ms = new Array<number>(last - first + 1).fill(0);
  // whole milliseconds, so that sums do not depend on their order
  for (const [bin, time] of filled) ms[bin - first] = Math.round(time);
  return { width, first, ms };
}

/** All the time a histogram holds, in ms. */
export function histogramMs(histogram: Histogram | null): number {
  return (histogram?.ms ?? []).reduce((sum, ms) => sum + ms, 0);
}

/** The least value at or under which the signal stood for this share (0 to 1) of the time; `null` of none. */
export function percentile(histogram: Histogram | null, share: number): number | null {
  if (histogram === null) return null;
  const wanted = histogramMs(histogram) * share;
  let sum = 0;
  for (const [i, ms] of histogram.ms.entries()) {
    sum += ms;
    // bins times width in doubles leaves 8.200000000000001
    if (sum >= wanted && ms > 0) return Math.round((histogram.first + i) * histogram.width * 1000) / 1000;
  }
  return null;
}
