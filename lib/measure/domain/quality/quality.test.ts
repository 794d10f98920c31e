import { describe, expect, it } from 'vitest';
import type { LeadValues } from '../lead-values';
import { judgeQuality } from './lead-quality';
import { measureNoise } from './noise';
import { reversalSuspected } from './reversal';

const RATE = 500;
const SECONDS = 10;

/** A wave as high as `height_uv` and `width_s` wide (at 1/e), at `at_s` of every second. */
const bump = (t: number, at_s: number, width_s: number, height_uv: number) =>
  height_uv * Math.exp(-((((t % 1) - at_s) / width_s) ** 2));

/** An undisturbed lead at 60 bpm: P, QRS and T. */
const heart = (t: number, size = 1) =>
  size * (bump(t, 0.3, 0.03, 100) + bump(t, 0.46, 0.012, 1000) - bump(t, 0.5, 0.012, 250) + bump(t, 0.75, 0.05, 250));

const samplesOf = (of: (t: number) => number, rate = RATE, seconds = SECONDS) =>
  Float64Array.from({ length: rate * seconds }, (_, k) => of(k / rate));

/** Repeatable noise of the given RMS (a linear congruential generator; twelve uniforms add up to nearly a normal one). */
function noise(rms_uv: number): (t: number) => number {
  let state = 1;
  const uniform = () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return () => rms_uv * (Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, 0) - 6);
}

const lead = (name: string, of: (t: number) => number, change: Partial<LeadValues> = {}): LeadValues => ({
  id: name,
  name,
  derived: false,
  rate_hz: RATE,
  start_ms: 0,
  values: samplesOf(of),
  ...change,
});

function leadQuality(...parts: LeadValues[][]) {
  const judge = judgeQuality();
  for (const part of parts) judge.take(part);
  return judge.quality();
}

describe('measureNoise', () => {
  it.each([
    [50, 500],
    [60, 500],
    [50, 250],
    [60, 1000],
  ])('finds the amplitude of %i Hz hum at %i Hz sampling', (hz, rate) => {
    const { mains_uv, muscle_uv } = measureNoise(
      samplesOf((t) => heart(t) + 80 * Math.sin(2 * Math.PI * hz * t), rate),
      rate,
    );
    expect(mains_uv).toBeGreaterThan(74);
    expect(mains_uv).toBeLessThan(86);
    expect(muscle_uv).toBeLessThan(20);
  });

  it('finds no hum, wander or muscle noise in a clean lead', () => {
    const clean = measureNoise(samplesOf(heart), RATE);
    expect(clean.mains_uv).toBeLessThan(5);
    expect(clean.muscle_uv).toBeLessThan(3);
    expect(clean.wander_uv).toBeLessThan(20);
  });

  it('finds the range of a slow baseline', () => {
    const { wander_uv } = measureNoise(
      samplesOf((t) => heart(t) + 500 * Math.sin(2 * Math.PI * 0.2 * t)),
      RATE,
    );
    // the mean over a second lets sin(π·0.2)/(π·0.2) = 93.5 % of 0.2 Hz through: 935 of 1000 µV
    expect(wander_uv).toBeGreaterThan(900);
    expect(wander_uv).toBeLessThan(970);
  });

  it('finds broad noise between the beats', () => {
    const added = noise(50);
    const { muscle_uv } = measureNoise(
      samplesOf((t) => heart(t) + added(t)),
      RATE,
    );
    // the quietest third of many short stretches lies a little below the whole
    expect(muscle_uv).toBeGreaterThan(38);
    expect(muscle_uv).toBeLessThan(52);
  });
});

describe('leadQuality', () => {
  it('is 1 without a reason for a clean lead', () => {
    expect(leadQuality([lead('II', heart)])).toEqual([{ lead: 'II', score: 1, reasons: [] }]);
  });

  it.each([
    ['baseline_wander', (t: number) => heart(t) + 600 * Math.sin(2 * Math.PI * 0.15 * t)],
    ['mains_noise', (t: number) => heart(t) + 60 * Math.sin(2 * Math.PI * 50 * t)],
    ['muscle_noise', noise(60)],
  ] as const)('names %s and gives less than 0.9', (reason, of) => {
    const [quality] = leadQuality([lead('V1', of)]);
    expect(quality?.reasons).toEqual([reason]);
    expect(quality?.score).toBeLessThan(0.9);
  });

  it('is 0 for a lead that is off, and less for one that is off at times', () => {
    expect(leadQuality([lead('V2', () => 7)])).toEqual([{ lead: 'V2', score: 0, reasons: ['lead_off'] }]);
    const [half] = leadQuality([lead('V2', (t) => (t < 4 ? 0 : heart(t)))]);
    expect(half).toMatchObject({ reasons: ['lead_off'] });
    expect(half?.score).toBeCloseTo(0.6, 1);
  });

  it('gets worse, never better, with more of the same', () => {
    const scores = [0, 20, 50, 100, 200, 400].map(
      (uv) => leadQuality([lead('I', (t) => heart(t) + uv * Math.sin(2 * Math.PI * 50 * t))])[0]?.score ?? 1,
    );
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.at(-1)).toBe(0);
  });

  it('is the same of a recording read in parts, whatever is missing between them', () => {
    const of = (t: number) => heart(t) + 60 * Math.sin(2 * Math.PI * 50 * t);
    const whole = samplesOf(of, RATE, 40);
    const broken = Float64Array.from(whole, (value, k) => (k > 9.9 * RATE && k < 10 * RATE ? Number.NaN : value));
    const parts = [0, 20].map((s) => [lead('I', of, { values: broken.slice(s * RATE, (s + 20) * RATE) })]);
    expect(leadQuality(...parts)).toEqual(leadQuality([lead('I', of, { values: whole })]));
  });

  it('counts each part of a lead', () => {
    const [bad, good] = [lead('I', (t) => heart(t) + 60 * Math.sin(2 * Math.PI * 50 * t)), lead('I', heart)];
    const score = (...parts: LeadValues[][]) => leadQuality(...parts)[0]?.score ?? Number.NaN;
    expect(score([bad], [good])).toBeCloseTo((score([bad]) + score([good])) / 2, 1);
  });

  it('leaves out what it cannot judge', () => {
    const short = lead('I', heart, { values: samplesOf(heart, RATE, 1) });
    const missing = lead('V1', heart, { values: new Float64Array(10 * RATE).fill(Number.NaN) });
    expect(leadQuality([short, missing, lead('III', heart, { derived: true })])).toEqual([]);
  });
});

