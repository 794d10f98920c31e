import type { Episode } from '../rhythm/follow-fibrillation';
import { BEAT_LABELS, type BeatLabel, type BeatList, beatAtOrAfter, intervalAt, labelAt } from './beat-list';

/** An interval longer than this is listed as a pause. */
export const PAUSE_MS = 2000;
/** Fastest and slowest rate are means of so many intervals, so that one early or late beat makes neither. */
const RATE_INTERVALS = 10;
/** So many ventricular beats one after the other are a run. */
const RUN_BEATS = 3;

/** A rate over some beats, in bpm, with where they are. */
interface RateAt {
  bpm: number;
  from_ms: number;
  to_ms: number;
}

/** What a list of beats comes to. Null where there are too few beats to say. */
export interface BeatFacts {
  beats: number;
  labels: Record<BeatLabel, number>;
  /** Whether anybody classified the beats; without it no label is absent, all are unknown. */
  labelled: boolean;
  mean_bpm: number | null;
  fastest: RateAt | null;
  slowest: RateAt | null;
  longest_rr: { ms: number; at_ms: number } | null;
}

/** The span of beats `[first, end)` of a list. */
interface Range {
  first: number;
  end: number;
}

function rangeOf({ times_ms }: BeatList, from_ms: number, to_ms: number): Range {
  return { first: beatAtOrAfter(times_ms, from_ms), end: beatAtOrAfter(times_ms, to_ms) };
}

/** Means of ten intervals in a row that no break interrupts, each ending at a beat of the range. */
function extremesOf(list: BeatList, { first, end }: Range): Pick<BeatFacts, 'fastest' | 'slowest'> {
  let fastest: RateAt | null = null;
  let slowest: RateAt | null = null;
  let unbroken = 0;
  for (let k = first; k < end; k++) {
    unbroken = k > first && intervalAt(list, k) !== null ? unbroken + 1 : 0;
    if (unbroken < RATE_INTERVALS) continue;
    const from_ms = list.times_ms[k - RATE_INTERVALS] ?? 0;
    const to_ms = list.times_ms[k] ?? 0;
    const bpm = (60_000 * RATE_INTERVALS) / (to_ms - from_ms);
    if (!fastest || bpm > fastest.bpm) fastest = { bpm, from_ms, to_ms };
    if (!slowest || bpm < slowest.bpm) slowest = { bpm, from_ms, to_ms };
  }
  return { fastest, slowest };
}

function intervalsOf(list: BeatList, { first, end }: Range): Pick<BeatFacts, 'mean_bpm' | 'longest_rr'> {
  let sum = 0;
  let count = 0;
  let longest_rr: BeatFacts['longest_rr'] = null;
  for (let k = first; k < end; k++) {
    const rr = intervalAt(list, k);
    if (rr === null) continue;
    sum += rr;
    count += 1;
    if (!longest_rr || rr > longest_rr.ms) longest_rr = { ms: rr, at_ms: list.times_ms[k - 1] ?? 0 };
  }
  return { mean_bpm: sum > 0 ? (60_000 * count) / sum : null, longest_rr };
}

/** What the beats of a span come to: counts by label, rates, the longest interval. */
export function beatFacts(list: BeatList, from_ms = 0, to_ms = Number.POSITIVE_INFINITY): BeatFacts {
  const range = rangeOf(list, from_ms, to_ms);
  const labels: BeatFacts['labels'] = { N: 0, S: 0, V: 0, F: 0, P: 0, Q: 0 };
  for (let k = range.first; k < range.end; k++) {
    const label = labelAt(list, k);
    if (label) labels[label] += 1;
  }
  return {
    beats: range.end - range.first,
    labels,
    labelled: list.source.kind === 'file',
    ...intervalsOf(list, range),
    ...extremesOf(list, range),
  };
}

/** Places one can jump to, by kind. */
const JUMP_KINDS = [
  ...['V', 'run', 'S', 'F', 'P', 'Q', 'fastest', 'slowest', 'longest', 'pause'],
  ...['rhythm', 'suspected', 'flutter', 'noise', 'note', 'gap'],
] as const;
export type JumpKind = (typeof JUMP_KINDS)[number];

