import { describe, expect, it } from 'vitest';
import { beatAccuracy } from '@/lib/testing/accuracy/beats';
import { delineationAccuracy, partWithin } from '@/lib/testing/accuracy/delineation';
import { contradictions } from '@/lib/testing/accuracy/diagnoses';
import { classCounts, fibrillationAccuracy, rateAccuracy } from '@/lib/testing/accuracy/rhythm';
import { annotatedRecording, annotatedRecordings } from '@/lib/testing/annotated-recordings';
import { measureEcg } from './measure-ecg';

/* A part of `npm run accuracy`: real recordings against the marks of those who published them. */

describe('half an hour with supraventricular and ventricular beats (SVDB 800)', () => {
  const recording = annotatedRecording('800');

  it('has at least 99.5 % of its beats found, and as few too many', () => {
    const { sensitivity, predictivity, marked } = beatAccuracy(recording);
    expect(marked).toBe(1883);
    expect(sensitivity).toBeGreaterThanOrEqual(99.5);
    expect(predictivity).toBeGreaterThanOrEqual(99.5);
  });

  it('has its ventricular beats apart, and nearly all that come early', () => {
    const counts = classCounts(recording);
    expect(counts['V other_shape']).toBe(6);
    // 30 are marked; one is no earlier than its neighbours
    expect(counts['S premature']).toBeGreaterThanOrEqual(28);
    expect(counts['N usual']).toBeGreaterThanOrEqual(0.98 * 1846);
  });

  it('has the rate its marks give, and no fibrillation', () => {
    const { ours, marked } = rateAccuracy(recording);
    expect(Math.abs(ours - marked)).toBeLessThanOrEqual(2);
    expect(fibrillationAccuracy(recording)).toMatchObject({ marked: false, suspected: false });
  });
});

it('finds at least 95 % of the marks of LUDB 1 within 20 ms, T ends within 40 ms', () => {
  const marks = delineationAccuracy(annotatedRecording('ludb-1'));
  expect(marks.map(({ mark, marked }) => [mark, marked])).toEqual([
    ['QRS onset', 72],
    ['QRS end', 72],
    ['T end', 60],
    ['P onset', 60],
    ['P end', 60],
  ]);
  expect(partWithin(marks)).toBeGreaterThanOrEqual(95);
});

describe('Holter excerpts of CPSC 2021', () => {
  const recordings = [...annotatedRecordings('cpsc2021'), annotatedRecording('data_101_6')];

  it('are suspected of fibrillation where it is marked, on 11 of 12 at least', () => {
    const right = recordings.map(fibrillationAccuracy).filter(({ marked, suspected }) => marked === suspected);
    expect(recordings).toHaveLength(12);
    expect(right.length).toBeGreaterThanOrEqual(11);
  });

  it.each(recordings.map((recording) => [recording.name, recording] as const))('%s has the marked rate', (_, one) => {
    const { ours, marked } = rateAccuracy(one);
    expect(Math.abs(ours - marked)).toBeLessThanOrEqual(2);
  });
});

describe('twelve-lead ECGs with published diagnoses', () => {
  const own = ['E07500', 'E07509', 'HR06000'].map(annotatedRecording);
  const recordings = [...own, ...annotatedRecordings('cinc2021').filter(({ name }) => !name.startsWith('JS'))];

  it.each(recordings.map((one) => [one.name, one] as const))(
    '%s: no fibrillation, nothing named is contradicted',
    (_, one) => {
      const { rate_hz, leads, diagnoses } = one;
      const measured = measureEcg({ rate_hz, from_ms: 0, leads });
      expect(measured.rhythm).toMatchObject({ af_suspected: false, paced: false });
      expect(contradictions(measured, diagnoses).filter((text) => !text.endsWith('not named'))).toEqual([]);
      expect(measured.values.qrs_ms.value).not.toBeNull();
    },
  );
});
