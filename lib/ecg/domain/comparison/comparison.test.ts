import { describe, expect, it } from 'vitest';
import type { MedianBeat } from '@/lib/measure/domain/beats/median-beat';
import type { Recording } from '@/lib/recordings/contracts';
import { compareComputedQtc, compareDerived, compareMeasurements } from './change-table';
import { judgingOf } from './judging';
import { type CheckedEcg, checkPrecordials, whatToCheck } from './what-to-check';

type Measurements = NonNullable<Recording['measurements']>;

const MEASURED: Measurements = {
  heart_rate_bpm: 60,
  pr_ms: 162,
  qrs_ms: 90,
  qt_ms: 400,
  qtc_ms: 400,
  qtc_formula: 'fridericia',
  p_axis_deg: 60,
  qrs_axis_deg: 170,
  t_axis_deg: 34,
};
const measured = (change: Partial<Measurements> = {}) => ({ measurements: { ...MEASURED, ...change } });

describe('what the devices measured', () => {
  it('differs by the numbers that are shown', () => {
    const changes = compareMeasurements(measured({ pr_ms: 162.4 }), measured({ pr_ms: 190.6 }));
    expect(changes.pr_ms).toEqual({ earlier: 162, later: 191, delta: 29, verdict: null, reason: null });
    expect(changes.heart_rate_bpm.delta).toBe(0);
  });

  it.each([
    [170, -170, 20],
    [-170, 170, -20],
    [18, -3, -21],
    [-90, 90, 180],
    [34, 87, 53],
  ])('turns an axis of %i° to %i° by %i°', (before, after, delta) => {
    const changes = compareMeasurements(measured({ qrs_axis_deg: before }), measured({ qrs_axis_deg: after }));
    expect(changes.qrs_axis_deg.delta).toBe(delta);
  });

  it.each([
    [26, 'within_repeatability'],
    [-26, 'within_repeatability'],
    [27, 'beyond_repeatability'],
    [59, 'beyond_repeatability'],
    [60, 'rise_of_60'],
    [-60, 'beyond_repeatability'],
  ])('sets a QTc difference of %i ms against its repeatability', (by, verdict) => {
    expect(compareMeasurements(measured(), measured({ qtc_ms: 400 + by })).qtc_ms).toMatchObject({
      delta: by,
      verdict,
    });
  });

  it.each([
    [32, 'within_repeatability'],
    [33, 'beyond_repeatability'],
    [70, 'beyond_repeatability'],
  ])('sets a QT difference of %i ms against its own', (by, verdict) => {
    expect(compareMeasurements(measured(), measured({ qt_ms: 400 + by })).qt_ms).toMatchObject({ delta: by, verdict });
  });

  it('has no QTc difference across formulae, and says why', () => {
    const differ = compareMeasurements(measured(), measured({ qtc_formula: 'bazett' }));
    expect(differ.qtc_ms).toMatchObject({ earlier: 400, later: 400, delta: null, reason: 'formulae_differ' });
    const unknown = compareMeasurements(measured({ qtc_formula: null }), measured({ qtc_formula: null }));
    expect(unknown.qtc_ms).toMatchObject({ delta: null, verdict: null, reason: 'formula_not_stated' });
    expect(compareMeasurements(measured({ qtc_formula: 'Fridericia' }), measured()).qtc_ms.delta).toBe(0);
  });

  it('leaves what was not sent as it is', () => {
    const changes = compareMeasurements({ measurements: null }, measured());
    expect(changes.qt_ms).toEqual({ earlier: null, later: 400, delta: null, verdict: null, reason: 'not_sent' });
  });
});

describe('QTc computed from both devices’ QT and rate', () => {
  // the vectors of QT 400 at 60 bpm and QT 360 at 100 bpm
  it('has all four formulae', () => {
    const changes = compareComputedQtc(measured(), measured({ qt_ms: 360, heart_rate_bpm: 100 }));
    expect(changes.bazett).toMatchObject({ earlier: 400, later: 465, delta: 65, verdict: 'rise_of_60' });
    expect(changes.fridericia).toMatchObject({ later: 427, delta: 27, verdict: 'beyond_repeatability' });
    expect(changes.framingham).toMatchObject({ later: 422, delta: 22, verdict: 'within_repeatability' });
    expect(changes.hodges).toMatchObject({ later: 430, delta: 30 });
  });

  it('is withheld above 150 bpm, and where QT or rate is missing', () => {
    const fast = compareComputedQtc(measured(), measured({ heart_rate_bpm: 151 }));
    expect(fast.bazett).toMatchObject({ earlier: 400, later: null, delta: null, reason: 'rate_too_high' });
    const none = compareComputedQtc(measured(), measured({ qt_ms: null }));
    expect(none.hodges).toMatchObject({ delta: null, reason: 'not_sent' });
  });
});

