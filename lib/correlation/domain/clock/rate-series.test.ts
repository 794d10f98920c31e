import { describe, expect, it } from 'vitest';
import { onGrid, rateOfBeats } from './rate-series';

describe('the rate of beats once a second', () => {
  it('is that of their intervals, and not known across a gap', () => {
    // 60 a minute for 10 s, silence for 10 s, 120 a minute from then on
    const slow = Array.from({ length: 11 }, (_, k) => k * 1000);
    const fast = Array.from({ length: 21 }, (_, k) => 20_000 + k * 500);
    const { start_s, bpm } = onGrid(rateOfBeats([...slow, ...fast]));
    expect(start_s).toBe(1);
    expect([...bpm.slice(0, 10)]).toEqual(Array.from({ length: 10 }, () => 60));
    expect([...bpm.slice(11, 19)]).toEqual(Array.from({ length: 8 }, () => Number.NaN));
    expect([...bpm.slice(20, 30)]).toEqual(Array.from({ length: 10 }, () => 120));
  });

  it.each([[[]], [[5000]], [[5000, 5100]]])('of the beats %j is none, and never 0', (beats) => {
    expect(onGrid(rateOfBeats(beats)).bpm).toHaveLength(0);
  });
});
