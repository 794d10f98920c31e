import type { JumpPlace } from '@/lib/measure/domain/beat-list/beat-facts';

/** The window on the paper, in ms from the recording's start. */
export interface PaperWindow {
  fromMs: number;
  toMs: number;
}

/** Where a window has to start so that a place stands in its middle; one that is longer starts a little in front of it. */
export function windowAround({ at_ms, to_ms }: Pick<JumpPlace, 'at_ms' | 'to_ms'>, { fromMs, toMs }: PaperWindow) {
  const length = toMs - fromMs;
  return to_ms - at_ms < length ? (at_ms + to_ms - length) / 2 : at_ms - length / 10;
}

/**
 * The place before or after the one that is shown: beside the chosen one while it is on the paper, else beside the middle
 * of the window. Null at the ends.
 */
export function nextPlace(
  places: readonly JumpPlace[],
  chosen: number | null,
  window: PaperWindow,
  by: 1 | -1,
): number | null {
  const now = chosen === null ? undefined : places[chosen];
  if (chosen !== null && now && now.at_ms >= window.fromMs && now.at_ms <= window.toMs) {
    const next = chosen + by;
    return next >= 0 && next < places.length ? next : null;
  }
  const middle = (window.fromMs + window.toMs) / 2;
  if (by === 1) {
    const next = places.findIndex(({ at_ms }) => at_ms > middle);
    return next < 0 ? null : next;
  }
  const before = places.findLastIndex(({ at_ms }) => at_ms < middle);
  return before < 0 ? null : before;
}