/** One place to jump to. */
export interface JumpPlace {
  at_ms: number;
  /** Where it ends; equal to `at_ms` for a point. */
  to_ms: number;
  /** The interval before a beat, or the length of a pause. */
  rr_ms: number | null;
  /** A rate in bpm, of a run or of ten beats. */
  bpm: number | null;
  text: string | null;
}

const place = (at_ms: number, to_ms: number, more: Partial<JumpPlace> = {}): JumpPlace => ({
  ...{ rr_ms: null, bpm: null, text: null },
  ...more,
  at_ms,
  to_ms,
});

function labelledPlaces(list: BeatList): Map<JumpKind, JumpPlace[]> {
  const places = new Map<JumpKind, JumpPlace[]>(
    BEAT_LABELS.filter((label) => label !== 'N').map((label): [Exclude<BeatLabel, 'N'>, JumpPlace[]] => [label, []]),
  );
  for (let k = 0; k < list.times_ms.length; k++) {
    const label = labelAt(list, k);
    const at = list.times_ms[k] ?? 0;
    if (label !== null && label !== 'N') places.get(label)?.push(place(at, at, { rr_ms: intervalAt(list, k) }));
  }
  return places;
}

/** Three or more ventricular beats one after the other, with the rate among them. */
function runPlaces(list: BeatList): JumpPlace[] {
  const runs: JumpPlace[] = [];
  for (let k = 0; k < list.times_ms.length; k++) {
    const first = k;
    while (labelAt(list, k) === 'V' && (k === first || intervalAt(list, k) !== null)) k++;
    const beats = k - first;
    if (beats < RUN_BEATS) {
      if (beats > 0) k -= 1;
      continue;
    }
    const from = list.times_ms[first] ?? 0;
    const to = list.times_ms[k - 1] ?? 0;
    runs.push(place(from, to, { bpm: (60_000 * (beats - 1)) / (to - from), text: `${beats} beats` }));
    k -= 1;
  }
  return runs;
}

function pausePlaces(list: BeatList): JumpPlace[] {
  const pauses: JumpPlace[] = [];
  for (let k = 1; k < list.times_ms.length; k++) {
    const rr_ms = intervalAt(list, k);
    if (rr_ms !== null && rr_ms > PAUSE_MS)
      pauses.push(place(list.times_ms[k - 1] ?? 0, list.times_ms[k] ?? 0, { rr_ms }));
  }
  return pauses;
}

const ratePlaces = (rate: RateAt | null) => (rate ? [place(rate.from_ms, rate.to_ms, { bpm: rate.bpm })] : []);

/**
 * All places one can jump to, in order of time, by kind; kinds without one are left out.
 * @param suspected where atrial fibrillation is suspected
 */
export function jumpPlaces(
  list: BeatList,
  facts: BeatFacts,
  suspected: readonly Episode[],
): ReadonlyMap<JumpKind, readonly JumpPlace[]> {
  const marked = (kind: BeatList['marks'][number]['kind']) =>
    list.marks
      .filter((mark) => mark.kind === kind)
      .map(({ from_ms, to_ms, text }) => place(from_ms, to_ms ?? from_ms, { text }));
  const longest = facts.longest_rr;
  const all = new Map<JumpKind, JumpPlace[]>([
    ...labelledPlaces(list),
    ['run', runPlaces(list)],
    ['fastest', ratePlaces(facts.fastest)],
    ['slowest', ratePlaces(facts.slowest)],
    ['longest', longest ? [place(longest.at_ms, longest.at_ms + longest.ms, { rr_ms: longest.ms })] : []],
    ['pause', pausePlaces(list)],
    ['rhythm', marked('rhythm')],
    ['suspected', suspected.map(({ from_ms, to_ms }) => place(from_ms, to_ms))],
    ['flutter', marked('flutter')],
    ['noise', marked('noise')],
    ['note', marked('note')],
    ['gap', list.gaps.map(({ from_ms, to_ms }) => place(from_ms, to_ms))],
  ]);
  return new Map(JUMP_KINDS.flatMap((kind) => (all.get(kind)?.length ? [[kind, all.get(kind) ?? []] as const] : [])));
}