describe('a recording over its time', () => {
  const noisy = noise(400);
  const off = () => 7;
  /** One lead that changes: readable, 20 s of noise, 20 s off, readable. */
  const changing = (t: number) => {
    if (t >= 20 && t < 40) return heart(t) + noisy(t);
    return t >= 40 && t < 60 ? off() : heart(t);
  };

  function signalOf(...parts: LeadValues[][]) {
    const judge = judgeQuality();
    for (const part of parts) judge.take(part);
    return judge.signal();
  }

  it('is told in spans, whatever parts it is read in', () => {
    const whole = samplesOf(changing, RATE, 80);
    const expected = [
      { from_ms: 0, to_ms: 20_000, state: 'readable' },
      { from_ms: 20_000, to_ms: 40_000, state: 'noisy' },
      { from_ms: 40_000, to_ms: 60_000, state: 'lead_off' },
      { from_ms: 60_000, to_ms: 80_000, state: 'readable' },
    ];
    for (const part_s of [10, 20, 80]) {
      const parts = Array.from({ length: 80 / part_s }, (_, k) => [
        lead('II', heart, {
          start_ms: k * part_s * 1000,
          values: whole.slice(k * part_s * RATE, (k + 1) * part_s * RATE),
        }),
      ]);
      expect(signalOf(...parts)).toEqual(expected);
    }
  });

  it('is as good as its best lead, and off where all leads are', () => {
    const leads = (first: (t: number) => number, second: (t: number) => number) => [
      lead('I', first),
      lead('V1', second),
    ];
    const disturbed = (t: number) => heart(t) + noisy(t);
    const states = [leads(disturbed, heart), leads(disturbed, off), leads(off, off)].map((part) => signalOf(part));
    expect(states.map(([one]) => one?.state)).toEqual(['readable', 'noisy', 'lead_off']);
    expect(signalOf([lead('I', off), lead('III', heart, { derived: true })])).toMatchObject([{ state: 'lead_off' }]);
  });

  it('has nothing where there are no samples', () => {
    const values = samplesOf(heart, RATE, 40).map((value, k) => (k >= 10 * RATE && k < 25 * RATE ? Number.NaN : value));
    expect(signalOf([lead('II', heart, { start_ms: 5000, values })])).toEqual([
      { from_ms: 5000, to_ms: 15_000, state: 'readable' },
      { from_ms: 30_000, to_ms: 45_000, state: 'readable' },
    ]);
  });
});

describe('reversalSuspected', () => {
  // I and II as sent; the rest follows from them. V6 looks from the left, as I does.
  const leads = (one: (t: number) => number, two: (t: number) => number, six: (t: number) => number) => [
    lead('I', one),
    lead('II', two),
    lead('III', (t) => two(t) - one(t)),
    lead('aVR', (t) => -(one(t) + two(t)) / 2),
    lead('V6', six),
  ];
  const left = (t: number) => heart(t, 0.7);
  const down = (t: number) => heart(t, 1);

  it('is not suspected in a usual ECG, nor with a lead missing', () => {
    expect(reversalSuspected(leads(left, down, down))).toBeNull();
    expect(reversalSuspected([lead('I', (t) => -heart(t))])).toBeNull();
  });

  it('finds exchanged arms: I turns over, II and III change places', () => {
    const three = (t: number) => down(t) - left(t);
    expect(reversalSuspected(leads((t) => -left(t), three, down))).toBe('arms');
    expect(leadQuality(leads((t) => -left(t), three, down)).map(({ reasons }) => reasons)).toEqual([
      ...Array.from({ length: 4 }, () => ['limb_lead_reversal_suspected']),
      [],
    ]);
  });

  it('does not take dextrocardia for exchanged arms: there V6 points down too', () => {
    expect(
      reversalSuspected(
        leads(
          (t) => -left(t),
          (t) => down(t) - left(t),
          (t) => -down(t),
        ),
      ),
    ).toBeNull();
  });

  it('finds an arm exchanged with the right leg by its flat lead', () => {
    expect(reversalSuspected(leads(left, (t) => 0.02 * down(t), down))).toBe('right_arm_and_leg');
    expect(reversalSuspected(leads(left, (t) => left(t) + 0.02 * down(t), down))).toBe('left_arm_and_leg');
  });
});
