import type { LeadStretch } from './detect-beats';

/** Where the level before a QRS is taken, back from the fiducial point: between P wave and QRS in most beats. */
const LEVEL_S = { from: 0.095, to: 0.07 };

interface Knot {
  at: number;
  value: number;
}

function knotsOf(lead: Float64Array, beats: readonly number[], rate_hz: number): Knot[] {
  const from = Math.round(LEVEL_S.from * rate_hz);
  const to = Math.round(LEVEL_S.to * rate_hz);
  return beats
    .filter((beat) => beat >= from && beat < lead.length)
    .map((beat) => {
      let sum = 0;
      for (let k = beat - from; k <= beat - to; k++) sum += lead[k] ?? 0;
      return { at: beat - (from + to) / 2, value: sum / (from - to + 1) };
    });
}

/** Slope at a knot: that between its neighbours; at the ends that of the only piece. */
function slopeAt(knots: readonly Knot[], index: number): number {
  const before = knots[Math.max(0, index - 1)];
  const after = knots[Math.min(knots.length - 1, index + 1)];
  return before && after && after.at > before.at ? (after.value - before.value) / (after.at - before.at) : 0;
}

/** A cubic through both knots with their slopes (Hermite). */
function between(first: Knot, second: Knot, slopes: readonly [number, number], at: number): number {
  const length = second.at - first.at;
  const u = (at - first.at) / length;
  const [a, b] = [slopes[0] * length, slopes[1] * length];
  const change = second.value - first.value;
  return first.value + u * (a + u * (3 * change - 2 * a - b + u * (a + b - 2 * change)));
}

function leadWithoutWander(lead: Float64Array, knots: readonly Knot[]): Float64Array {
  const level = Float64Array.from(lead);
  let index = 0;
  for (let at = 0; at < lead.length; at++) {
    while (index < knots.length - 2 && at >= (knots[index + 1]?.at ?? 0)) index += 1;
    const first = knots[index];
    const second = knots[index + 1];
    if (!first || !second) return lead.slice();
    if (at < first.at) level[at] = first.value;
    else if (at > second.at) level[at] = second.value;
    else level[at] = between(first, second, [slopeAt(knots, index), slopeAt(knots, index + 1)], at);
  }
  return lead.map((value, at) => value - (level[at] ?? 0));
}

/**
 * Leads without the wander of their baseline: less a curve through the levels just before each beat, which are the same
 * point of every beat, so that the shape of the beats stays. (Meyer CR, Keiser HN. Electrocardiogram baseline noise
 * estimation and removal using cubic splines and state-space computation techniques. Comput Biomed Res 1977;10:459–470.)
 * Before the first and after the last of these points the curve stays level.
 *
 * @param beats the fiducial points of all beats
 */
export function withoutWander({ leads, rate_hz }: LeadStretch, beats: readonly number[]): LeadStretch {
  return { rate_hz, leads: leads.map((lead) => leadWithoutWander(lead, knotsOf(lead, beats, rate_hz))) };
}
