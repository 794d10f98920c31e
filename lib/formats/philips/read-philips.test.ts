import { describe, expect, it } from 'vitest';
import { channelNamed, measured, readOk, recordingFile, storedOf, valuesOf } from '@/lib/testing/recording-files';
import { TWELVE_LEADS } from '../leads';

/* Golden values over the first 10 s: measured with an independent reader before this one was written. */
const OLD = readOk([recordingFile('philips/129DYPRG.XML')]);
const NEW = readOk([recordingFile('philips/3191723_ZZDEMOPTONLY_1-04_orig.xml')]);

/** First five, minimum, maximum and sum of 5000 stored numbers. */
const OLD_LEADS: Record<string, [number[], number, number, number]> = {
  I: [[48, 44, 40, 34, 31], -34, 174, -4169],
  II: [[117, 115, 111, 107, 105], -93, 125, -6716],
  III: [[69, 70, 71, 72, 73], -195, 74, -1513],
  aVR: [[-83, -79, -75, -70, -68], -95, 56, 5083],
  aVL: [[-10, -13, -16, -19, -20], -34, 181, 197],
  aVF: [[93, 92, 91, 90, 89], -119, 94, -4049],
  V1: [[33, 37, 38, 39, 38], -153, 48, 855],
  V2: [[45, 48, 49, 50, 49], -121, 52, 1612],
  V3: [[50, 52, 53, 53, 52], -72, 62, -18],
  V4: [[49, 51, 53, 53, 51], -61, 70, -432],
  V5: [[45, 42, 41, 40, 41], -34, 120, -1260],
  V6: [[28, 25, 25, 24, 24], -22, 160, -1256],
};
const NEW_LEADS: Record<string, [number[], number, number, number]> = {
  I: [[33, 33, 30, 30, 30], -43, 46, -7816],
  II: [[38, 38, 34, 35, 35], -184, 280, -132_595],
  III: [[5, 5, 4, 5, 5], -150, 245, -124_779],
  aVR: [[-35, -35, -32, -32, -32], -161, 110, 69_452],
  aVL: [[14, 14, 13, 13, 13], -108, 58, 57_697],
  aVF: [[22, 22, 19, 20, 20], -167, 261, -129_269],
  V1: [[19, 18, 17, 17, 16], -344, 49, -646],
  V2: [[117, 116, 115, 114, 112], -620, 147, -5209],
  V3: [[217, 215, 212, 209, 206], -803, 250, 38_436],
  V4: [[146, 145, 142, 140, 137], -432, 155, -78_110],
  V5: [[106, 105, 103, 103, 101], -283, 235, 20_705],
  V6: [[79, 79, 78, 78, 78], -152, 319, 20_945],
};

describe.each([
  ['1.03', OLD, OLD_LEADS, 5264],
  ['1.04', NEW, NEW_LEADS, 5300],
] as const)('version %s', (version, recording, leads, samples) => {
  it.each(TWELVE_LEADS)('has the samples of lead %s', (lead) => {
    const stored = storedOf(channelNamed(recording, lead));
    const ten = stored.slice(0, 5000);
    const sum = ten.reduce((total, value) => total + value, 0);
    expect([ten.slice(0, 5), Math.min(...ten), Math.max(...ten), sum]).toEqual(leads[lead]);
    expect(channelNamed(recording, lead)).toMatchObject({ unit: 'uV', rate: { numerator: 500, denominator: 1 } });
    expect(valuesOf(channelNamed(recording, lead))[0]).toBe((ten[0] ?? 0) * 5);
    expect(stored).toHaveLength(samples);
  });

  it('cuts the calibration pulse out of the ECG: 200 ms of 1 mV in every lead', () => {
    const pulse = recording.blocks.find(({ kind }) => kind === 'calibration');
    expect(pulse).toMatchObject({ start_ms: 10_700, duration_ms: 200 });
    for (const channel of pulse?.channels ?? []) expect(new Set(valuesOf(channel))).toEqual(new Set([1000]));
    expect(recording.format_version).toBe(version);
  });
});

it('reads who, when and on what in 1.03', () => {
  expect(OLD.start).toEqual({ date: '2011-12-01', time: '07:27:34', utc_offset_minutes: null });
  expect(OLD.patient).toMatchObject({
    age: { value: 50, unit: 'years' },
    sex: 'male',
    family_name: null,
    birth_date: null,
  });
  expect(OLD.device.model).toBe('HeartstartMRx');
});

it('reads who, when and on what in 1.04, from UTF-16', () => {
  expect(NEW.start).toEqual({ date: '2010-01-19', time: '15:19:22', utc_offset_minutes: null });
  expect(NEW.patient).toMatchObject({ patient_id: '9999', birth_date: '1950-01-01', sex: 'male', age: null });
  expect(NEW.device.model).toBe('PageWriter Touch');
});

it('carries measurements and statements over', () => {
  const names = ['heart_rate_bpm', 'pr_ms', 'qrs_ms', 'qt_ms', 'qtc_ms', 'p_axis_deg', 'qrs_axis_deg', 't_axis_deg'];
  expect(names.map((name) => measured(OLD, name))).toEqual([41, 151, 135, 476, 393, 66, -21, 59]);
  expect(names.map((name) => measured(NEW, name))).toEqual([84, 144, 84, 352, 416, 81, 78, 67]);
  expect(OLD.statements.map(({ text }) => text?.split(';')[0])).toEqual([
    '- ABNORMAL ECG -',
    'Sinus bradycardia',
    'Nonspecific intraventricular conduction delay',
    'Inferior infarct, acute (LCx)',
    '>>> Acute MI <<<',
  ]);
  expect(NEW.statements.map(({ code }) => code)).toEqual(['AB', 'SR', 'LVHCNP', 'STELVH']);
});

it('reads representative beats in their own resolution, without the padding', () => {
  const beat = channelNamed(NEW, 'I', 'median');
  expect(storedOf(beat).slice(0, 8)).toEqual([26, 25, 25, 25, 25, 25, 26, 25]);
  expect(Math.min(...storedOf(beat))).toBe(-52);
  expect(Math.max(...storedOf(beat))).toBeLessThan(32_767);
  expect(beat?.segments[0]?.scale).toBe(2.5);
  expect(OLD.blocks.some(({ kind }) => kind === 'median')).toBe(false);
});
