import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SINUS, type SyntheticEcg, syntheticEcg } from '@/lib/testing/synthetic-ecg';
import { type EcgMeasurement, MEASURED_VALUES, type MeasuredName } from './ecg-measurement';
import { measureEcg } from './measure-ecg';

const measureMade = (wanted: Partial<SyntheticEcg>): EcgMeasurement => {
  const { rate_hz, leads } = syntheticEcg(wanted);
  return measureEcg({ rate_hz, from_ms: 0, leads });
};

const numberOf = (measurement: EcgMeasurement, name: MeasuredName): number =>
  measurement.values[name].value ?? Number.NaN;

const reasonsOf = ({ values }: EcgMeasurement, names: readonly MeasuredName[] = MEASURED_VALUES) =>
  new Set(names.map((name) => values[name].reason));

/** Rates with intervals as hearts have them: heart rate, PR, P, QRS, QT and length of T. */
type Heart = [bpm: number, pr: number, p: number, qrs: number, qt: number, t: number];
const HEARTS: Heart[] = [
  [40, 180, 110, 90, 460, 200],
  [60, 160, 100, 90, 400, 180],
  [75, 200, 110, 120, 400, 170],
  [90, 150, 100, 90, 350, 160],
  [120, 140, 100, 88, 300, 140],
  [150, 120, 100, 84, 250, 110],
  [180, 100, 80, 80, 210, 90],
];

const heart = ([bpm, pr_ms, p_ms, qrs_ms, qt_ms, t_ms]: Heart): Partial<SyntheticEcg> => ({
  ...{ rr_ms: [60_000 / bpm], pr_ms, p_ms, qrs_ms, qt_ms, t_ms },
});

describe.each(HEARTS)('a made ECG of %i bpm: PR %i, P %i, QRS %i, QT %i', (...one) => {
  const [bpm, pr, , qrs, qt] = one;

  it.each([250, 500])('is measured within two samples where it is clean, at %i Hz', (rate_hz) => {
    const measured = measureMade({ ...heart(one), rate_hz });
    const allowed = (2 * 1000) / rate_hz;
    expect(Math.abs(numberOf(measured, 'pr_ms') - pr)).toBeLessThanOrEqual(allowed);
    expect(Math.abs(numberOf(measured, 'qrs_ms') - qrs)).toBeLessThanOrEqual(allowed);
    expect(Math.abs(numberOf(measured, 'qt_ms') - qt)).toBeLessThanOrEqual(allowed);
    expect(Math.abs(numberOf(measured, 'heart_rate_bpm') - bpm)).toBeLessThanOrEqual(0.5);
  });

  it.each([1, 2, 3])(
    'is measured within 10 ms in noise of 15 µV RMS, wander of ± 75 µV and hum of 3 µV (%i)',
    (seed) => {
      const measured = measureMade({ ...heart(one), noise_uv: 15, wander_uv: 75, hum_uv: 3, seed });
      expect(Math.abs(numberOf(measured, 'pr_ms') - pr)).toBeLessThanOrEqual(10);
      expect(Math.abs(numberOf(measured, 'qrs_ms') - qrs)).toBeLessThanOrEqual(10);
      expect(Math.abs(numberOf(measured, 'qt_ms') - qt)).toBeLessThanOrEqual(10);
      expect(Math.abs(numberOf(measured, 'heart_rate_bpm') - bpm)).toBeLessThanOrEqual(1);
    },
  );
});

