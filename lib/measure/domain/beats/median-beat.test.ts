import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channelNamed, readOk, recordingFile, valuesOf } from '@/lib/testing/recording-files';
import { type MedianBeat, medianBeat } from './median-beat';
import { overlayBeats } from './overlay-beats';

const RATE = 500;
const SECONDS = 10;
const REGULAR = Array.from({ length: 11 }, (_, k) => 250 + k * 430);

const bump = (s: number, height: number, width: number) => height * Math.exp(-((s / width) ** 2));

/** P, QRS and T of a sinus beat, in µV, at `s` seconds from its R peak. */
const sinus = (s: number) =>
  bump(s + 0.16, 120, 0.025) + bump(s, 1000, 0.012) - bump(s - 0.035, 250, 0.012) + bump(s - 0.28, 260, 0.05);
/** A wide beat without P wave, the other way round. */
const ectopic = (s: number) => -bump(s, 1400, 0.05) + bump(s - 0.25, 500, 0.06);

interface Placed {
  at: number;
  shape?: (s: number) => number;
}

/** Leads in which each beat stands at a sample, as large in each lead as its size says. */
function leadsOf(beats: readonly Placed[], sizes = [1, 0.6, -0.8], rate = RATE): Float64Array[] {
  return sizes.map((size) =>
    Float64Array.from({ length: SECONDS * rate }, (_, k) => {
      let value = 0;
      for (const { at, shape = sinus } of beats) if (Math.abs(k - at) < rate) value += size * shape((k - at) / rate);
      return value;
    }),
  );
}

/** Beats one after the other by these many samples. */
function walked(steps: readonly number[]): Placed[] {
  const beats = [{ at: 260 }];
  for (const step of steps) beats.push({ at: (beats.at(-1)?.at ?? 0) + step });
  return beats;
}

function noise(amount: number, seed: number) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return (state / 2 ** 32 - 0.5) * 2 * amount;
  };
}

function made(leads: readonly Float64Array[], rate_hz = RATE): MedianBeat {
  const result = medianBeat({ rate_hz, leads });
  if (!result.ok) throw new Error(result.reason);
  return result;
}

/** The largest difference of a lead from the shape it was made of, from 20 ms after its beginning on. */
function error(beat: MedianBeat, lead: number, size: number): number {
  const values = beat.leads[lead] ?? new Float64Array();
  const off = values.map((value, k) => Math.abs(value - size * sinus((k - beat.before) / beat.rate_hz)));
  return off.reduce((most, value) => Math.max(most, value), 0);
}

