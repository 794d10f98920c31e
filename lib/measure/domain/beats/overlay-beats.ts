import { bestMatch, cut } from './match-beats';
import type { MedianBeat } from './median-beat';

/** How two median beats lie over each other. */
export interface BeatOverlay {
  /** By how much the second is moved to the right against the fiducial points, in ms. */
  shift_ms: number;
  /** Correlation of the two QRS complexes over the leads they share, there. */
  likeness: number;
  /** False where the shapes are too different to be fitted: then the fiducial points lie over each other. */
  fitted: boolean;
}

const QRS_HALF_S = 0.1;
const REACH_S = 0.06;
/** Complexes less alike than this have no common place by correlation. A design number. */
const LEAST_LIKENESS = 0.7;
/** Both are compared at the finer of their rates, and at this one at least, so that the shift is exact to 1 ms. */
const LEAST_RATE_HZ = 1000;

/** A lead at another rate, by straight lines between its samples; the fiducial point stays a sample. */
function resampled(lead: Float64Array, before: number, ratio: number): Float64Array {
  const first = -Math.floor(before * ratio);
  const last = Math.floor((lead.length - 1 - before) * ratio);
  return Float64Array.from({ length: last - first + 1 }, (_, k) => {
    const at = before + (first + k) / ratio;
    const left = Math.floor(at);
    const part = at - left;
    const value = lead[left] ?? Number.NaN;
    return part === 0 ? value : value * (1 - part) + (lead[left + 1] ?? Number.NaN) * part;
  });
}

/** Some leads of a median beat, by their places in it, at a rate. */
function at(beat: MedianBeat, places: readonly number[], rate_hz: number) {
  const ratio = rate_hz / beat.rate_hz;
  const leads = places.map((place) => resampled(beat.leads[place] ?? new Float64Array(), beat.before, ratio));
  return { leads, before: Math.floor(beat.before * ratio) };
}

/**
 * Lays one median beat over another by cross-correlation of their QRS complexes over the leads both have.
 *
 * @param pairs places of the same lead in the first and in the second
 */
export function overlayBeats(
  first: MedianBeat,
  second: MedianBeat,
  pairs: readonly (readonly [number, number])[],
): BeatOverlay {
  const rate_hz = Math.max(LEAST_RATE_HZ, first.rate_hz, second.rate_hz);
  const half = Math.round(QRS_HALF_S * rate_hz);
  const a = at(
    first,
    pairs.map(([place]) => place),
    rate_hz,
  );
  const b = at(
    second,
    pairs.map(([, place]) => place),
    rate_hz,
  );
  const template = cut(a.leads, a.before, half, half);
  const fits = a.before >= half && (a.leads[0]?.length ?? 0) > a.before + half;
  const match = fits ? bestMatch(b.leads, template, b.before, Math.round(REACH_S * rate_hz)) : null;
  if (!match || match.likeness < LEAST_LIKENESS) return { shift_ms: 0, likeness: match?.likeness ?? 0, fitted: false };
  return { shift_ms: ((b.before - match.at) / rate_hz) * 1000, likeness: match.likeness, fitted: true };
}