describe('axes', () => {
  /** The direction of a wave that has these net areas in I and II. */
  const direction = (one: number, two: number) =>
    (Math.atan2((2 / Math.sqrt(3)) * (two - one / 2), one) * 180) / Math.PI;

  it('are those of the areas the ECG was made of', () => {
    const measured = measureMade({});
    expect(numberOf(measured, 'p_axis_deg')).toBeCloseTo(direction(70, 140), -1);
    expect(numberOf(measured, 't_axis_deg')).toBeCloseTo(direction(0.6, 0.9), -1);
    // triangles: their heights times their lengths, a quarter, 0.45 and 0.3 of the complex
    const area = (q: number, r: number, s: number) => 0.25 * q + 0.45 * r + 0.3 * s;
    const qrs = direction(area(-60, 700, -120), area(-80, 1000, -160));
    expect(Math.abs(numberOf(measured, 'qrs_axis_deg') - qrs)).toBeLessThanOrEqual(2);
  });

  it('need lead I and aVF, or I and II', () => {
    const { rate_hz, leads } = syntheticEcg();
    const of = (...names: string[]) =>
      measureEcg({ rate_hz, from_ms: 0, leads: leads.filter(({ name }) => names.includes(name)) }).values.qrs_axis_deg;
    const { value } = of('I', 'aVF');
    expect(value).not.toBeNull();
    expect(of('I', 'II').value).toBe(value);
    expect(of('II', 'V1', 'V5')).toEqual({ value: null, confidence: null, reason: 'leads_missing' });
  });
});

describe('what cannot be measured', () => {
  const INTERVALS = ['p_ms', 'pr_ms', 'qrs_ms', 'qt_ms', 'p_axis_deg', 'qrs_axis_deg', 't_axis_deg'] as const;

  it('of a flat recording is everything, as it is flat', () => {
    const { rate_hz, leads } = syntheticEcg();
    const flat = leads.map(({ name, samples }) => ({ name, samples: samples.map(() => 4) }));
    expect(reasonsOf(measureEcg({ rate_hz, from_ms: 0, leads: flat }))).toEqual(new Set(['flat']));
  });

  it.each([100, 200, 500])('in noise of %i µV RMS is everything, as it is noisy', (noise_uv) => {
    expect(reasonsOf(measureMade({ noise_uv }))).toEqual(new Set(['noisy']));
  });

  it('in noise that still shows the beats are the intervals, not the rate', () => {
    const measured = measureMade({ noise_uv: 50 });
    expect(reasonsOf(measured, INTERVALS)).toEqual(new Set(['noisy']));
    expect(numberOf(measured, 'heart_rate_bpm')).toBeCloseTo(60, 0);
  });

  it('of noise without any heart is everything', () => {
    for (const seed of [1, 2, 3]) {
      const measured = measureMade({ noise_uv: 60, rr_ms: [60_000], seed });
      expect(MEASURED_VALUES.map((name) => measured.values[name].value)).toEqual(MEASURED_VALUES.map(() => null));
    }
  });

  it.each([800, -400])('of a paced heart are the intervals, not the rate (stimulus of %i µV)', (stimulus_uv) => {
    const measured = measureMade({ stimulus_uv, qrs_ms: 150, pr_ms: null, noise_uv: 10 });
    expect(reasonsOf(measured, INTERVALS)).toEqual(new Set(['paced']));
    expect(measured.rhythm).toMatchObject({ paced: true, af_suspected: null, reason: 'paced' });
    expect(numberOf(measured, 'heart_rate_bpm')).toBeCloseTo(60, 0);
  });

  it('without P waves is PR', () => {
    const measured = measureMade({ pr_ms: null });
    expect(measured.values.pr_ms.reason).toBe('no_p_wave');
    expect(numberOf(measured, 'qt_ms')).toBe(402);
  });

  it('without T waves is QT', () => {
    expect(measureMade({ t_uv: 0 }).values.qt_ms.reason).toBe('t_end_not_found');
  });

  it('is everything of three beats, of no lead, and below 100 Hz', () => {
    expect(reasonsOf(measureMade({ seconds: 3 }))).toEqual(new Set(['too_few_beats']));
    expect(reasonsOf(measureEcg({ rate_hz: 500, from_ms: 0, leads: [] }))).toEqual(new Set(['no_leads']));
    expect(reasonsOf(measureMade({ rate_hz: 80 }))).toEqual(new Set(['low_sampling_rate']));
  });
});