describe('the median beat of a made signal', () => {
  it('is the shape its beats were made of, with the fiducial point on the R peak, in every lead', () => {
    const beat = made(leadsOf(REGULAR.map((at) => ({ at }))));
    expect(beat).toMatchObject({ before: 150, found: 11, used: 11 });
    for (const [lead, size] of [1, 0.6, -0.8].entries()) {
      expect(error(beat, lead, size)).toBeLessThan(5);
      expect(beat.leads[lead]?.[beat.before]).toBeCloseTo(1000 * size, -1);
    }
    // 0.6 of the usual interval after it
    expect(beat.leads[0]).toHaveLength(150 + 1 + 258);
  });

  it('leaves out beats of another shape and beats that came early, and takes every other', () => {
    const beats: Placed[] = REGULAR.map((at) => ({ at }));
    beats[3] = { at: 250 + 3 * 430 - 60, shape: ectopic };
    // an early beat of the same QRS, 70 % of the interval after the one before it
    beats[7] = { at: 250 + 6 * 430 + 301 };
    const beat = made(leadsOf(beats));
    expect(beat).toMatchObject({ found: 11, used: 9 });
    expect(error(beat, 0, 1)).toBeLessThan(5);
  });

  it('takes a sample’s median: what spoils few beats leaves no trace', () => {
    const leads = leadsOf(REGULAR.map((at) => ({ at })));
    for (const beat of REGULAR.slice(2, 5)) leads[1]?.fill(3000, beat + 110, beat + 150);
    expect(error(made(leads), 1, 0.6)).toBeLessThan(5);
  });

  it('is the same whatever the level, slow wander or the other leads do', () => {
    const random = noise(60, 11);
    const wander = leadsOf(REGULAR.map((at) => ({ at }))).map((lead, index) =>
      lead.map((value, k) => value + 2000 * index + 100 * Math.sin((2 * Math.PI * 0.2 * k) / RATE)),
    );
    const noisy = Float64Array.from({ length: SECONDS * RATE }, random);
    const beat = made([...wander, noisy]);
    expect(beat.used).toBe(11);
    // the wander moves 0.126 µV a ms at most: 18 µV from the level to the R peak, 83 µV to the end of the beat
    expect(Math.abs((beat.leads[0]?.[beat.before] ?? 0) - 1000)).toBeLessThan(18);
    expect(error(beat, 0, 1)).toBeLessThan(83);
  });

  it('puts beats at any place over each other to the sample: the peak keeps its height', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 400, max: 460 }), { minLength: 9, maxLength: 9 }), (steps) => {
        const beat = made(leadsOf(walked(steps)));
        expect(beat.used).toBe(10);
        expect(Math.abs((beat.leads[0]?.[beat.before] ?? 0) - 1000)).toBeLessThan(10);
      }),
      { numRuns: 15 },
    );
  });

  it('uses the beats of an irregular rhythm by their shape alone', () => {
    const steps = [300, 520, 330, 560, 290, 540, 310, 600, 300];
    const beat = made(leadsOf(walked(steps)));
    expect(beat.used).toBeGreaterThanOrEqual(5);
    expect(beat.leads[0]?.[beat.before]).toBeCloseTo(1000, -2);
  });

  it('is refused where there are fewer than three beats of one shape', () => {
    const shapes = [sinus, ectopic, (s: number) => bump(s - 0.03, 900, 0.02) - bump(s + 0.03, 900, 0.02)];
    expect(medianBeat({ rate_hz: RATE, leads: leadsOf([{ at: 700 }, { at: 1400 }]) })).toMatchObject({
      ok: false,
      reason: 'too_few_beats',
    });
    const leads = leadsOf(shapes.map((shape, k) => ({ at: 600 + k * 500, shape })));
    expect(medianBeat({ rate_hz: RATE, leads })).toMatchObject({ ok: false });
    expect(medianBeat({ rate_hz: RATE, leads: [] })).toMatchObject({ ok: false, found: 0 });
    expect(medianBeat({ rate_hz: RATE, leads: [new Float64Array(5000)] })).toMatchObject({ ok: false, found: 0 });
  });
});

describe('two median beats over each other', () => {
  const sinusBeat = made(leadsOf(REGULAR.map((at) => ({ at }))));

  it('need no shift where they are the same, at any rate', () => {
    const slow = made(
      leadsOf(
        REGULAR.map((at) => ({ at: at / 2 })),
        [1, 0.6, -0.8],
        250,
      ),
      250,
    );
    const pairs = [0, 1, 2].map((place) => [place, place] as const);
    for (const other of [sinusBeat, slow]) {
      const overlay = overlayBeats(sinusBeat, other, pairs);
      expect(overlay.fitted).toBe(true);
      expect(Math.abs(overlay.shift_ms)).toBeLessThanOrEqual(2);
      expect(overlay.likeness).toBeGreaterThan(0.99);
    }
  });

  it('find the shift of one whose fiducial point lies elsewhere', () => {
    // the same beat, its fiducial point said to be 14 ms later: 14 ms to the right brings it back
    const late = { ...sinusBeat, before: sinusBeat.before + 7 };
    const overlay = overlayBeats(sinusBeat, late, [
      [0, 0],
      [2, 2],
    ]);
    expect(overlay).toMatchObject({ fitted: true, shift_ms: 14 });
  });

  it('go by the leads both have, whatever their order', () => {
    const turned = { ...sinusBeat, leads: [...sinusBeat.leads].reverse() };
    expect(overlayBeats(sinusBeat, turned, [[0, 2]])).toMatchObject({ fitted: true, shift_ms: 0 });
  });

  it('are laid by their fiducial points where the shapes are too different, or no lead is shared', () => {
    const other = made(leadsOf(REGULAR.map((at) => ({ at, shape: ectopic }))));
    expect(overlayBeats(sinusBeat, other, [[0, 0]])).toMatchObject({ fitted: false, shift_ms: 0 });
    expect(overlayBeats(sinusBeat, other, [])).toMatchObject({ fitted: false, shift_ms: 0 });
  });
});

