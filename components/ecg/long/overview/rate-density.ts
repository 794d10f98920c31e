import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import { type RateRange, rateAt } from './rate-range';

/** How many intervals fall on each pixel of an overview: row by row from the top. */
interface RateDensity {
  width: number;
  height: number;
  counts: Uint16Array;
  /** The largest count. */
  most: number;
}

/** Row of a rate, 0 at the top; rates beyond the range lie on its edge. */
export function rowOf(rate: number, { min, max }: RateRange, height: number): number {
  const row = Math.round((1 - (rate - min) / (max - min)) * (height - 1));
  return Math.min(height - 1, Math.max(0, row));
}

/** Counts every interval of a recording at its pixel: none is left out, and none is averaged away. */
export function rateDensity(list: BeatList, range: RateRange, width: number, height: number): RateDensity {
  const counts = new Uint16Array(width * height);
  let most = 0;
  for (let k = 0; k < list.times_ms.length; k++) {
    const rate = rateAt(list, k);
    if (rate === null) continue;
    const column = Math.min(width - 1, Math.floor(((list.times_ms[k] ?? 0) / list.duration_ms) * width));
    const at = rowOf(rate, range, height) * width + column;
    const count = Math.min(0xffff, (counts[at] ?? 0) + 1);
    counts[at] = count;
    if (count > most) most = count;
  }
  return { width, height, counts, most };
}

/** The faintest an interval is drawn, of 255: it must be seen. */
const FAINTEST = 90;

/** How strongly a pixel is drawn, 0 to 255, by the logarithm of its count. */
export function strengthOf(count: number, most: number): number {
  if (count === 0) return 0;
  if (most <= 1) return 255;
  return Math.round(FAINTEST + ((255 - FAINTEST) * Math.log(count)) / Math.log(most));
}
