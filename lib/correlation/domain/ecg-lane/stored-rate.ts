import { type BeatList, intervalAt } from '@/lib/measure/domain/beat-list/beat-list';
import { onGrid, type RateGrid, rateOfBeats } from '../clock/rate-series';

/** The beats of a list in stretches that no break interrupts. */
function stretchesOf(list: Pick<BeatList, 'times_ms' | 'flags'>): number[][] {
  const stretches: number[][] = [];
  for (const [index, at] of list.times_ms.entries()) {
    if (intervalAt(list, index) === null) stretches.push([]);
    stretches.at(-1)?.push(at);
  }
  return stretches;
}

/**
 * Heart rate of stored beats in bpm, once a second from the recording's start on; NaN where it is not known. Nothing is
 * drawn across a break, as no interval ends behind one.
 */
export function rateOfStored(list: Pick<BeatList, 'times_ms' | 'flags'>): RateGrid {
  const grids = stretchesOf(list)
    .map((beats) => onGrid(rateOfBeats(beats)))
    .filter(({ bpm }) => bpm.length > 0);
  const [first, last] = [grids[0], grids.at(-1)];
  if (!first || !last) return { start_s: 0, bpm: new Float64Array() };
  const bpm = new Float64Array(last.start_s + last.bpm.length - first.start_s).fill(Number.NaN);
  for (const grid of grids) bpm.set(grid.bpm, grid.start_s - first.start_s);
  return { start_s: first.start_s, bpm };
}
