import { describe, expect, it } from 'vitest';
import { ecgValues, type MeasuredEcg } from './ecg-values';

const ECG: MeasuredEcg = {
  ...{ heart_rate_bpm: 75, qt_ms: 400, qtc_ms: 447, qtc_formula: 'bazett' },
  statement: 'Sinus rhythm. Normal ECG',
};

describe('the values of an ECG', () => {
  it('are the device’s, where its formula is the chosen one', () => {
    expect(ecgValues(ECG, 'bazett')).toEqual({
      qtc_ms: { value: 447, source: 'device' },
      heart_rate_bpm: { value: 75, source: 'device' },
      rhythm: { value: 'sinus', source: 'device' },
    });
  });

  it('are corrected from its QT and rate by another formula, and say so', () => {
    // RR 800 ms: 400 / ∛0.8 = 430.9
    const { qtc_ms } = ecgValues(ECG, 'fridericia');
    expect(qtc_ms?.source).toBe('corrected');
    expect(qtc_ms?.value).toBeCloseTo(430.89, 2);
  });

  it('are never a QTc of another or an unnamed formula', () => {
    expect(ecgValues({ ...ECG, qt_ms: null }, 'fridericia').qtc_ms).toBeNull();
    expect(ecgValues({ ...ECG, qt_ms: null, qtc_formula: null }, 'bazett').qtc_ms).toBeNull();
    expect(ecgValues({ ...ECG, heart_rate_bpm: 0 }, 'fridericia').qtc_ms).toBeNull();
  });

  it.each([
    ['Atrial fibrillation with rapid ventricular response', 'atrial_fibrillation'],
    ['Possible atrial flutter', 'atrial_fibrillation'],
    ['AF. Left axis deviation', 'atrial_fibrillation'],
    ['Sinus bradycardia, no atrial fibrillation', 'sinus'],
    ['Marked sinus arrhythmia', 'sinus'],
  ])('%s: %s', (statement, rhythm) => {
    expect(ecgValues({ ...ECG, statement }, 'bazett').rhythm?.value).toBe(rhythm);
  });

  it('say nothing of a rhythm the device does not name', () => {
    expect(ecgValues({ ...ECG, statement: 'Nonspecific ST abnormality' }, 'bazett').rhythm).toBeNull();
    expect(ecgValues({ ...ECG, statement: null }, 'bazett').rhythm).toBeNull();
  });
});
