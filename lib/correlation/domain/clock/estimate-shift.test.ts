import { describe, expect, it } from 'vitest';
import { readOk, recordingFile, recordingFolder } from '@/lib/testing/recording-files';
import { estimateShift } from './estimate-shift';
import { onGrid, type RateSeries, rateOfBeats } from './rate-series';

/** Beats of real recordings as their annotations give them, in ms. */
function beatsOf(name: 'a02' | '100' | '800'): number[] {
  const recording = readOk(name === '100' ? [recordingFile('wfdb/100/100.zip')] : recordingFolder(`wfdb/${name}`));
  const [track] = recording.annotations.filter((one) => one.name === (name === 'a02' ? 'qrs' : 'atr'));
  if (!track) throw new Error('no beats');
  const { numerator, denominator } = track.clock;
  return [...track.at].flatMap((at, k) =>
    'NSVAFLRJ'.includes(track.code[k] ?? '+') ? [(at * 1000 * denominator) / numerator] : [],
  );
}

/** Numbers that look drawn from a normal distribution, the same for the same seed (Box and Muller). */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return (state + 1) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

const shifted = ({ at_ms, bpm }: RateSeries, by_ms: number): RateSeries => ({
  at_ms: at_ms.map((t) => t + by_ms),
  bpm,
});

/** Every second whole bpm, with noise (standard deviation) and a tenth of the values lost. */
function disturbed(series: RateSeries, seed: number, noise_bpm = 2): RateSeries {
  const random = noise(seed);
  const { start_s, bpm } = onGrid(series);
  const all = [...bpm].map((value, k) => ({
    t: (start_s + k) * 1000,
    value: Math.round(value + noise_bpm * random()),
  }));
  const kept = all.filter(({ value }) => !Number.isNaN(value) && Math.abs(random()) > 0.126);
  return { at_ms: kept.map(({ t }) => t), bpm: kept.map(({ value }) => value) };
}

/** As an oximeter shows it: the mean of the last four beats. */
function pulseOf(beats: readonly number[]): RateSeries {
  const { at_ms, bpm } = rateOfBeats(beats);
  const mean = (k: number) => 4 / bpm.slice(k - 3, k + 1).reduce((sum, rate) => sum + 1 / rate, 0);
  return { at_ms: at_ms.slice(3), bpm: bpm.slice(3).map((_, k) => mean(k + 3)) };
}

const SHIFTS_S = [-600, -599, -421.3, -60, -7.5, 0, 2, 13, 42, 250.7, 599, 600];

describe.each([
  ['a02', 'a night of 8.8 h with apnoeas'],
  ['100', 'half an hour of MIT-BIH'],
  ['800', 'half an hour with ectopic beats'],
] as const)('record %s, %s', (name, _what) => {
  const beats = beatsOf(name);
  const rate = rateOfBeats(beats);

  it.each(SHIFTS_S)(
    'finds a shift of %s s under noise of 2 bpm within two seconds, and within what it says',
    (shift) => {
      const found = estimateShift(rate, disturbed(shifted(rate, shift * 1000), Math.round(shift) + 1000), 'beats');
      if (!found.ok) throw new Error(found.reason);
      expect(Math.abs(found.offset_ms / 1000 - shift)).toBeLessThanOrEqual(2);
      expect(found.uncertainty_ms).toBeGreaterThanOrEqual(Math.abs(found.offset_ms - shift * 1000));
    },
  );

  it.each([5, 10, 20, 40])('finds it under noise of %s bpm within two seconds, or says that it cannot', (noise_bpm) => {
    const found = estimateShift(rate, disturbed(shifted(rate, -87_000), noise_bpm, noise_bpm), 'beats');
    if (found.ok) expect(Math.abs(found.offset_ms + 87_000)).toBeLessThanOrEqual(2000);
    else expect(noise_bpm).toBeGreaterThan(5);
  });

  it('finds the shift of a pulse that is late by its averaging, and is that uncertain', () => {
    const found = estimateShift(rate, disturbed(shifted(pulseOf(beats), 42_000), 5), 'pulse');
    if (!found.ok) throw new Error(found.reason);
    expect(Math.abs(found.offset_ms - 42_000)).toBeLessThanOrEqual(found.uncertainty_ms);
  });

  it('finds none beyond ten minutes', () => {
    expect(estimateShift(rate, disturbed(shifted(rate, 900_000), 3), 'beats').ok).toBe(false);
  });
});

