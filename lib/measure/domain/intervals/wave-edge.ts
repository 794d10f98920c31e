/** How the edge of a wave is looked for. */
export interface EdgeSearch {
  /** 1 for the end of the wave, −1 for its beginning. */
  step: 1 | -1;
  /** Sample beyond which there is nothing of this wave. */
  limit: number;
  /** Samples from the steepest point to the far side of the trapezium. */
  reach: number;
  /** The edge may rise again by this part of the wave's height before what follows is another wave. */
  rise: number;
}

/** An edge, and how far the lead falls from the wave's peak to there. */
export interface WaveEdge {
  at: number;
  fall: number;
}

/**
 * The end of a wave (or its beginning, looking backwards) in one lead by the area of a trapezium: among all points from the
 * steepest of the wave's limb outwards, the edge is the one whose trapezium with that point and a far side is largest. No
 * threshold and no slope at the edge itself are asked, so that noise moves it little. (Vázquez-Seisdedos CR, Neto JE, Marañón
 * Reyes EJ, Klautau A, Limão de Oliveira RC. New approach for T-wave end detection on electrocardiogram: performance in
 * noisy conditions. Biomed Eng Online 2011;10:77.) What comes after the lowest point of the limb belongs to another wave.
 *
 * @param lead smoothed, in µV
 * @param peak sample of the wave's peak
 * @param sign 1 for a wave upwards, −1 for one downwards
 * @returns null where there is no limb before the limit
 */
export function waveEdge(lead: Float64Array, peak: number, sign: 1 | -1, search: EdgeSearch): WaveEdge | null {
  const { step, limit, reach, rise } = search;
  const value = (k: number) => sign * (lead[k] ?? Number.NaN);
  const within = (k: number) => (step === 1 ? k <= limit : k >= limit) && k >= 0 && k < lead.length;
  let lowest = peak;
  for (let k = peak; within(k); k += step) {
    if (value(k) < value(lowest)) lowest = k;
    else if (value(k) - value(lowest) > rise * (value(peak) - value(lowest)) && value(lowest) < value(peak)) break;
  }
  let steepest = peak;
  let steepestFall = 0;
  for (
    let k = peak + step;
    k !== lowest && within(k + step) && Math.abs(k - peak) < Math.abs(lowest - peak);
    k += step
  ) {
    const fall = value(k - step) - value(k + step);
    if (fall > steepestFall) [steepest, steepestFall] = [k, fall];
  }
  if (steepestFall <= 0) return null;
  const from = value(steepest);
  const most = { at: steepest, area: 0 };
  for (let k = steepest; Math.abs(k - peak) <= Math.abs(lowest - peak); k += step) {
    const area = (from - value(k)) * (2 * reach - Math.abs(k - steepest));
    if (area > most.area) [most.at, most.area] = [k, area];
  }
  return { at: most.at, fall: value(peak) - value(most.at) };
}
