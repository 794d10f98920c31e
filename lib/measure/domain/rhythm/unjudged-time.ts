import type { SignalSpan } from '../quality/signal-over-time';

/** Why the rhythm of a stretch could not be judged. */
export const UNJUDGED_REASONS = [
  'lead_off',
  'noisy',
  'too_few_beats',
  'interrupted',
  'beats_differ',
  'low_sampling_rate',
] as const;
export type UnjudgedReason = (typeof UNJUDGED_REASONS)[number];

/** A stretch that has samples, whole ms from the recording's start, whose rhythm could not be judged. */
export interface UnjudgedSpan {
  from_ms: number;
  to_ms: number;
  reason: UnjudgedReason;
}

/** What of a long recording could not be judged. Time without samples is no part of it. */
export interface UnjudgedTime {
  /** Of all stretches. */
  total_ms: number;
  by_reason: Partial<Record<UnjudgedReason, number>>;
  /** Of all stretches; of more than `MOST_UNJUDGED` the longest are listed. */
  found: number;
  spans: UnjudgedSpan[];
}

/** Some 12 kB of JSON at most; shorter ones than the longest so many are narrower than a pixel of a day's overview. */
export const MOST_UNJUDGED = 200;
/** As short a time is no stretch, but the way from an edge of the recording to the next beat. */
const LEAST_MS = 5000;

interface Span {
  from_ms: number;
  to_ms: number;
}

/** Finds the first of some spans in which a moment lies; they are in order of time, and moments only grow. */
function walking<Of extends Span>(spans: readonly Of[]): (ms: number) => Of | null {
  let next = 0;
  return (ms) => {
    while ((spans[next]?.to_ms ?? Number.POSITIVE_INFINITY) <= ms) next += 1;
    const span = spans[next];
    return span && span.from_ms <= ms ? span : null;
  };
}

const lengthOf = ({ from_ms, to_ms }: Span) => to_ms - from_ms;
const isLong = (span: Span) => lengthOf(span) > LEAST_MS;

/** Puts a piece behind others; one that goes on for the same reason is made longer. */
function put(pieces: UnjudgedSpan[], piece: UnjudgedSpan): void {
  const last = pieces.at(-1);
  if (last?.to_ms === piece.from_ms && last.reason === piece.reason) last.to_ms = piece.to_ms;
  else pieces.push({ ...piece });
}

/** Pieces that no judged time and no gap parts. */
function runsOf(pieces: readonly UnjudgedSpan[]): UnjudgedSpan[][] {
  const runs: UnjudgedSpan[][] = [];
  for (const piece of pieces) {
    const run = runs.at(-1);
    if (run?.at(-1)?.to_ms === piece.from_ms) run.push(piece);
    else runs.push([piece]);
  }
  return runs;
}

/** The long runs; a short piece of one, as the way to the next beat, is put down to the long piece before it, or to the first. */
function longRuns(pieces: readonly UnjudgedSpan[]): UnjudgedSpan[] {
  const kept: UnjudgedSpan[] = [];
  for (const run of runsOf(pieces)) {
    const [longest] = [...run].sort((a, b) => lengthOf(b) - lengthOf(a));
    if (!longest || run.reduce((sum, piece) => sum + lengthOf(piece), 0) <= LEAST_MS) continue;
    let { reason } = run.find(isLong) ?? longest;
    for (const piece of run) {
      if (isLong(piece)) reason = piece.reason;
      put(kept, { ...piece, reason });
    }
  }
  return kept;
}

/** How much of all that is, by reason, and the longest of it. */
function summed(spans: readonly UnjudgedSpan[]): UnjudgedTime {
  const by_reason: UnjudgedTime['by_reason'] = {};
  for (const span of spans) by_reason[span.reason] = (by_reason[span.reason] ?? 0) + lengthOf(span);
  const longest = [...spans].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_UNJUDGED);
  return {
    total_ms: spans.reduce((sum, span) => sum + lengthOf(span), 0),
    by_reason,
    found: spans.length,
    spans: longest.sort((a, b) => a.from_ms - b.from_ms),
  };
}

/**
 * Which time of a recording has samples and was not judged. Where no lead can be read that is the reason; elsewhere it is what
 * kept a group of beats from being judged, and where there is no such group, that there are too few beats.
 *
 * @param signal where there are samples, and how they can be read
 * @param judged what was judged
 * @param groups groups of beats that were not judged; they may overlap
 */
export function unjudgedTime(
  signal: readonly SignalSpan[],
  judged: readonly Span[],
  groups: readonly UnjudgedSpan[],
): UnjudgedTime {
  const borders = [...new Set([...signal, ...judged, ...groups].flatMap(({ from_ms, to_ms }) => [from_ms, to_ms]))];
  borders.sort((a, b) => a - b);
  const [signalAt, judgedAt, groupAt] = [walking(signal), walking(judged), walking(groups)];
  const pieces: UnjudgedSpan[] = [];
  for (const [index, to_ms] of borders.slice(1).entries()) {
    const from_ms = borders[index] ?? to_ms;
    const [recorded, group] = [signalAt(from_ms), groupAt(from_ms)];
    if (judgedAt(from_ms) || !recorded) continue;
    const reason = recorded.state === 'readable' ? (group?.reason ?? 'too_few_beats') : recorded.state;
    put(pieces, { from_ms, to_ms, reason });
  }
  return summed(longRuns(pieces));
}
