import { describe, expect, it } from 'vitest';
import {
  channelNamed,
  measured,
  readOk,
  recordingFile,
  summary,
  valuesOf,
  warningCodes,
} from '@/lib/testing/recording-files';
import { TWELVE_LEADS } from './leads';

/*
 * One ECG (HL7's sample of 2005) as SCP-ECG, DICOM and aECG, by one converter. Golden values: measured with independent
 * readers of each format before these readers were written.
 */
const FILES = { scp: 'ecgtoolkit/Example.scp', dicom: 'ecgtoolkit/Example.dcm', aecg: 'ecgtoolkit/Example.xml' };

const RHYTHM: Record<string, { first: number[]; min: number; max: number; sum: number }> = {
  I: { first: [-2, -2, -2, -2, -3], min: -122, max: 166, sum: -4921 },
  II: { first: [-7, -7, -7, -7, -7], min: -267, max: 134, sum: -4084 },
  III: { first: [-5, -5, -5, -5, -4], min: -363, max: 181, sum: 837 },
  aVR: { first: [4, 4, 4, 4, 5], min: -102, max: 136, sum: 4432 },
  aVL: { first: [1, 1, 1, 1, 0], min: -126, max: 253, sum: -2721 },
  aVF: { first: [-6, -6, -6, -6, -5], min: -310, max: 145, sum: -1570 },
  V1: { first: [43, 43, 43, 43, 43], min: -586, max: 69, sum: -2299 },
  V2: { first: [55, 53, 51, 49, 47], min: -771, max: 162, sum: -2648 },
  V3: { first: [40, 40, 40, 40, 39], min: -652, max: 161, sum: -3119 },
  V4: { first: [28, 28, 28, 28, 28], min: -355, max: 112, sum: -2499 },
  V5: { first: [23, 23, 23, 23, 22], min: -187, max: 235, sum: -3009 },
  V6: { first: [-9, -7, -5, -3, -1], min: -124, max: 389, sum: -1762 },
};

const MEDIAN: Record<string, { first: number[]; min: number; max: number; sum: number }> = {
  I: { first: [4, 4, 2, 3, 4], min: -60, max: 144, sum: 6753 },
  II: { first: [52, 50, 49, 49, 48], min: -225, max: 137, sum: 16761 },
  III: { first: [48, 46, 47, 46, 44], min: -298, max: 126, sum: 10008 },
  aVR: { first: [-28, -27, -25, -26, -26], min: -111, max: 88, sum: -11639 },
  aVL: { first: [-22, -21, -22, -21, -20], min: -63, max: 203, sum: -1568 },
  aVF: { first: [50, 48, 48, 47, 46], min: -259, max: 126, sum: 13262 },
  V1: { first: [18, 16, 16, 16, 15], min: -565, max: 43, sum: -4657 },
  V2: { first: [54, 53, 51, 49, 48], min: -695, max: 151, sum: 9279 },
  V3: { first: [25, 25, 24, 21, 22], min: -598, max: 148, sum: 6447 },
  V4: { first: [-18, -17, -18, -19, -18], min: -320, max: 96, sum: 1595 },
  V5: { first: [2, 1, 2, 4, 6], min: -150, max: 227, sum: 5079 },
  V6: { first: [20, 20, 19, 15, 13], min: -86, max: 383, sum: 8329 },
};

describe.each(Object.entries(FILES))('the sample ECG as %s', (format, file) => {
  const recording = readOk([recordingFile(file)]);

  it('is told by its content', () => {
    expect(recording.format).toBe(format);
    expect(readOk([{ ...recordingFile(file), name: 'report.pdf' }]).format).toBe(format);
  });

  it('keeps rhythm and median beat apart, in µV with the declared step', () => {
    expect(recording.blocks.map(({ kind, channels }) => [kind, channels.length])).toEqual([
      ['rhythm', 12],
      ['median', 12],
    ]);
    for (const channel of recording.blocks.flatMap(({ channels }) => channels)) {
      expect(channel).toMatchObject({ unit: 'uV', rate: { numerator: 500, denominator: 1 } });
      expect(channel.segments).toEqual([expect.objectContaining({ start_ms: 0, scale: 2.5, offset: 0 })]);
    }
    expect(recording.blocks.map(({ duration_ms }) => duration_ms)).toEqual([10_000, 1198]);
  });

  it.each(TWELVE_LEADS)('has the samples of lead %s', (lead) => {
    expect(summary(channelNamed(recording, lead))).toEqual({ ...RHYTHM[lead], count: 5000 });
    expect(summary(channelNamed(recording, lead, 'median'))).toEqual({ ...MEDIAN[lead], count: 599 });
  });

  it('names the patient, the device and the local time as written', () => {
    expect(recording.patient).toMatchObject({ patient_id: 'SBJ-123', birth_date: '1953-05-08', sex: 'male' });
    expect(recording.patient.family_name).toHaveLength(5);
    expect(recording.device.model).toBe('ELI250');
    expect(recording.start).toMatchObject({ date: '2002-11-22', utc_offset_minutes: null });
    expect(recording.start?.time).toMatch(/^09:10:00/);
  });

  it('carries the device’s measurements over', () => {
    const values = ['pr_ms', 'qrs_ms', 'qt_ms', 'qtc_ms', 'p_axis_deg', 'qrs_axis_deg', 't_axis_deg'];
    expect(values.map((name) => measured(recording, name))).toEqual([148, 120, 420, 443, 44, -61, 86]);
    expect(measured(recording, 'heart_rate_bpm')).toBeUndefined();
  });
});

describe('the three files together', () => {
  it('give the same µV for every lead, sample by sample', () => {
    const [scp, dicom, aecg] = Object.values(FILES).map((file) => readOk([recordingFile(file)]));
    for (const kind of ['rhythm', 'median']) {
      for (const lead of TWELVE_LEADS) {
        const [a, b, c] = [scp, dicom, aecg].map((one) => one && valuesOf(channelNamed(one, lead, kind)));
        expect(a?.length).toBeGreaterThan(500);
        expect(b).toEqual(a);
        expect(c).toEqual(a);
      }
    }
  });

  it('warn of what is wrong in them, and of nothing else', () => {
    expect(warningCodes(readOk([recordingFile(FILES.scp)]))).toEqual([]);
    expect(warningCodes(readOk([recordingFile(FILES.aecg)]))).toEqual([]);
    // Its UIDs have empty components, and the last row of the median is padding that is not declared.
    expect(warningCodes(readOk([recordingFile(FILES.dicom)]))).toEqual(['malformed', 'malformed']);
  });
});
