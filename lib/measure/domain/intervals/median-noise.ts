import type { MadeBeat } from '../beats/median-beat';
import { middleOf } from '../order-statistics';

/** The standard deviation of normal noise is this many times its median absolute deviation. */
const SD_OF_MAD = 1.4826;
/** The median of n values spreads as their mean, times √(π/2). */
const MEDIAN_OF_MEAN = Math.sqrt(Math.PI / 2);

/** Noise is told from slow differences between beats (breathing, wander) by its change over this time. */
const LAG_S = 0.004;

/** How the beats change otherwise than their median does over a short time, in one lead: robust standard deviation in µV. */
function spreadOfBeats(beats: readonly Float64Array[], median: Float64Array, lag: number): number {
  const changes: number[] = [];
  for (const beat of beats)
    for (let k = lag; k < beat.length; k++)
      changes.push(Math.abs((beat[k] ?? 0) - (median[k] ?? 0) - (beat[k - lag] ?? 0) + (median[k - lag] ?? 0)));
  return (SD_OF_MAD * middleOf(Float64Array.from(changes))) / Math.SQRT2;
}

/** Standard deviation of the noise left in each lead of a median beat, in µV, from how far its beats lie off it. */
export function noiseOfMedian({ beats, leads, rate_hz }: MadeBeat): number[] {
  const lag = Math.max(1, Math.round(LAG_S * rate_hz));
  return leads.map((median, index) => {
    const own = beats.map((beat) => beat[index] ?? new Float64Array());
    return (MEDIAN_OF_MEAN * spreadOfBeats(own, median, lag)) / Math.sqrt(beats.length);
  });
}
