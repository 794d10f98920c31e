/**
 * What a source may say of a beat, one letter each (AAMI EC57): N normal, bundle branch block or escape beat, S
 * supraventricular ectopic, V ventricular ectopic, F fusion, P paced, Q not classifiable.
 */
export const BEAT_LABELS = ['N', 'S', 'V', 'F', 'P', 'Q'] as const;
export type BeatLabel = (typeof BEAT_LABELS)[number];

/** Kinds of marks beside beats: a rhythm from here on, noise, a heart beat that is none, or a remark. */
export const MARK_KINDS = ['rhythm', 'noise', 'flutter', 'note'] as const;

/** Something a source marked in time; `to_ms` is null where it is a point or its end is not known. */
export interface Mark {
  kind: (typeof MARK_KINDS)[number];
  from_ms: number;
  to_ms: number | null;
  text: string;
}

/** Whether a source labels a rhythm as atrial fibrillation or flutter (`AFIB`, `AFL`). */
export function isFibrillationMark({ kind, text }: Pick<Mark, 'kind' | 'text'>): boolean {
  return kind === 'rhythm' && /^AF/i.test(text);
}

/** A stretch without any sample of the ECG. */
export interface Gap {
  from_ms: number;
  to_ms: number;
}

/** Whose the beats are: marked in the file that was sent, or found by us in some leads. */
export type BeatSource =
  | { kind: 'file'; track: string }
  | { kind: 'computed'; algorithm: string; version: string; leads: string[] };

/** Everything about a list of beats but the beats. */
export interface BeatListInfo {
  source: BeatSource;
  /** Of the recording. */
  duration_ms: number;
  /** In which beats were looked for; null where the source does not say. */
  analysed_ms: number | null;
  /** In order of time; of more than `MOST_GAPS` the longest. */
  gaps: Gap[];
  /** All gaps together. */
  missing_ms: number;
  marks: Mark[];
}

/** The beats of a long recording by columns, in order of time. */
export interface BeatList extends BeatListInfo {
  /** Whole milliseconds from the recording's start. */
  times_ms: Uint32Array;
  /** By beat: the place of its label in `BEAT_LABELS` plus 1, 0 where it has none; plus `AFTER_BREAK`. */
  flags: Uint8Array;
}

/** Of a beat before which nobody looked: no interval ends at it. */
const AFTER_BREAK = 0x80;
const LABEL_BITS = 0x7f;

/** An ECG longer than this has a list of beats; a shorter one is read whole. */
export const LONG_FROM_MS = 60_000;

/** The label of a beat; null where nobody classified it. */
export function labelAt({ flags }: Pick<BeatList, 'flags'>, index: number): BeatLabel | null {
  return BEAT_LABELS[((flags[index] ?? 0) & LABEL_BITS) - 1] ?? null;
}

/** The flag byte of a beat. */
export function flagOf(label: BeatLabel | null, after_break: boolean): number {
  return (label === null ? 0 : BEAT_LABELS.indexOf(label) + 1) | (after_break ? AFTER_BREAK : 0);
}

/** The interval that ends at a beat, in ms; null at the first beat and behind a break. */
export function intervalAt({ times_ms, flags }: Pick<BeatList, 'times_ms' | 'flags'>, index: number): number | null {
  const before = times_ms[index - 1];
  const at = times_ms[index];
  if (before === undefined || at === undefined || ((flags[index] ?? 0) & AFTER_BREAK) !== 0) return null;
  return at - before;
}

/** The first beat at or after a moment. */
export function beatAtOrAfter(times_ms: Uint32Array, ms: number): number {
  let low = 0;
  let high = times_ms.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times_ms[middle] ?? 0) < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a mark or gap reaches into `[from_ms, to_ms)`. */
export function reachesInto(span: { from_ms: number; to_ms: number | null }, from_ms: number, to_ms: number): boolean {
  return span.from_ms < to_ms && (span.from_ms >= from_ms || (span.to_ms ?? span.from_ms) > from_ms);
}

/** The beats, marks and gaps of a span. What concerns the whole recording stays: its source, length and analysed time. */
export function beatsBetween(list: BeatList, from_ms: number, to_ms: number): BeatList {
  const first = beatAtOrAfter(list.times_ms, from_ms);
  const end = beatAtOrAfter(list.times_ms, to_ms);
  return {
    ...list,
    marks: list.marks.filter((mark) => reachesInto(mark, from_ms, to_ms)),
    gaps: list.gaps.filter((gap) => reachesInto(gap, from_ms, to_ms)),
    times_ms: list.times_ms.slice(first, end),
    flags: list.flags.slice(first, end),
  };
}
