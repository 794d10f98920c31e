import { describe, expect, it } from 'vitest';
import { flagOf } from '@/lib/measure/domain/beat-list/beat-list';
import { rateOfStored } from './stored-rate';

/** Beats at these instants; nobody looked before those that are named. */
function beats(times: number[], afterBreak: number[] = []) {
  return {
    times_ms: Uint32Array.from(times),
    flags: Uint8Array.from(times, (at) => flagOf(null, afterBreak.includes(at))),
  };
}
const every = (ms: number, from: number, count: number) => Array.from({ length: count }, (_, k) => from + k * ms);

describe('heart rate of stored beats', () => {
  it('is once a second, from the end of the first interval to the last beat', () => {
    const { start_s, bpm } = rateOfStored(beats(every(500, 10_000, 9)));
    // beats from 10 to 14 s: the first interval ends at 10.5 s
    expect(start_s).toBe(11);
    expect([...bpm]).toEqual([120, 120, 120, 120]);
  });

  it('has no value across a break, however short it is', () => {
    // a gap of 2 s in the samples: shorter than an interval may be
    const list = beats([...every(1000, 0, 6), ...every(1000, 7000, 4)], [7000]);
    expect([...rateOfStored(list).bpm]).toEqual([60, 60, 60, 60, 60, Number.NaN, Number.NaN, 60, 60, 60]);
  });

  it('keeps hours without a beat empty, on both sides of known rates', () => {
    const { start_s, bpm } = rateOfStored(beats([...every(1000, 0, 11), ...every(500, 7_200_000, 21)], [7_200_000]));
    const at = (second: number) => bpm[second - start_s];
    expect([at(5), at(11), at(3600), at(7200), at(7205)]).toEqual([60, Number.NaN, Number.NaN, Number.NaN, 120]);
  });

  it('is empty for one beat, or none: never 0 bpm', () => {
    expect(rateOfStored(beats([])).bpm).toHaveLength(0);
    expect(rateOfStored(beats([4000])).bpm).toHaveLength(0);
  });
});
