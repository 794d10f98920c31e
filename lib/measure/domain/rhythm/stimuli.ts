import type { LeadStretch } from '../beats/detect-beats';
import { middleOf } from '../order-statistics';

/** Slower sampling smears a stimulus into its surroundings. */
const LEAST_RATE_HZ = 400;
/** Where a stimulus is looked for, back from the fiducial point: from the atrial one to just before the QRS peak. */
const WINDOW_S = { from: 0.36, to: 0.014 };
/** A stimulus stands out to both sides within this time, and hardly more within twice this. */
const WIDTH_S = 0.004;
const NARROW_PART = 0.7;
const LEAST_UV = 150;
/** So many beats must have one, at the same distance from their QRS. */
const BEATS_PART = 0.7;
const SAME_PLACE_S = 0.008;

/** How far a sample stands out to both sides at a distance. */
function standsOut(lead: Float64Array, at: number, width: number): number {
  const left = (lead[at] ?? 0) - (lead[at - width] ?? 0);
  const right = (lead[at] ?? 0) - (lead[at + width] ?? 0);
  return left * right > 0 ? Math.min(Math.abs(left), Math.abs(right)) : 0;
}

/** The narrow peak before one beat, as samples before its fiducial point; null where there is none. */
function stimulusBefore({ leads, rate_hz }: LeadStretch, fiducial: number): number | null {
  const width = Math.round(WIDTH_S * rate_hz);
  let best: { before: number; size: number } | null = null;
  for (let before = Math.round(WINDOW_S.to * rate_hz); before <= WINDOW_S.from * rate_hz; before++) {
    const at = fiducial - before;
    if (at < 2 * width) break;
    for (const lead of leads) {
      const size = standsOut(lead, at, width);
      const isStimulus = size >= LEAST_UV && size >= NARROW_PART * standsOut(lead, at, 2 * width);
      if (isStimulus && size > (best?.size ?? 0)) best = { before, size };
    }
  }
  return best?.before ?? null;
}

/**
 * Whether the beats follow the stimuli of a pacemaker: most have a peak before them that is narrower than anything of the
 * heart, always as far before the QRS. Devices that take stimuli out of the signal leave none to find.
 *
 * @param fiducials the fiducial points of beats of one shape
 * @returns null below 400 Hz, where a stimulus cannot be told
 */
export function isPaced(stretch: LeadStretch, fiducials: readonly number[]): boolean | null {
  if (stretch.rate_hz < LEAST_RATE_HZ) return null;
  const found = fiducials.flatMap((fiducial) => stimulusBefore(stretch, fiducial) ?? []);
  if (fiducials.length === 0 || found.length < BEATS_PART * fiducials.length) return false;
  const usual = middleOf(Float64Array.from(found));
  const there = found.filter((before) => Math.abs(before - usual) <= SAME_PLACE_S * stretch.rate_hz);
  return there.length >= BEATS_PART * fiducials.length;
}
