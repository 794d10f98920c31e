import type { WindowChannel } from '@/lib/signals/window';

/** One line of the full disclosure holds so much. */
export const ROW_MS = 60_000;
/** Lines on a page. */
export const ROWS = 10;
export const PAGE_MS = ROW_MS * ROWS;

/** Which page shows a moment. */
export function pageOf(ms: number): number {
  return Math.floor(ms / PAGE_MS);
}

/** How many pages a recording has. */
export function pageCount(durationMs: number): number {
  return Math.max(1, Math.ceil(durationMs / PAGE_MS));
}

/** The lines of a page: where each begins. */
export function rowsOf(page: number, durationMs: number): number[] {
  const starts = Array.from({ length: ROWS }, (_, row) => page * PAGE_MS + row * ROW_MS);
  return starts.filter((start) => start < durationMs);
}

/** Share of values left out at each end, so that artefacts do not flatten the rest. */
const SHARE_OUTSIDE = 0.002;

/** The level and the height that a page's lines are drawn at, in the channel's unit: one for all of them. */
export interface PageScale {
  middle: number;
  /** From the lowest to the highest that is not cut. */
  height: number;
}

/** The scale of a page of one channel; null where it has no sample. */
export function pageScale(channel: WindowChannel): PageScale | null {
  const low = channel.kind === 'samples' ? channel.values : channel.min;
  const high = channel.kind === 'samples' ? channel.values : channel.max;
  const lows = Float64Array.from(low)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const highs = Float64Array.from(high)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (lows.length === 0) return null;
  const bottom = lows[Math.floor(lows.length * SHARE_OUTSIDE)] ?? 0;
  const top = highs[Math.min(highs.length - 1, Math.floor(highs.length * (1 - SHARE_OUTSIDE)))] ?? 0;
  // a flat line lies in the middle of its row
  return { middle: (top + bottom) / 2, height: Math.max(top - bottom, 100) };
}
