import { expect, it } from 'vitest';
import { channelNamed, readOk, recordingFile, storedOf, valuesOf, warningCodes } from '@/lib/testing/recording-files';
import { readRecordingFile } from '../read-recording-file';

const file = (content: unknown) => [{ name: 'x', bytes: new TextEncoder().encode(JSON.stringify(content)) }];

it('reads the example of the specification by its own rule', () => {
  const recording = readOk([recordingFile('fhir/Observation-ekg.json')]);
  expect(recording.start).toEqual({ date: '2015-02-19', time: '09:30:35', utc_offset_minutes: 60 });
  expect(recording.blocks[0]?.channels.map(({ lead }) => lead)).toEqual(['I', 'II', 'III']);
  for (const lead of ['I', 'II', 'III']) {
    const channel = channelNamed(recording, lead);
    const stored = storedOf(channel);
    expect(stored.slice(0, 5)).toEqual([2041, 2043, 2037, 2047, 2060]);
    expect([Math.min(...stored), Math.max(...stored), stored.reduce((a, b) => a + b, 0)]).toEqual([
      1884, 2166, 239_238,
    ]);
    expect(stored).toHaveLength(116);
    expect(channel).toMatchObject({ rate: { numerator: 100, denominator: 1 }, unit: null });
    const expected = [5338.092, 5341.316, 5331.644, 5347.764, 5368.72];
    for (const [i, value] of expected.entries()) expect(valuesOf(channel)[i]).toBeCloseTo(value, 6);
  }
  expect(recording.blocks[0]?.duration_ms).toBe(1160);
  expect(warningCodes(recording)).toEqual(['uncalibrated']);
});

/** A made-up Observation in the shape of the standard: two alternating leads in mV, with every missing-value word. */
const OBSERVATION = {
  resourceType: 'Observation',
  effectivePeriod: { start: '2026-11-03T08:15:00-05:00' },
  subject: { identifier: { value: 'P1' } },
  component: [
    {
      code: {
        coding: [{ system: 'urn:oid:2.16.840.1.113883.6.24', code: '131390', display: 'MDC_ECG_ELEC_POTL_AVR' }],
      },
      valueSampledData: {
        origin: { value: 0.5, unit: 'mV' },
        period: 2,
        factor: 0.001,
        dimensions: 1,
        data: '10 E 12.5 U L -3',
      },
    },
  ],
};

it('turns mV into µV with factor and origin, and words into gaps', () => {
  const recording = readOk(file(OBSERVATION));
  const channel = channelNamed(recording, 'aVR');
  expect(channel?.unit).toBe('uV');
  expect(channel?.segments.map(({ start_ms }) => start_ms)).toEqual([0, 4, 10]);
  expect(valuesOf(channel).map((value) => Math.round(value * 1000) / 1000)).toEqual([510, 512.5, 497]);
  expect(recording.start).toEqual({ date: '2026-11-03', time: '08:15:00', utc_offset_minutes: -300 });
});

it('takes the only recording of a Bundle, and refuses two', () => {
  const bundle = (count: number) => ({ resourceType: 'Bundle', entry: Array(count).fill({ resource: OBSERVATION }) });
  expect(readOk(file(bundle(1))).format).toBe('fhir');
  expect(readRecordingFile(file(bundle(2)))).toMatchObject({ ok: false, reason: 'unsupported' });
  expect(readRecordingFile(file(bundle(0)))).toMatchObject({ ok: false, reason: 'unsupported' });
});

it.each([
  ['a word that is no number', { data: '1 2 x' }],
  ['a period of 0', { period: 0 }],
  ['half a dimension', { dimensions: 1.5 }],
  ['a factor of 0', { factor: 0 }],
])('refuses %s', (_, change) => {
  const [component] = OBSERVATION.component;
  const changed = { ...component, valueSampledData: { ...component?.valueSampledData, ...change } };
  const answer = readRecordingFile(file({ ...OBSERVATION, component: [changed] }));
  expect(answer).toMatchObject({ ok: false, reason: 'corrupt', format: 'fhir' });
});
