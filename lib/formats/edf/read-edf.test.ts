import { describe, expect, it } from 'vitest';
import { channelNamed, readOk, recordingFile, storedOf, valuesOf, warningCodes } from '@/lib/testing/recording-files';
import { readRecordingFile } from '../read-recording-file';
import { type EdfFixture, type EdfSignalFixture, edfBytes } from './edf.fixture';

const file = (fixture: EdfFixture) => [{ name: 'x', bytes: edfBytes(fixture) }];
const tal = (start: string, ...more: string[]) => `${start}\x14\x14\0${more.join('')}`;

/* Golden values of the card: measured with an independent reader before this one was written. */
describe('a real file of signals (ResMed)', () => {
  const recording = readOk([recordingFile('resmed/20241017_221849_PLD.edf')]);

  it('has the signals in the units of the header', () => {
    expect(recording.start).toEqual({ date: '2024-10-17', time: '22:18:49', utc_offset_minutes: null });
    expect(storedOf(channelNamed(recording, 'MaskPress.2s')).slice(0, 5)).toEqual([59, 123, 185, 250, 297]);
    expect(storedOf(channelNamed(recording, 'Leak.2s')).slice(0, 5)).toEqual([5, 7, 5, 9, 5]);
    const pressure = valuesOf(channelNamed(recording, 'Press.2s')).slice(0, 2);
    expect(pressure.map((value) => Number(value.toFixed(6)))).toEqual([5.62, 6.4]);
    expect(channelNamed(recording, 'Press.2s')).toMatchObject({
      unit: 'cmH2O',
      rate: { numerator: 1, denominator: 2 },
    });
    expect(recording.blocks[0]?.duration_ms).toBe(233 * 60_000);
  });

  it('leaves the records’ sums out of the channels, and they match', () => {
    expect(channelNamed(recording, 'Crc16')).toBeUndefined();
    expect(warningCodes(recording)).toEqual([]);
    const bytes = recordingFile('resmed/20241017_221849_PLD.edf').bytes.slice();
    bytes[bytes.length - 50] = (bytes[bytes.length - 50] ?? 0) ^ 1;
    expect(warningCodes(readOk([{ name: 'x', bytes }]))).toEqual(['checksum']);
  });
});

it('reads a real file of annotations only (ResMed events)', () => {
  const recording = readOk([recordingFile('resmed/20241018_055249_EVE.edf')]);
  expect(recording.blocks).toEqual([]);
  const [events] = recording.annotations;
  expect(events?.code).toEqual(['Recording starts', 'Obstructive Apnea', 'Central Apnea', 'Hypopnea']);
  // 05:52:49 + 3704 s is 06:54:33.
  expect([...(events?.at ?? [])].slice(1)).toEqual([3704, 3728, 4803]);
  expect(events?.duration.slice(1)).toEqual([10, 10, 0]);
});

/* Made-up files from here on: no ordinary EDF+ recording with gaps and no BDF was at hand. */
const ECG: Omit<EdfSignalFixture, 'data'> = {
  label: 'ECG II',
  unit: 'mV',
  physical: [-5, 5],
  digital: [-2000, 2000],
  samples: 4,
};
const annotations = (...data: string[]) => ({ label: 'EDF Annotations', unit: '', samples: 40, data });

it('scales by the header and finds lead, filters and EDF+ patient', () => {
  const recording = readOk(
    file({
      kind: 'EDF+C',
      patient: 'P-77 F 02-MAR-1957 Doe_Jane',
      recording: 'Startdate 03-NOV-2026 X X Recorder_9',
      signals: [{ ...ECG, data: [0, 400, -400, 2000] }, annotations(tal('+0'))],
    }),
  );
  expect(valuesOf(channelNamed(recording, 'II')).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([
    0, 1000, -1000, 5000,
  ]);
  expect(recording.patient).toMatchObject({ patient_id: 'P-77', sex: 'female', birth_date: '1957-03-02' });
  expect(recording.patient.family_name).toBe('Doe Jane');
  expect(recording.device.model).toBe('Recorder 9');
  expect(recording.filters).toEqual({ high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: null });
});

it('keeps gaps of EDF+D and joins records that touch', () => {
  const data = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const times = annotations(tal('+0.5', '+2\x152.5\x14Arousal\x14\0'), tal('+1.5'), tal('+10'));
  const recording = readOk(file({ kind: 'EDF+D', signals: [{ ...ECG, data }, times] }));
  const segments = channelNamed(recording, 'II')?.segments;
  expect(segments?.map(({ start_ms, samples }) => [start_ms, samples.length])).toEqual([
    [500, 8],
    [10_000, 4],
  ]);
  expect(recording.blocks[0]?.duration_ms).toBe(11_000);
  expect(recording.annotations[0]).toMatchObject({ code: ['Arousal'], duration: [2.5] });
});

it('takes numbers outside the digital range for missing, and -1 inside it for a number', () => {
  const signals = [{ ...ECG, data: [-1, -2001, 7, 32_767] }];
  const segments = channelNamed(readOk(file({ signals })), 'II')?.segments;
  expect(segments?.map(({ start_ms, samples }) => [start_ms, ...samples])).toEqual([
    [0, -1],
    [500, 7],
  ]);
});

it('keeps whole records of a file that was cut or never closed', () => {
  const signals = [{ ...ECG, data: [1, 2, 3, 4, 5, 6, 7, 8] }];
  const whole = edfBytes({ signals });
  const cut = readOk([{ name: 'x', bytes: whole.subarray(0, whole.length - 1) }]);
  expect(storedOf(channelNamed(cut, 'II'))).toEqual([1, 2, 3, 4]);
  expect(warningCodes(cut)).toContain('truncated');
  expect(storedOf(channelNamed(readOk(file({ signals, records: -1 })), 'II'))).toHaveLength(8);
});

it('reads the 24 bits of BDF', () => {
  const digital: [number, number] = [-8_388_608, 8_388_607];
  const signals = [
    {
      label: 'V1',
      physical: [-262_144, 262_144] as [number, number],
      digital,
      samples: 3,
      data: [-8_388_608, 0, 65_536],
    },
  ];
  const recording = readOk(file({ bytesPerSample: 3, signals }));
  expect(storedOf(channelNamed(recording, 'V1'))).toEqual([-8_388_608, 0, 65_536]);
  expect(valuesOf(channelNamed(recording, 'V1'))[2]).toBeCloseTo(2048, 0);
  expect(warningCodes(recording)).toContain('unverified');
});

it('takes the year after 1985 of two digits, and dates that do not exist for unknown', () => {
  const signals = [{ ...ECG, data: [1, 2, 3, 4] }];
  expect(readOk(file({ signals, date: '01.02.85' })).start?.date).toBe('1985-02-01');
  expect(readOk(file({ signals, date: '01.02.84' })).start?.date).toBe('2084-02-01');
  const wrong = readOk(file({ signals, date: '31.02.26' }));
  expect(wrong.start).toEqual({ date: null, time: '22:30:00', utc_offset_minutes: null });
  expect(warningCodes(wrong)).toContain('invalid_date');
});

it.each<[string, EdfFixture]>([
  ['records that overlap', { kind: 'EDF+D', signals: [annotations(tal('+5'), tal('+5.5'))] }],
  ['signals in records without duration', { recordSeconds: 0, signals: [{ ...ECG, data: [1, 2, 3, 4] }] }],
])('refuses %s', (_, fixture) => {
  const answer = readRecordingFile([{ name: 'x', bytes: edfBytes(fixture) }]);
  expect(answer).toMatchObject({ ok: false, reason: 'corrupt', format: 'edf' });
});