describe('what to check', () => {
  const channels = (leads: readonly string[]): CheckedEcg['channels'] =>
    leads.map((name) => ({ id: name, name, kind: 'rhythm', unit: 'uV', sampling_rate_hz: 500, derived: false }));
  const later: CheckedEcg = {
    channels: channels(['I', 'II', 'III', 'V1', 'V2']),
    device: { make: 'Example', model: 'C12', serial: '1', firmware: '3.2' },
    device_id: 'ECG-1',
    filters: { high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: null, zero_phase: null },
    quality: null,
    recording_date: '2026-11-22T07:14:07.000Z',
    ...measured(),
  };
  const earlier: CheckedEcg = { ...later, recording_date: '2026-10-28T06:52:00.000Z' };
  const codes = (change: Partial<CheckedEcg>) => whatToCheck(earlier, { ...later, ...change }).map(({ code }) => code);
  const cart = { make: 'Example', model: 'C12', serial: '1', firmware: '3.2' };
  const filters = { high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: null, zero_phase: null };

  it('is nothing for two ECGs of one cart, recorded alike', () => {
    expect(codes({})).toEqual([]);
  });

  it.each<[string, Partial<CheckedEcg>, string]>([
    ['another cart model', { device: { ...cart, model: 'C18' } }, 'device'],
    ['another software version', { device: { ...cart, firmware: '4.0' } }, 'software'],
    ['another low-pass', { filters: { ...filters, low_pass_hz: 40 } }, 'bandwidth'],
    ['a notch in one', { filters: { ...filters, notch_hz: 50 } }, 'bandwidth'],
    ['no stated bandwidth', { filters: null }, 'bandwidth'],
    ['other leads', { channels: channels(['I', 'II', 'III']) }, 'lead_set'],
    ['another rate', { channels: later.channels.map((one) => ({ ...one, sampling_rate_hz: 250 })) }, 'sampling_rate'],
    ['noise', { quality: [{ lead: 'V2', score: 0.4, reasons: ['muscle_noise'] }] }, 'disturbed_leads'],
    [
      'a suspected reversal',
      { quality: [{ lead: 'I', score: 1, reasons: ['limb_lead_reversal_suspected'] }] },
      'limb_leads',
    ],
    ['another QTc formula', measured({ qtc_formula: 'bazett' }), 'qtc_formula'],
    ['a rate 21 bpm higher', measured({ heart_rate_bpm: 81 }), 'heart_rate'],
    ['a wide QRS', measured({ qrs_ms: 120 }), 'wide_qrs'],
    ['a slow rate', measured({ heart_rate_bpm: 59 }), 'bazett_rate'],
    ['more than a year between', { recording_date: '2027-11-22T07:14:07.000Z' }, 'time_apart'],
  ])('names %s', (_, change, code) => {
    expect(codes(change)).toEqual([code]);
  });

  it('puts technique before physiology, and names both sides', () => {
    const wide = measured({ qrs_ms: 140, heart_rate_bpm: 95 });
    const list = whatToCheck({ ...earlier, ...measured({ qrs_ms: 130 }) }, { ...later, ...wide, filters: null });
    expect(list.map(({ code }) => code)).toEqual(['bandwidth', 'heart_rate', 'wide_qrs', 'bazett_rate']);
    expect(list[2]?.text).toContain('both ECGs');
  });

  const beatOf = (heights: readonly number[]): MedianBeat => ({
    rate_hz: 500,
    before: 100,
    leads: heights.map((height) => Float64Array.from({ length: 300 }, (_, k) => (k === 100 ? height : 0))),
    used: 10,
    found: 10,
  });
  const names = ['V1', 'V2', 'V3'];

  it.each([
    [[600, 900, 1000], null],
    [[650, 900, 400], 'V3'],
    // half as large, but by less than 0.3 mV
    [[250, 900, 1000], null],
    [[1300, 900, 1000], 'V1'],
  ])('compares the QRS of V1 to V3: %j against 500, 900, 1000 µV', (heights, named) => {
    const found = checkPrecordials({ beat: beatOf([500, 900, 1000]), names }, { beat: beatOf(heights), names });
    expect(found?.text ?? null).toEqual(
      named === null ? null : `V1–V3 amplitudes differ (${named}); check electrodes.`,
    );
  });

  it('says nothing of V1 to V3 where one ECG has none', () => {
    const limb = { beat: beatOf([500]), names: ['I'] };
    expect(checkPrecordials(limb, { beat: beatOf([500, 900, 1000]), names })).toBeNull();
  });
});

