/** Digits of a moment: a thousand million ms are more than eleven days, and ten times as much is longer than anything is worn. */
const MOMENT = /^\d{1,10}$/;

/**
 * A moment of a recording as an address carries it: whole milliseconds from its start.
 * @returns null for whatever is none of this recording, which is then as if nothing had been asked for
 */
export function momentIn(text: string | readonly string[] | undefined, duration_ms: number): number | null {
  if (typeof text !== 'string' || !MOMENT.test(text)) return null;
  const ms = Number(text);
  return ms < duration_ms ? ms : null;
}

/**
 * The moment an ECG's paper is at, in whole ms from the recording's start: where its active caliper stands, else the
 * moment it was opened at, else the middle of what is on it. Only what is on the paper counts.
 */
export function momentOnPaper(
  { fromMs, toMs }: { fromMs: number; toMs: number },
  caliperMs: number | null,
  openedAtMs: number | null,
): number {
  const at = [caliperMs, openedAtMs].find((ms) => ms !== null && ms >= fromMs && ms <= toMs);
  return Math.round(at ?? (fromMs + toMs) / 2);
}
