import { type BeatLabel, type BeatList, intervalAt, labelAt, type Mark } from './beat-list';

/** A list of beats as JSON. */
interface JsonBeats {
  start: string;
  source: 'file' | 'computed';
  track: string | null;
  algorithm: string | null;
  version: string | null;
  leads: string[];
  duration_ms: number;
  analysed_ms: number | null;
  missing_ms: number;
  times_ms: number[];
  rr_ms: (number | null)[];
  labels: (BeatLabel | null)[];
  gaps: { from_ms: number; to_ms: number }[];
  marks: Mark[];
}

/**
 * The JSON form of a list of beats. The first interval of a span is null: the beat before it is not in the list.
 * @param start instant of millisecond 0
 */
export function beatsToJson(list: BeatList, start: Date): JsonBeats {
  const { source, duration_ms, analysed_ms, missing_ms, gaps, marks } = list;
  const computed = source.kind === 'computed' ? source : null;
  const beats = [...list.times_ms.keys()];
  return {
    start: start.toISOString(),
    source: source.kind,
    track: source.kind === 'file' ? source.track : null,
    algorithm: computed?.algorithm ?? null,
    version: computed?.version ?? null,
    leads: computed?.leads ?? [],
    duration_ms,
    analysed_ms,
    missing_ms,
    times_ms: [...list.times_ms],
    rr_ms: beats.map((beat) => intervalAt(list, beat)),
    labels: beats.map((beat) => labelAt(list, beat)),
    gaps,
    marks,
  };
}