type Derived = NonNullable<Recording['derived']>;

const DERIVED: Derived = {
  ...{ algorithm: 'nightbeat-measure', version: '1.0', heart_rate_bpm: 60, rr_ms: 1000, p_ms: 100 },
  ...{ pr_ms: 160, qrs_ms: 90, qt_ms: 400, p_axis_deg: 60, qrs_axis_deg: 170, t_axis_deg: 40 },
  qtc_ms: { bazett: 400.4, fridericia: 400.1, framingham: 399.6, hodges: 400 },
  rhythm: { regular: true, regularity: 'regular', af_suspected: false, paced: false, reason: null, confidence: 1 },
  ...{
    confidence: {},
    not_measured: [],
    rate_drift_bpm: null,
    beats: { found: 10, usual: 10, premature: 0, other_shape: 0, measured: 10 },
  },
  ...{ measured_from_ms: 0, measured_ms: 10_000, leads: ['I', 'II'], fibrillation: null, unjudged: null },
};
const computed = (change: Partial<Derived> | null = {}) => ({ derived: change && { ...DERIVED, ...change } });

describe('what was computed of both', () => {
  it('differs where both come from one version of the algorithm', () => {
    const later = computed({ qt_ms: 433, qrs_axis_deg: -170, qtc_ms: { ...DERIVED.qtc_ms, fridericia: 461 } as never });
    const changes = compareDerived(computed(), later);
    expect(changes?.values.qt_ms).toMatchObject({
      earlier: 400,
      later: 433,
      delta: 33,
      verdict: 'beyond_repeatability',
    });
    expect(changes?.values.qrs_axis_deg).toMatchObject({ delta: 20, verdict: null });
    expect(changes?.qtc.fridericia).toMatchObject({ earlier: 400, later: 461, delta: 61, verdict: 'rise_of_60' });
    expect(changes?.qtc.bazett).toMatchObject({ delta: 0, verdict: 'within_repeatability' });
  });

  it('has no difference by two versions, and says why a value is missing', () => {
    const versions = compareDerived(computed({ version: '0.9' }), computed());
    expect(versions?.values.pr_ms).toMatchObject({ earlier: 160, later: 160, delta: null, reason: 'versions_differ' });
    expect(versions?.qtc.hodges).toMatchObject({ delta: null, verdict: null, reason: 'versions_differ' });
    const paced = compareDerived(
      computed(),
      computed({
        ...{ pr_ms: null, qtc_ms: null },
        not_measured: [
          { field: 'pr_ms', reason: 'no_p_wave' },
          { field: 'qtc_ms', reason: 'rate_too_high' },
        ],
      }),
    );
    expect(paced?.values.pr_ms).toMatchObject({
      ...{ earlier: 160, later: null, delta: null, reason: 'not_measured' },
      missing: { earlier: null, later: 'no_p_wave' },
    });
    expect(paced?.qtc.bazett.missing).toEqual({ earlier: null, later: 'rate_too_high' });
  });

  it('is never set against what a device sent: a side without computed values has none', () => {
    expect(compareDerived(computed(null), computed(null))).toBeNull();
    const one = compareDerived(computed(null), computed());
    expect(one?.values.heart_rate_bpm).toEqual({
      ...{ earlier: null, later: 60, delta: null, verdict: null, reason: 'not_measured' },
      missing: { earlier: 'not_shown', later: null },
    });
  });
});

describe('judging a change', () => {
  it.each([
    [15, false, false],
    [16, true, true],
    [null, true, false],
  ])('at %s years gives differences: %s, verdicts: %s', (age, differences, verdicts) => {
    expect(judgingOf(age)).toMatchObject({ differences, verdicts });
  });
});
