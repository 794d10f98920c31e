import type { AnnotationTrack } from '@/lib/formats/recording';
import type { BeatLabel, Mark } from './beat-list';

/**
 * Codes of beats in annotation files (WFDB; ISHNE uses the same letters for N, S, V, and P for a paced beat), by AAMI
 * EC57. Escape beats count as N, as there; paced beats keep a class of their own.
 */
const LABELS: ReadonlyMap<string, BeatLabel> = new Map([
  ...['N', 'L', 'R', 'e', 'j', 'n', 'B'].map((code) => [code, 'N'] as const),
  ...['S', 'A', 'a', 'J'].map((code) => [code, 'S'] as const),
  ...['V', 'E', 'r'].map((code) => [code, 'V'] as const),
  ...['F'].map((code) => [code, 'F'] as const),
  ...['/', 'P'].map((code) => [code, 'P'] as const),
  ...['f', 'Q', '?'].map((code) => [code, 'Q'] as const),
]);

const MOST_MARKS = 5000;
const LONGEST_TEXT = 80;

/** Fewer beats than this a minute are no beat list but remarks on single beats. */
const LEAST_PER_MINUTE = 10;

/** Beats and marks a file states, times in ms from the recording's start. */
export interface AnnotatedBeats {
  track: string;
  times_ms: number[];
  labels: BeatLabel[];
}

const msAt = ({ clock }: AnnotationTrack, start_ms: number, ticks: number) =>
  start_ms + (ticks * 1000 * clock.denominator) / clock.numerator;

function beatsOf(track: AnnotationTrack, start_ms: number): AnnotatedBeats {
  const beats = [...track.at]
    .flatMap((ticks, index) => {
      const label = LABELS.get(track.code[index] ?? '');
      return label === undefined ? [] : [{ at: msAt(track, start_ms, ticks), label }];
    })
    .sort((a, b) => a.at - b.at);
  return { track: track.name, times_ms: beats.map(({ at }) => at), labels: beats.map(({ label }) => label) };
}

/**
 * The beats a file states: those of the track with most of them. Null where no track is a list of the recording's beats.
 * @param startOf start of a block of the recording, by its index
 */
export function annotatedBeats(
  tracks: readonly AnnotationTrack[],
  duration_ms: number,
  startOf: (block: number | null) => number,
): AnnotatedBeats | null {
  let best: AnnotatedBeats | null = null;
  for (const track of tracks) {
    const beats = beatsOf(track, startOf(track.block));
    if (beats.times_ms.length > (best?.times_ms.length ?? 0)) best = beats;
  }
  const least = (duration_ms / 60_000) * LEAST_PER_MINUTE;
  return best && best.times_ms.length >= least ? best : null;
}

/** What a code means where it is no beat; waves of single beats (p, t, u and their ends) are left out. */
function kindOf(code: string): Mark['kind'] | null {
  if (code === '+') return 'rhythm';
  if (code === '~' || code === '|' || code === 'X') return 'noise';
  if (code === '[' || code === ']' || code === '!') return 'flutter';
  return LABELS.has(code) || ['(', ')', 'p', 't', 'u', '^', "'", 'x', 'T', 's', 'D', '='].includes(code)
    ? null
    : 'note';
}

/** The texts of WFDB's codes that carry none of their own. */
const TEXTS: Readonly<Record<string, string>> = {
  '~': 'Signal quality changes',
  '|': 'Artefact that is no beat',
  X: 'Artefact',
  '[': 'Ventricular flutter or fibrillation begins',
  ']': 'Ventricular flutter or fibrillation ends',
  '!': 'Ventricular flutter wave',
};

/** `(AFIB` as WFDB writes a rhythm is `AFIB`. */
const textOf = (code: string, text: string | null) =>
  (text?.replace(/^\(/, '').trim() || TEXTS[code] || code).slice(0, LONGEST_TEXT);

function marksOf(track: AnnotationTrack, start_ms: number): Mark[] {
  return [...track.at].flatMap((ticks, index): Mark[] => {
    const code = track.code[index] ?? '';
    const kind = kindOf(code);
    if (kind === null) return [];
    const duration = track.duration[index] ?? null;
    const to_ms = duration === null ? null : msAt(track, start_ms, ticks + duration);
    return [{ kind, from_ms: msAt(track, start_ms, ticks), to_ms, text: textOf(code, track.text[index] ?? null) }];
  });
}

/** A rhythm lasts until the source names the next one. */
function withEnds(marks: readonly Mark[], duration_ms: number): Mark[] {
  const rhythms = marks.filter(({ kind }) => kind === 'rhythm');
  return marks.map((mark) => {
    if (mark.kind !== 'rhythm' || mark.to_ms !== null) return mark;
    return { ...mark, to_ms: rhythms[rhythms.indexOf(mark) + 1]?.from_ms ?? duration_ms };
  });
}

/** What a file marks beside beats, in order of time, whole milliseconds within the recording. */
export function annotatedMarks(
  tracks: readonly AnnotationTrack[],
  duration_ms: number,
  startOf: (block: number | null) => number,
): Mark[] {
  const within = (ms: number) => Math.round(Math.min(duration_ms, Math.max(0, ms)));
  const marks = tracks
    .flatMap((track) => marksOf(track, startOf(track.block)))
    .filter(({ from_ms }) => from_ms >= 0 && from_ms <= duration_ms)
    .sort((a, b) => a.from_ms - b.from_ms)
    .slice(0, MOST_MARKS);
  return withEnds(marks, duration_ms).map((mark) => ({
    ...mark,
    from_ms: within(mark.from_ms),
    to_ms: mark.to_ms === null ? null : within(mark.to_ms),
  }));
}
