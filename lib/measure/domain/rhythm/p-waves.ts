import type { LeadStretch } from '../beats/detect-beats';
import { bestMatch, cut, type Leads, medianOfBeats } from '../beats/match-beats';

/** What lies before a QRS and holds its P wave, back from the fiducial point. */
const WINDOW_S = { from: 0.24, to: 0.05 };
const QRS_HALF_S = 0.1;
const REACH_S = 0.05;
/** Beats less like the one in the middle than this are of another shape. */
const SAME_SHAPE = 0.8;
const LEAST_BEATS = 4;
/** A level at an end of the window is the mean of so much of it. */
const END_S = 0.02;

/** Takes the line between both ends of the window away, so that neither a T wave before nor wander counts. */
function withoutLine(window: Float64Array, end: number): Float64Array {
  const count = Math.min(end, window.length);
  let first = 0;
  let last = 0;
  for (let k = 0; k < count; k++) {
    first += (window[k] ?? 0) / count;
    last += (window[window.length - 1 - k] ?? 0) / count;
  }
  return window.map((value, k) => value - first - ((last - first) * k) / Math.max(1, window.length - 1));
}

function energyAround(values: Float64Array, centre: (k: number) => number): number {
  let mean = 0;
  for (let k = 0; k < values.length; k++) mean += ((values[k] ?? 0) - centre(k)) / values.length;
  let energy = 0;
  for (let k = 0; k < values.length; k++) energy += ((values[k] ?? 0) - centre(k) - mean) ** 2;
  return energy;
}

/** The beats of a stretch put over each other by their QRS, without those that hold no whole window. */
function aligned({ leads, rate_hz }: LeadStretch, beats: readonly number[]): number[] {
  const half = Math.round(QRS_HALF_S * rate_hz);
  const middle = beats.find((beat, index) => index >= beats.length >> 1 && beat >= half);
  if (middle === undefined) return [];
  const template = cut(leads, middle, half, half);
  if ((template[0]?.length ?? 0) <= 2 * half) return [];
  return beats.flatMap((beat) => {
    const match = bestMatch(leads, template, beat, Math.round(REACH_S * rate_hz));
    return match && match.likeness >= SAME_SHAPE && match.at >= WINDOW_S.from * rate_hz ? [match.at] : [];
  });
}

/**
 * How much of what lies before the QRS complexes is the same in all of them: the energy of its median over the mean energy of
 * what each beat differs by, in the lead where that is largest. P waves give several times 1; fibrillation waves, which keep no
 * step with the QRS, about π/2 over the number of beats. (The similarity of P waves from beat to beat is what Babaeizadeh S,
 * Gregg RE, Helfenbein ED, Lindauer JM, Zhou SH. Improvements in atrial fibrillation detection for real-time monitoring. J
 * Electrocardiol 2009;42:522–526 add to RR irregularity.)
 *
 * @param stretch leads without wander, in µV
 * @returns null where too few beats are alike
 */
export function pWaveRatio(stretch: LeadStretch, beats: readonly number[]): number | null {
  const { leads, rate_hz } = stretch;
  const found = aligned(stretch, beats);
  if (found.length < LEAST_BEATS) return null;
  const before = Math.round(WINDOW_S.from * rate_hz);
  const end = Math.max(1, Math.round(END_S * rate_hz));
  const windows: Leads[] = found.map((at) =>
    cut(leads, at, before, -Math.round(WINDOW_S.to * rate_hz)).map((window) => withoutLine(window, end)),
  );
  const ratios = medianOfBeats(windows).map((median, lead) => {
    const own = windows.map((window) => window[lead] ?? new Float64Array());
    const differs = own.reduce((sum, window) => sum + energyAround(window, (k) => median[k] ?? 0), 0) / own.length;
    return energyAround(median, () => 0) / (differs + 1);
  });
  return Math.max(...ratios);
}
