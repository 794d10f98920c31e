import { middleOf } from '../order-statistics';
import type { BeatGroups } from './median-beat';

/**
 * What can be said of a beat by its shape and its time alone: like most others, early with the same shape (as a
 * supraventricular premature beat is), or of another shape (as a ventricular beat is, but an artefact as well).
 */
export type BeatClass = 'usual' | 'premature' | 'other_shape';

/** An interval shorter than this part of the usual one around it makes the beat that ends it early. */
const EARLY_PART = 0.85;
/** The usual interval is the median of so many at each side. */
const AROUND = 8;

/**
 * The class of each beat that was found. The limits are those by which the median beat leaves beats out (`median-beat.ts`):
 * the AAMI classes of EC57 reduced to what timing and one shape can tell.
 */
export function classifyBeats({ beats, alike }: BeatGroups): BeatClass[] {
  const sameShape = new Set(alike.map(({ beat }) => beat));
  const first = alike[0]?.beat ?? Number.POSITIVE_INFINITY;
  const last = alike.at(-1)?.beat ?? Number.NEGATIVE_INFINITY;
  const intervals = beats.slice(1).map((beat, index) => beat - (beats[index] ?? 0));
  return beats.map((beat, index) => {
    // a beat cut off by an end of the recording has no whole shape to compare
    if (!sameShape.has(beat) && beat > first && beat < last) return 'other_shape';
    const own = intervals[index - 1];
    const around = Float64Array.from(intervals.slice(Math.max(0, index - 1 - AROUND), index + AROUND));
    return own !== undefined && own < EARLY_PART * middleOf(around) ? 'premature' : 'usual';
  });
}
