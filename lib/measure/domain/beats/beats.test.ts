import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectBeats } from './detect-beats';
import { heartRates, judgeHeartRate } from './judge-heart-rate';

const RATE = 250;

const bump = (s: number, height: number, width: number) => height * Math.exp(-((s / width) ** 2));

/** A lead with a P wave, QRS and T wave around each of these instants (s). */
function leadOf(beats: readonly number[], seconds: number, size = 1, rate = RATE): Float64Array {
  const samples = new Float64Array(Math.round(seconds * rate));
  for (const beat of beats) {
    for (let k = Math.max(0, Math.floor((beat - 0.4) * rate)); k < Math.min(samples.length, (beat + 0.5) * rate); k++) {
      const s = k / rate - beat;
      const value =
        bump(s + 0.16, 120, 0.03) + bump(s, 1000, 0.012) - bump(s - 0.035, 250, 0.012) + bump(s - 0.28, 260, 0.05);
      samples[k] = (samples[k] ?? 0) + size * value;
    }
  }
  return samples;
}

const every = (rr: number, seconds: number) =>
  Array.from({ length: Math.floor((seconds - 0.6) / rr) }, (_, k) => 0.5 + k * rr);

function expectNear(found: number[], beats: readonly number[], rate: number): void {
  expect(found).toHaveLength(beats.length);
  for (const [index, beat] of beats.entries()) expect(Math.abs((found[index] ?? 0) / rate - beat)).toBeLessThan(0.05);
}

describe('detectBeats', () => {
  it.each([35, 60, 100, 150, 190])('finds every beat at %i /min and no P or T wave', (bpm) => {
    const beats = every(60 / bpm, 30);
    expectNear(detectBeats({ rate_hz: RATE, leads: [leadOf(beats, 30)] }), beats, RATE);
  });

  it('is the same upside down, in any size, and at any rate', () => {
    const beats = every(0.8, 20);
    for (const size of [-1, 0.2, 5])
      expectNear(detectBeats({ rate_hz: RATE, leads: [leadOf(beats, 20, size)] }), beats, RATE);
    for (const rate of [125, 360, 1000])
      expectNear(detectBeats({ rate_hz: rate, leads: [leadOf(beats, 20, 1, rate)] }), beats, rate);
  });

  it('goes by all leads: one that is noise does not hide the others', () => {
    const beats = every(0.9, 20);
    let state = 7;
    const noise = Float64Array.from({ length: 20 * RATE }, () => {
      state = (state * 1664525 + 1013904223) >>> 0;
      return (state / 2 ** 32 - 0.5) * 800;
    });
    const leads = [leadOf(beats, 20), leadOf(beats, 20, -0.6), noise];
    expectNear(detectBeats({ rate_hz: RATE, leads }), beats, RATE);
  });

  it('finds nothing in a flat line or in nothing', () => {
    expect(detectBeats({ rate_hz: RATE, leads: [new Float64Array(10 * RATE)] })).toEqual([]);
    expect(detectBeats({ rate_hz: RATE, leads: [] })).toEqual([]);
  });

  it('finds irregular beats one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.42, max: 1.4, noNaN: true }), { minLength: 12, maxLength: 25 }),
        (rrs) => {
          let last = 0.5;
          const beats = [last, ...rrs.map((rr) => (last += rr))];
          expectNear(detectBeats({ rate_hz: RATE, leads: [leadOf(beats, (beats.at(-1) ?? 0) + 1)] }), beats, RATE);
        },
      ),
      { numRuns: 50 },
    );
  });
});

interface Example {
  upload: { recording: { sampling_rate_hz: number; scale?: number; leads: Record<string, number[]> } };
}

describe('on a real recording of half an hour (MIT-BIH 100)', () => {
  const file = path.resolve('examples/recordings', 'ecg-p12345-8.json.gz');
  const upload: Example['upload'] = JSON.parse(gunzipSync(readFileSync(file)).toString());

  it('finds 2273 beats, as its annotators did', () => {
    const { leads, sampling_rate_hz } = upload.recording;
    const signals = Object.values(leads).map((samples) => Float64Array.from(samples));
    expect(detectBeats({ rate_hz: sampling_rate_hz, leads: signals })).toHaveLength(2273);
  });
});

describe('a stated heart rate', () => {
  const found = (lead: Float64Array) => ({ beats: detectBeats({ rate_hz: RATE, leads: [lead] }), rate_hz: RATE });
  const steady = found(leadOf(every(0.8, 10), 10));

  it.each([
    [75, 0],
    [79, 0],
    [71, 0],
    [81, 1],
    [69, 1],
    [150, 1],
    [null, 0],
    [0, 0],
  ])('of %s /min where the beats give 75: %i warnings', (stated, warnings) => {
    expect(judgeHeartRate(steady, stated)).toHaveLength(warnings);
  });

  it('may be by the median where an early beat moves the mean', () => {
    const beats = [0.5, 1.3, 2.1, 2.6, 4.2, 5, 5.8, 6.6];
    const rates = heartRates(found(leadOf(beats, 8)));
    expect(rates?.by_median).toBeCloseTo(75, 0);
    expect(judgeHeartRate(found(leadOf(beats, 8)), 75)).toEqual([]);
  });

  it('is not judged by too few beats', () => {
    expect(judgeHeartRate(found(leadOf([0.5, 1.3], 2)), 150)).toEqual([]);
    expect(judgeHeartRate({ beats: [], rate_hz: RATE }, 150)).toEqual([]);
  });
});