describe('no shift', () => {
  const night = rateOfBeats(beatsOf('a02'));
  const other = rateOfBeats(beatsOf('100'));
  const another = rateOfBeats(beatsOf('800'));

  it('is found between the hearts of two people', () => {
    for (const [a, b] of [
      [night, other],
      [night, another],
      [other, another],
      [another, other],
    ] as const)
      for (const shift of [-300, 0, 300]) expect(estimateShift(a, shifted(b, shift * 1000), 'pulse').ok).toBe(false);
  });

  it('is found between different hours of one night', () => {
    const part = (from: number, to: number) => {
      const kept = night.at_ms.flatMap((t, k) => (t >= from * 60_000 && t < to * 60_000 ? [k] : []));
      return { at_ms: kept.map((k) => (night.at_ms[k] ?? 0) - from * 60_000), bpm: kept.map((k) => night.bpm[k] ?? 0) };
    };
    for (const hour of [1, 2, 3, 4, 5, 6, 7])
      expect(estimateShift(part(0, 60), part(hour * 60, hour * 60 + 60), 'pulse').ok).toBe(false);
  });

  it('is found in ten minutes, in a paced heart, in noise, or in nothing', () => {
    const short = { at_ms: night.at_ms.slice(0, 600), bpm: night.bpm.slice(0, 600) };
    expect(estimateShift(short, short, 'beats')).toEqual({ ok: false, reason: 'too_short' });
    const paced = rateOfBeats(Array.from({ length: 4000 }, (_, k) => k * 1000));
    expect(estimateShift(paced, paced, 'beats')).toEqual({ ok: false, reason: 'flat' });
    const noisy = (seed: number): RateSeries => {
      const random = noise(seed);
      return { at_ms: paced.at_ms, bpm: paced.bpm.map(() => 60 + 5 * random()) };
    };
    expect(estimateShift(noisy(1), noisy(2), 'beats').ok).toBe(false);
    expect(estimateShift({ at_ms: [], bpm: [] }, night, 'beats')).toEqual({ ok: false, reason: 'too_short' });
  });

  it('is found where the clock was set during the night', () => {
    const half = night.at_ms.length >> 1;
    const set: RateSeries = { at_ms: night.at_ms.map((t, k) => t + (k > half ? 6000 : 0)), bpm: night.bpm };
    const found = estimateShift(night, set, 'beats');
    // either refused, or so uncertain that both shifts lie within
    if (found.ok) expect(found.uncertainty_ms).toBeGreaterThanOrEqual(6000 - found.offset_ms);
  });
});

describe('heart rate of beats', () => {
  it('leaves out ectopic and missed beats', () => {
    const beats = [0, 1000, 2000, 2500, 4000, 5000, 6000, 7000, 9000, 10_000, 11_000];
    expect(rateOfBeats(beats)).toEqual({
      at_ms: [1000, 2000, 5000, 6000, 7000, 10_000, 11_000],
      bpm: [60, 60, 60, 60, 60, 60, 60],
    });
  });

  it('is on a grid of seconds, with nothing across a gap', () => {
    const { start_s, bpm } = onGrid({ at_ms: [500, 2500, 9000, 10_000], bpm: [60, 64, 70, 72] });
    expect(start_s).toBe(1);
    expect([...bpm]).toEqual([61, 63, ...Array(6).fill(Number.NaN), 70, 72]);
  });
});
