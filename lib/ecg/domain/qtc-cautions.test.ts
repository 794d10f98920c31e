import { describe, expect, it } from 'vitest';
import { measureEcg } from '@/lib/measure/domain/measure-ecg';
import type { Recording } from '@/lib/recordings/contracts';
import { type DerivedEcg, derivedEcg } from './derived-ecg';
import { ageAtRecording, changeFromBaseline, defaultFormula, judgeQtc } from './qtc-cautions';

type Judged = Pick<Recording, 'measurements' | 'derived' | 'statements'>;

/** What a device sent: QT, rate and QRS. */
function sent(qt_ms: number | null, heart_rate_bpm: number | null, qrs_ms: number | null = 90): Judged {
  const rest = { pr_ms: null, qtc_ms: null, qtc_formula: null, p_axis_deg: null, qrs_axis_deg: null, t_axis_deg: null };
  return { measurements: { ...rest, qt_ms, heart_rate_bpm, qrs_ms }, derived: null, statements: [] };
}

const known = (value: number) => ({ value, confidence: 1, reason: null });

/** What we computed: the same, on a measurement that says nothing else. */
function computed(qt_ms: number, heart_rate_bpm: number): Judged {
  const none = measureEcg({ rate_hz: 500, from_ms: 0, leads: [] });
  const values = { ...none.values, qt_ms: known(qt_ms), heart_rate_bpm: known(heart_rate_bpm), qrs_ms: known(90) };
  return { measurements: null, derived: derivedEcg({ ...none, values }), statements: [] };
}

const cautionsOf = (recording: Judged, source: 'device' | 'computed' = 'device') => {
  const judged = judgeQtc(recording, source, 40);
  return judged.ok ? judged.cautions : judged.reason;
};

describe('QTc', () => {
  it('is by all four formulae (vector of the clinical reference)', () => {
    const judged = judgeQtc(sent(360, 100), 'device', 40);
    expect(judged.ok && Object.values(judged.values).map((value) => Number(value.toFixed(1)))).toEqual([
      464.8, 426.8, 421.6, 430.0,
    ]);
  });

  it.each([
    [59, ['bazett_slow']],
    [60, []],
    [90, []],
    [91, ['bazett_fast']],
  ])('at %i bpm asks for care with %j', (rate, cautions) => {
    expect(cautionsOf(sent(400, rate))).toEqual(cautions);
  });

  it('with a QRS of 120 ms or more asks for care, and JT stands beside it', () => {
    expect(judgeQtc(sent(400, 70, 119), 'device', 40)).toMatchObject({ cautions: [], jt_ms: null });
    expect(judgeQtc(sent(400, 70, 120), 'device', 40)).toMatchObject({ cautions: ['wide_qrs'], jt_ms: 280 });
  });

  it.each([
    [['Ventricular paced rhythm'], ['paced']],
    [['Atrial fibrillation with rapid response'], ['fibrillation', 'fibrillation_few_beats']],
    [['No atrial fibrillation'], []],
    [['Sinus rhythm'], []],
  ])('of a device that states %j asks for care with %j', (statements, cautions) => {
    expect(cautionsOf({ ...sent(400, 70), statements })).toEqual(cautions);
  });

  it('goes by the computed rhythm as well: suspicion, beats and drift', () => {
    const { derived } = computed(400, 70);
    const beats = (measured: number) => ({ found: 14, usual: 14, premature: 0, other_shape: 0, measured });
    const rhythm = {
      regularity: 'irregular',
      af_suspected: true,
      paced: false,
      reason: null,
      regular: false,
      confidence: 1,
    } as const;
    const of = (change: Partial<DerivedEcg>) => ({
      ...sent(400, 70),
      derived: derived && { ...derived, ...change },
    });
    expect(cautionsOf(of({ rhythm, beats: beats(10) }))).toEqual(['fibrillation']);
    expect(cautionsOf(of({ rhythm, beats: beats(9) }))).toEqual(['fibrillation', 'fibrillation_few_beats']);
    expect(cautionsOf(of({ rate_drift_bpm: 10 }))).toEqual([]);
    expect(cautionsOf(of({ rate_drift_bpm: 10.1 }))).toEqual(['rate_drift']);
  });

  it('is withheld above 150 bpm of an adult and 180 of a child', () => {
    const reason = (rate: number, age: number | null) => {
      const judged = judgeQtc(sent(250, rate), 'device', age);
      return judged.ok ? null : judged.reason;
    };
    expect([reason(150, 18), reason(151, 18), reason(151, null)]).toEqual([null, 'rate_too_high', 'rate_too_high']);
    expect([reason(180, 17), reason(181, 17)]).toEqual([null, 'rate_too_high']);
  });

  it('is withheld where there is no QT, with the reason', () => {
    expect(judgeQtc(sent(null, 70), 'device', 40)).toEqual({ ok: false, reason: 'not_sent' });
    expect(judgeQtc(sent(400, 0), 'device', 40)).toEqual({ ok: false, reason: 'not_sent' });
    const { derived, ...rest } = computed(400, 70);
    const not_measured = [{ field: 'qt_ms', reason: 't_end_not_found' } as const];
    const without = { ...rest, derived: derived && { ...derived, qt_ms: null, not_measured } };
    expect(judgeQtc(without, 'computed', 40)).toEqual({ ok: false, reason: 't_end_not_found' });
    expect(judgeQtc(sent(400, 70), 'computed', 40)).toEqual({ ok: false, reason: 'not_sent' });
  });
});

describe('the formula', () => {
  it('is Bazett under 18 at the recording, else Fridericia', () => {
    const age = (birth: string | null) => ageAtRecording(birth, '2026-11-22T07:14:07.000Z');
    expect(defaultFormula(age('2008-11-23'))).toBe('bazett');
    expect(defaultFormula(age('2008-11-22'))).toBe('fridericia');
    expect(defaultFormula(age(null))).toBe('fridericia');
  });
});

describe('the change from the baseline', () => {
  // at 60 bpm every formula leaves QT as it is
  it.each([
    [400, 426, 26, 'within_repeatability'],
    [400, 427, 27, 'beyond_repeatability'],
    [400, 373, -27, 'beyond_repeatability'],
    [400, 459, 59, 'beyond_repeatability'],
    [400, 460, 60, 'rise_of_60'],
  ])('from %i to %i ms is %i: %s', (before, now, delta_ms, verdict) => {
    expect(changeFromBaseline(computed(now, 60), computed(before, 60), 40)).toMatchObject({
      ...{ source: 'computed', formula: 'fridericia', delta_ms, verdict },
    });
  });

  it('is of one source in both: computed where both are, else the device’s, else none', () => {
    const both = { ...computed(410, 60), measurements: sent(430, 60).measurements };
    expect(changeFromBaseline(both, computed(400, 60), 40)).toMatchObject({ source: 'computed', delta_ms: 10 });
    expect(changeFromBaseline(both, sent(400, 60), 40)).toMatchObject({ source: 'device', delta_ms: 30 });
    expect(changeFromBaseline(computed(410, 60), sent(400, 60), 40)).toBeNull();
  });

  it('is none where one of them is withheld', () => {
    expect(changeFromBaseline(computed(250, 160), computed(400, 60), 40)).toBeNull();
  });
});