const CARTS = ['philips/3191723_ZZDEMOPTONLY_1-04_orig.xml', 'ecgtoolkit/Example.scp'];
const LEADS = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const PAIRS = LEADS.map((_, place) => [place, place] as const);

/** The sample at which all leads together are furthest from zero. */
function furthest(leads: readonly Float64Array[]): number {
  const energy = Array.from(leads[0] ?? [], (_, k) => leads.reduce((sum, lead) => sum + (lead[k] ?? 0) ** 2, 0));
  return energy.reduce((best, value, k) => (value > (energy[best] ?? 0) ? k : best), 0);
}

function correlation(a: Float64Array, b: Float64Array): number {
  const count = Math.min(a.length, b.length);
  const mean = (values: Float64Array) => values.subarray(0, count).reduce((sum, value) => sum + value, 0) / count;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  for (let k = 0; k < count; k++) {
    const [x, y] = [(a[k] ?? 0) - meanA, (b[k] ?? 0) - meanB];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return both / Math.sqrt(ofA * ofB);
}

describe('the median beat of real recordings', () => {
  it.each(CARTS)('has the shape of the one the cart itself made, P to T, in every lead: %s', (name) => {
    const recording = readOk([recordingFile(name)]);
    const channels = (kind: string) => LEADS.map((lead) => channelNamed(recording, lead, kind));
    const rate = channels('rhythm')[0]?.rate;
    if (!rate) throw new Error('no rate');
    const rate_hz = rate.numerator / rate.denominator;
    const values = (kind: string) => channels(kind).map((channel) => Float64Array.from(valuesOf(channel)));
    const ours = made(values('rhythm'), rate_hz);
    const theirs = { ...ours, leads: values('median'), before: 0 };
    theirs.before = furthest(theirs.leads);
    const overlay = overlayBeats(ours, theirs, PAIRS);
    expect(overlay.fitted).toBe(true);
    expect(overlay.likeness).toBeGreaterThan(0.995);
    const shift = Math.round((overlay.shift_ms * rate_hz) / 1000);
    for (const [index, lead] of LEADS.entries()) {
      const first = ours.leads[index] ?? new Float64Array();
      const from = theirs.before - shift - ours.before;
      const second = theirs.leads[index]?.slice(from, from + first.length) ?? new Float64Array();
      expect(correlation(first, second), lead).toBeGreaterThan(0.98);
    }
  });

  it('leaves out the one early beat in the first minute of MIT-BIH 100', () => {
    const file = path.resolve('examples/recordings', 'ecg-p12345-8.json.gz');
    const { recording } = JSON.parse(gunzipSync(readFileSync(file)).toString());
    const rate_hz = recording.sampling_rate_hz;
    const leads = Object.values<number[]>(recording.leads).map((samples) =>
      Float64Array.from(samples.slice(0, 60 * rate_hz)),
    );
    // of the 74 beats the annotators mark, the first begins before the recording and the eighth is an atrial premature one
    expect(made(leads, rate_hz)).toMatchObject({ found: 74, used: 72 });
  });
});
