import { describe, expect, it } from 'vitest';
import { deviceValues, ecgFigure, ecgSeries, fibrillationOf, type MeasuredEcg, namedRhythm } from './ecg-values';

const ECG: MeasuredEcg = {
  duration_ms: 10_000,
  ...{ heart_rate_bpm: 75, qt_ms: 400, qtc_ms: 447, qtc_formula: 'bazett' },
  statement: 'Sinus rhythm. Normal ECG',
  reader_statement: null,
  computed: null,
};

const COMPUTED: NonNullable<MeasuredEcg['computed']> = {
  heart_rate_bpm: 74,
  qtc_ms: { bazett: 440, fridericia: 425, framingham: 424, hodges: 422 },
  af_suspected: false,
  measured_ms: 10_000,
  fibrillation: null,
};

/** An ECG whose device sent no value. */
const SILENT: MeasuredEcg = {
  ...ECG,
  heart_rate_bpm: null,
  qt_ms: null,
  qtc_ms: null,
  qtc_formula: null,
  statement: null,
};

const qtcBy = (formula: 'bazett' | 'fridericia') => ({ measure: 'qtc_ms', formula }) as const;
const RATE = { measure: 'heart_rate_bpm', formula: 'fridericia' } as const;

describe('a value of an ECG', () => {
  it('is the device’s, where its formula is the chosen one', () => {
    expect(ecgFigure(ECG, qtcBy('bazett'), 'device')).toEqual({ value: 447, source: 'device' });
    expect(ecgFigure(ECG, RATE, 'device')).toEqual({ value: 75, source: 'device' });
  });

  it('is corrected from its QT and rate by another formula, and says so', () => {
    // RR 800 ms: 400 / ∛0.8 = 430.9
    const figure = ecgFigure(ECG, qtcBy('fridericia'), 'device');
    expect(figure?.source).toBe('corrected');
    expect(figure?.value).toBeCloseTo(430.89, 2);
  });

  it('is never a QTc of another or an unnamed formula', () => {
    expect(ecgFigure({ ...ECG, qt_ms: null }, qtcBy('fridericia'), 'device')).toBeNull();
    expect(ecgFigure({ ...ECG, qt_ms: null, qtc_formula: null }, qtcBy('bazett'), 'device')).toBeNull();
    expect(ecgFigure({ ...ECG, heart_rate_bpm: 0 }, qtcBy('fridericia'), 'device')).toBeNull();
  });

  it('is of the origin asked for, and never filled from the other', () => {
    const both = { ...ECG, computed: COMPUTED };
    expect(ecgFigure(both, qtcBy('bazett'), 'computed')).toEqual({ value: 440, source: 'computed' });
    expect(ecgFigure(both, RATE, 'computed')).toEqual({ value: 74, source: 'computed' });
    expect(ecgFigure({ ...SILENT, computed: COMPUTED }, RATE, 'device')).toBeNull();
    expect(ecgFigure({ ...SILENT, computed: COMPUTED }, qtcBy('bazett'), 'device')).toBeNull();
    expect(ecgFigure(ECG, RATE, 'computed')).toBeNull();
    // nothing is corrected above 150 bpm
    expect(ecgFigure({ ...ECG, computed: { ...COMPUTED, qtc_ms: null } }, qtcBy('bazett'), 'computed')).toBeNull();
  });
});

describe('a series of ECGs', () => {
  const both = { ...ECG, computed: COMPUTED };
  const silent = { ...SILENT, computed: COMPUTED };

  it('is the devices’, also where as many could be computed', () => {
    const series = ecgSeries([both, { ...both }], RATE);
    expect(series.figures.map(({ source }) => source)).toEqual(['device', 'device']);
    expect(series.left_out).toBe(0);
  });

  it('is the computed one where more ECGs have it, and counts whom that leaves out', () => {
    const series = ecgSeries([ECG, silent, { ...silent }], RATE);
    expect(series.figures.map(({ value, source }) => [value, source])).toEqual([
      [74, 'computed'],
      [74, 'computed'],
    ]);
    expect(series.left_out).toBe(1);
  });

  it('leaves out an ECG that has the value by computing alone, and does not count one without any', () => {
    const series = ecgSeries([ECG, { ...ECG }, silent, SILENT], RATE);
    expect(series.figures.map(({ source }) => source)).toEqual(['device', 'device']);
    expect(series.left_out).toBe(1);
  });
});

describe('the rhythm of an ECG', () => {
  it.each([
    ['Atrial fibrillation with rapid ventricular response', 'atrial_fibrillation'],
    ['Possible atrial flutter', 'atrial_fibrillation'],
    ['AF. Left axis deviation', 'atrial_fibrillation'],
    ['Sinus bradycardia, no atrial fibrillation', 'sinus'],
    ['Marked sinus arrhythmia', 'sinus'],
  ])('%s: %s', (statement, value) => {
    expect(namedRhythm({ ...ECG, statement })).toEqual({ value, source: 'device' });
  });

  it('is not named where nobody names it', () => {
    expect(namedRhythm({ ...ECG, statement: 'Nonspecific ST abnormality' })).toBeNull();
    expect(namedRhythm(SILENT)).toBeNull();
  });

  it('is the reader’s before the device’s, unless the reader says nothing of it', () => {
    const read = { ...ECG, statement: 'Atrial fibrillation', reader_statement: 'Sinus rhythm with artefact' };
    expect(namedRhythm(read)).toEqual({ value: 'sinus', source: 'reader' });
    expect(namedRhythm({ ...read, reader_statement: 'Poor quality' })).toEqual({
      value: 'atrial_fibrillation',
      source: 'device',
    });
  });

  it('counts as fibrillation by whom it is named, else by what was computed of the part that was measured', () => {
    const suspected = { ...COMPUTED, af_suspected: true, measured_ms: 8000 };
    expect(fibrillationOf({ ...ECG, computed: suspected })).toEqual({
      ...{ fibrillation: false, source: 'device', judged_ms: 10_000 },
    });
    expect(fibrillationOf({ ...SILENT, computed: suspected })).toEqual({
      ...{ fibrillation: true, source: 'computed', judged_ms: 8000 },
    });
    expect(fibrillationOf({ ...SILENT, computed: COMPUTED })?.fibrillation).toBe(false);
    expect(fibrillationOf({ ...SILENT, computed: { ...COMPUTED, af_suspected: null } })).toBeNull();
    expect(fibrillationOf(SILENT)).toBeNull();
  });
});

describe('what a device says of an ECG', () => {
  it('is its own, and nothing where it sent nothing', () => {
    expect(deviceValues(ECG, 'bazett')).toEqual({
      qtc_ms: { value: 447, source: 'device' },
      heart_rate_bpm: { value: 75, source: 'device' },
      rhythm: 'sinus',
    });
    expect(deviceValues(SILENT, 'bazett')).toEqual({
      ...{ qtc_ms: null, heart_rate_bpm: null, rhythm: null },
    });
  });
});
