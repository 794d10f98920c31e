import { type BeatList, intervalAt } from '@/lib/measure/domain/beat-list/beat-list';

/** Rates an overview shows, with lines at some of them. */
export interface RateRange {
  min: number;
  max: number;
  ticks: number[];
}

/** A rate per interval beyond this is drawn at the edge. */
const SHARE_OUTSIDE = 0.002;
const STEP_BPM = 20;
const LEAST_SPAN_BPM = 60;
const MOST_BPM = 300;

/** The rate of the interval that ends at a beat, in bpm; null where none does. */
export function rateAt(list: BeatList, index: number): number | null {
  const rr = intervalAt(list, index);
  return rr === null || rr === 0 ? null : 60_000 / rr;
}

/** Whole twenties of bpm around nearly all intervals; a handful of odd ones does not flatten the rest. */
export function rateRange(list: BeatList): RateRange {
  const counts = new Uint32Array(MOST_BPM + 1);
  let total = 0;
  for (let k = 0; k < list.times_ms.length; k++) {
    const rate = rateAt(list, k);
    if (rate === null) continue;
    const bin = Math.min(MOST_BPM, Math.round(rate));
    counts[bin] = (counts[bin] ?? 0) + 1;
    total += 1;
  }
  if (total === 0) return { min: 40, max: 120, ticks: [40, 60, 80, 100, 120] };
  const edge = (from: number, by: 1 | -1) => {
    let seen = 0;
    let bin = from;
    for (; bin >= 0 && bin <= MOST_BPM; bin += by) {
      seen += counts[bin] ?? 0;
      if (seen > total * SHARE_OUTSIDE) break;
    }
    return bin;
  };
  const min = Math.floor(edge(0, 1) / STEP_BPM) * STEP_BPM;
  const max = Math.max(min + LEAST_SPAN_BPM, Math.ceil((edge(MOST_BPM, -1) + 1) / STEP_BPM) * STEP_BPM);
  const ticks = Array.from({ length: (max - min) / STEP_BPM + 1 }, (_, k) => min + k * STEP_BPM);
  return { min, max, ticks: ticks.length > 7 ? ticks.filter((tick) => tick % (2 * STEP_BPM) === 0) : ticks };
}
