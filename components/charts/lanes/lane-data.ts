import type { WindowChannel } from '@/lib/signals/window';

/** A fetched channel on the axis: `originMs` (epoch) is its recording's millisecond 0. */
export interface LanePiece {
  channel: WindowChannel;
  originMs: number;
}

/** Lowest and highest value of a moment or a span; equal where there is one sample. */
export interface Extent {
  low: number;
  high: number;
}

function arraysOf(channel: WindowChannel): { low: ArrayLike<number>; high: ArrayLike<number> } {
  return channel.kind === 'samples'
    ? { low: channel.values, high: channel.values }
    : { low: channel.min, high: channel.max };
}

/** Number of values (or bins) of a channel. */
export function lengthOf(channel: WindowChannel): number {
  return channel.kind === 'samples' ? channel.values.length : channel.min.length;
}

/** Indexes `[from, to)` of the values (or bins) that touch a span of the axis. */
export function indexesIn(
  { channel, originMs }: LanePiece,
  fromMs: number,
  toMs: number,
): { from: number; to: number } {
  const first = originMs + channel.start_ms;
  const clamp = (index: number) => Math.min(lengthOf(channel), Math.max(0, index));
  return {
    from: clamp(Math.floor((fromMs - first) / channel.step_ms)),
    to: clamp(Math.ceil((toMs - first) / channel.step_ms) + 1),
  };
}

/**
 * The value at a moment: the sample that holds there (each until the next), or the extremes of its bin. `null` in gaps
 * and outside of what was fetched.
 */
export function valueAt(pieces: readonly LanePiece[], atMs: number): Extent | null {
  for (const { channel, originMs } of pieces) {
    const index = Math.floor((atMs - originMs - channel.start_ms) / channel.step_ms + 1e-6);
    const { low, high } = arraysOf(channel);
    const [from, to] = [low[index] ?? Number.NaN, high[index] ?? Number.NaN];
    if (!Number.isNaN(from)) return { low: from, high: to };
  }
  return null;
}

/** The extremes of a span; `null` where it holds no value. Bins at its edges count as a whole. */
export function extentIn(pieces: readonly LanePiece[], fromMs: number, toMs: number): Extent | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const piece of pieces) {
    const first = piece.originMs + piece.channel.start_ms;
    const { step_ms } = piece.channel;
    const arrays = arraysOf(piece.channel);
    // values whose moment, bins whose stretch lies in the span
    const begin =
      piece.channel.kind === 'samples' ? Math.ceil((fromMs - first) / step_ms) : Math.floor((fromMs - first) / step_ms);
    const end = Math.min(lengthOf(piece.channel), Math.ceil((toMs - first) / step_ms));
    for (let i = Math.max(0, begin); i < end; i += 1) {
      const down = arrays.low[i] ?? Number.NaN;
      const up = arrays.high[i] ?? Number.NaN;
      if (down < low) low = down;
      if (up > high) high = up;
    }
  }
  return high < low ? null : { low, high };
}

/** Part of the values at either end that the usual extent leaves out; of bins more, as each holds its largest. */
const BEYOND = { samples: 0.005, minmax: 0.1 } as const;

/**
 * The extremes of all values but the outermost ones: the scale of a signal whose few large values (a yawn, a cough)
 * would make every breath small. They are still drawn, up to the lane's edge.
 */
export function usualExtent(pieces: readonly LanePiece[]): Extent | null {
  const lows: number[] = [];
  const highs: number[] = [];
  let share = 0;
  for (const { channel } of pieces) {
    share = Math.max(share, BEYOND[channel.kind]);
    const { low, high } = arraysOf(channel);
    for (let i = 0; i < low.length; i += 1) {
      const value = low[i] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      lows.push(value);
      highs.push(high[i] ?? value);
    }
  }
  if (lows.length === 0) return null;
  lows.sort((a, b) => a - b);
  highs.sort((a, b) => a - b);
  const beyond = Math.floor(lows.length * share);
  return { low: lows[beyond] ?? 0, high: highs[highs.length - 1 - beyond] ?? 0 };
}

/** Parts of a view that none of the covered stretches reaches, in order. */
export function gapsIn(
  covered: readonly { fromMs: number; toMs: number }[],
  fromMs: number,
  toMs: number,
): { fromMs: number; toMs: number }[] {
  const gaps: { fromMs: number; toMs: number }[] = [];
  let at = fromMs;
  for (const stretch of [...covered].sort((a, b) => a.fromMs - b.fromMs)) {
    if (stretch.toMs <= at) continue;
    if (stretch.fromMs >= toMs) break;
    if (stretch.fromMs > at) gaps.push({ fromMs: at, toMs: stretch.fromMs });
    at = stretch.toMs;
  }
  if (at < toMs) gaps.push({ fromMs: at, toMs });
  return gaps;
}
