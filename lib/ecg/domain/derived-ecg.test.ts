import { describe, expect, it } from 'vitest';
import { MEASURED_VALUES, type Measured } from '@/lib/measure/domain/ecg-measurement';
import { measureEcg } from '@/lib/measure/domain/measure-ecg';
import { syntheticEcg } from '@/lib/testing/synthetic-ecg';
import { derivedEcg, measuredOf } from './derived-ecg';

const measurement = (wanted: Parameters<typeof syntheticEcg>[0] = {}) => {
  const { rate_hz, leads } = syntheticEcg(wanted);
  return measureEcg({ rate_hz, from_ms: 0, leads });
};
const known = (value: number): Measured => ({ value, confidence: 0.5, reason: null });

/** A measurement of these, and nothing else changed. */
function of(qt_ms: Measured, heart_rate_bpm: Measured) {
  const whole = measurement();
  return derivedEcg({ ...whole, values: { ...whole.values, qt_ms, heart_rate_bpm } });
}

describe('derived values of an ECG', () => {
  it('give back each value as it was measured, or why it was not', () => {
    for (const one of [measurement(), measurement({ noise_uv: 50 }), measurement({ pr_ms: null })]) {
      const derived = derivedEcg(one);
      for (const name of MEASURED_VALUES) expect(measuredOf(derived, name)).toEqual(one.values[name]);
    }
  });

  it('hold QTc by four formulae to a tenth (vector of the clinical reference)', () => {
    expect(of(known(360), known(100))).toMatchObject({
      qtc_ms: { bazett: 464.8, fridericia: 426.8, framingham: 421.6, hodges: 430 },
      not_measured: [],
    });
  });

  it('hold no QTc above 150 bpm or without QT or rate, and say why', () => {
    const missing: Measured = { value: null, confidence: null, reason: 't_end_not_found' };
    expect(of(known(250), known(150)).qtc_ms).not.toBeNull();
    expect(of(known(250), known(150.1))).toMatchObject({
      qtc_ms: null,
      not_measured: [{ field: 'qtc_ms', reason: 'rate_too_high' }],
    });
    expect(of(missing, known(60)).not_measured).toContainEqual({ field: 'qtc_ms', reason: 't_end_not_found' });
    const flat: Measured = { value: null, confidence: null, reason: 'flat' };
    expect(of(known(400), flat).not_measured).toContainEqual({ field: 'qtc_ms', reason: 'flat' });
  });

  it('say whether the rhythm is regular, and null where it cannot be told', () => {
    expect(derivedEcg(measurement()).rhythm).toMatchObject({ regular: true, af_suspected: false, confidence: 1 });
    expect(derivedEcg(measurement({ noise_uv: 300 })).rhythm).toMatchObject({ regular: null, confidence: null });
  });

  it('hold what following a long recording gave, but of a paced heart', () => {
    const followed = {
      fibrillation: { judged_ms: 60_000, suspected_ms: 0, longest_ms: 0, found: 0, episodes: [] },
      unjudged: {
        ...{ total_ms: 9000, by_reason: { noisy: 9000 }, found: 1 },
        spans: [{ from_ms: 60_000, to_ms: 69_000, reason: 'noisy' as const }],
      },
    };
    const nothing = { fibrillation: null, unjudged: null };
    expect(derivedEcg(measurement(), followed)).toMatchObject(followed);
    expect(derivedEcg(measurement())).toMatchObject(nothing);
    const { rhythm, ...rest } = measurement();
    expect(derivedEcg({ ...rest, rhythm: { ...rhythm, paced: true } }, followed)).toMatchObject(nothing);
  });
});
