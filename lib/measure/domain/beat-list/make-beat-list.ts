import type { AnnotationTrack } from '@/lib/formats/recording';
import { periodMs } from '@/lib/signals/rate';
import type { Channel } from '@/lib/signals/types';
import { type AnnotatedBeats, annotatedBeats, annotatedMarks } from './annotated-beats';
import { type BeatList, flagOf, type Gap, LONG_FROM_MS } from './beat-list';
import { BEAT_FINDER, type FoundBeats, findBeats } from './find-beats';

/** The marks of a file, with where its blocks start. */
export interface FileMarks {
  tracks: readonly AnnotationTrack[];
  block_starts_ms: readonly number[];
}

const MOST_GAPS = 2000;
/** Shorter than any interval between beats: nothing is missed in it. */
const SHORTEST_GAP_MS = 200;

/** Where no rhythm channel has a sample, in order of time, the longest if there are too many; and all of it together. */
export function gapsOf(channels: readonly Channel[], duration_ms: number): { gaps: Gap[]; missing_ms: number } {
  const spans = channels
    .filter(({ kind }) => kind === 'rhythm')
    .flatMap(({ segments, rate }) =>
      segments.map(({ start_ms, samples }) => ({ from: start_ms, to: start_ms + samples.length * periodMs(rate) })),
    )
    .sort((a, b) => a.from - b.from);
  const gaps: Gap[] = [];
  let covered = 0;
  for (const { from, to } of [...spans, { from: duration_ms, to: duration_ms }]) {
    if (from - covered >= SHORTEST_GAP_MS) gaps.push({ from_ms: Math.round(covered), to_ms: Math.round(from) });
    covered = Math.max(covered, to);
  }
  const missing_ms = gaps.reduce((sum, gap) => sum + gap.to_ms - gap.from_ms, 0);
  const longest = [...gaps].sort((a, b) => b.to_ms - b.from_ms - (a.to_ms - a.from_ms)).slice(0, MOST_GAPS);
  return { gaps: longest.sort((a, b) => a.from_ms - b.from_ms), missing_ms };
}

/**
 * The columns of the list: whole milliseconds, each moment once. Filled at once and without objects: a day has a hundred
 * thousand beats.
 */
function columnsOf(
  times_ms: readonly number[],
  flagOfBeat: (index: number) => number,
): Pick<BeatList, 'times_ms' | 'flags'> {
  const times = new Uint32Array(times_ms.length);
  const flags = new Uint8Array(times_ms.length);
  let count = 0;
  let before = -1;
  for (const [index, time_ms] of times_ms.entries()) {
    const at = Math.round(time_ms);
    const flag = flagOfBeat(index);
    if (at >= 0 && at > before) {
      times[count] = at;
      flags[count] = flag;
      count += 1;
    }
    before = at;
  }
  return { times_ms: times.slice(0, count), flags: flags.slice(0, count) };
}

/** Beats of a file: an interval counts unless the signal is missing somewhere in it. */
function fileColumns({ times_ms, labels }: AnnotatedBeats, gaps: readonly Gap[]) {
  let gap = 0;
  return columnsOf(times_ms, (index) => {
    const at = times_ms[index] ?? 0;
    let after_break = index === 0;
    for (; (gaps[gap]?.from_ms ?? Number.POSITIVE_INFINITY) < at; gap++) after_break = true;
    return flagOf(labels[index] ?? null, after_break);
  });
}

function foundColumns({ times_ms, after_break }: FoundBeats) {
  return columnsOf(times_ms, (index) => flagOf(null, after_break[index] ?? false));
}

/**
 * The list of beats of a long ECG: as its file states them, else as found in its leads.
 * @returns null for a short recording, and where there is neither a list in the file nor a lead in mV
 */
export function makeBeatList(
  channels: readonly Channel[],
  duration_ms: number,
  file: FileMarks | null,
): BeatList | null {
  if (duration_ms <= LONG_FROM_MS) return null;
  const startOf = (block: number | null) => (block === null ? 0 : (file?.block_starts_ms[block] ?? 0));
  const tracks = file?.tracks ?? [];
  const { gaps, missing_ms } = gapsOf(channels, duration_ms);
  const marks = annotatedMarks(tracks, duration_ms, startOf);
  const shared = { duration_ms, gaps, missing_ms, marks };
  const stated = annotatedBeats(tracks, duration_ms, startOf);
  if (stated)
    return {
      ...shared,
      source: { kind: 'file', track: stated.track },
      analysed_ms: null,
      ...fileColumns(stated, gaps),
    };
  const found = findBeats(channels);
  if (!found) return null;
  const source = { kind: 'computed', ...BEAT_FINDER, leads: found.leads } as const;
  return { ...shared, source, analysed_ms: Math.round(found.analysed_ms), ...foundColumns(found) };
}