it('measures or says why not, whatever the samples are', () => {
  const lead = fc.record({
    size: fc.constantFrom(0, 1, 50, 3000, 30_000),
    step: fc.integer({ min: 1, max: 400 }),
    spike: fc.integer({ min: 0, max: 20_000 }),
  });
  const shape = fc.record({
    rate_hz: fc.constantFrom(1, 100, 125, 128, 250, 500, 1000),
    count: fc.constantFrom(0, 1, 2, 50, 700, 5000),
    leads: fc.array(lead, { minLength: 0, maxLength: 4 }),
  });
  fc.assert(
    fc.property(shape, ({ rate_hz, count, leads }) => {
      const made = leads.map(({ size, step, spike }, index) => ({
        name: ['I', 'II', 'V1', 'V5'][index] ?? '',
        samples: Float64Array.from(
          { length: count },
          (_, k) => ((k * 7919) % (step + 1)) * size + (k % 451 === 0 ? spike : 0),
        ),
      }));
      const { values } = measureEcg({ rate_hz, from_ms: 0, leads: made });
      for (const name of MEASURED_VALUES) {
        const { value, confidence, reason } = values[name];
        expect(value === null).toBe(reason !== null);
        if (value !== null) expect(Number.isFinite(value) && confidence !== null && confidence <= 1).toBe(true);
      }
    }),
    { numRuns: 60, seed: 7 },
  );
});

it('comes to an end where no lead has a segment beside its complexes', () => {
  // sawteeth that run out of phase: whatever stands out of one lead is anywhere in the others
  for (let seed = 1; seed <= 8; seed++) {
    const sawtooth = (lead: number) =>
      Float64Array.from({ length: 24_000 }, (_, k) => ((k * 7 + lead * 300 + seed * 131) % 1600) - 800);
    const leads = ['I', 'II', 'V5'].map((name, lead) => ({ name, samples: sawtooth(lead) }));
    const { values } = measureEcg({ rate_hz: 200, from_ms: 0, leads });
    for (const { value, reason } of Object.values(values)) expect(value === null).toBe(reason !== null);
  }
});

describe('rate and rhythm', () => {
  it('say how far the rate drifts', () => {
    const slow = Array.from({ length: 5 }, () => 1000);
    const fast = Array.from({ length: 9 }, () => 750);
    expect(measureMade({ rr_ms: [...slow, ...fast] }).rate_drift_bpm).toBeGreaterThan(10);
    expect(measureMade({}).rate_drift_bpm).toBeCloseTo(0, 0);
  });

  it('name irregular beats without P waves, and neither regular ones nor those with P waves', () => {
    const rr_ms = [620, 910, 540, 1130, 700, 480, 860, 590, 1010, 760, 530, 940, 660];
    const rhythm = (wanted: Partial<SyntheticEcg>) => measureMade({ ...wanted, noise_uv: 10, seconds: 12 }).rhythm;
    expect(rhythm({ rr_ms, pr_ms: null })).toMatchObject({ regularity: 'irregular', af_suspected: true });
    expect(rhythm({ rr_ms })).toMatchObject({ regularity: 'irregular', af_suspected: false });
    expect(rhythm({ pr_ms: null })).toMatchObject({ regularity: 'regular', af_suspected: false });
  });

  it('count a beat that comes early with the same shape as premature', () => {
    const rr_ms = [800, 800, 800, 520, 1080, 800, 800];
    const { beats, rhythm } = measureMade({ rr_ms, qt_ms: 340, t_ms: 150 });
    expect(beats.premature).toBe(2);
    expect(rhythm.regularity).toBe('premature_beats');
  });

  it('carry name and version of the algorithm, and what part was measured', () => {
    expect(measureMade({})).toMatchObject({
      ...{ algorithm: 'nightbeat-measure', version: '1.2.0', measured_from_ms: 0, measured_ms: SINUS.seconds * 1000 },
      leads: ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'],
    });
  });
});
