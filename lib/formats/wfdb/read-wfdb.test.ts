import { describe, expect, it } from 'vitest';
import { rateHz } from '@/lib/signals/rate';
import {
  channelNamed,
  readOk,
  recordingFile,
  recordingFolder,
  storedOf,
  summary,
  valuesOf,
  warningCodes,
} from '@/lib/testing/recording-files';
import { TWELVE_LEADS } from '../leads';
import type { AnnotationTrack, Recording } from '../recording';

/* Golden values: measured with an independent reader before this one was written. */

function track(recording: Recording, name: string): AnnotationTrack {
  const found = recording.annotations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no annotations ${name}`);
  return found;
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
const count = ({ code }: AnnotationTrack, wanted: string) => code.filter((one) => one === wanted).length;

describe('a 12-lead record with a MATLAB signal file', () => {
  const recording = readOk(recordingFolder('wfdb/E07500'));
  const SUMS = [1250, -5598, -6996, 2114, 4235, -6469, -2044, -520_375, 96_791, -68_456, -55_526, 7912];

  it('has the stored numbers of every lead, in µV', () => {
    const channels = recording.blocks[0]?.channels ?? [];
    expect(channels.map(({ lead }) => lead)).toEqual(TWELVE_LEADS);
    expect(channels.map((channel) => summary(channel).sum)).toEqual(SUMS);
    expect(summary(channelNamed(recording, 'I'))).toMatchObject({
      first: [-68, -68, -68, -68, -53],
      min: -283,
      max: 839,
    });
    expect(valuesOf(channelNamed(recording, 'V3')).slice(0, 5)).toEqual([-146, -146, -146, -146, -141]);
    expect(channels.every(({ unit, rate }) => unit === 'uV' && rateHz(rate) === 500)).toBe(true);
    expect(recording.blocks[0]?.duration_ms).toBe(10_000);
  });

  it('reads age, sex and diagnosis codes of the comments, codes as text', () => {
    expect(recording.patient).toMatchObject({ age: { value: 78, unit: 'years' }, sex: 'male', patient_id: null });
    expect(recording.statements.map(({ code }) => code)).toEqual(['67741000119109', '426177001']);
    expect(recording.start).toBeNull();
    expect(warningCodes(recording)).toEqual([]);
  });
});

it('takes mv for mV', () => {
  const recording = readOk(recordingFolder('wfdb/HR06000'));
  expect(summary(channelNamed(recording, 'I'))).toMatchObject({ first: [10, 10, 10, 10, 10], sum: -42_213 });
  expect(valuesOf(channelNamed(recording, 'V6')).reduce((a, b) => Math.max(a, b))).toBe(1165);
});

it('reads signals of two files and Frank leads', () => {
  const recording = readOk(recordingFolder('wfdb/s0010_re'));
  expect(summary(channelNamed(recording, 'I'))).toMatchObject({ first: [-489, -485, -483, -482, -463], sum: -8337 });
  expect(summary(channelNamed(recording, 'Z'))).toMatchObject({ first: [-18, -20, -17, -16, -17], sum: -1992 });
  expect(valuesOf(channelNamed(recording, 'II')).slice(0, 5)).toEqual([-229, -233.5, -234.5, -229, -227]);
  expect(recording.blocks[0]).toMatchObject({ duration_ms: 38_400 });
  expect(recording.patient).toMatchObject({ age: { value: 81 }, sex: 'female' });
});

describe('a record whose gains normalise every lead', () => {
  const recording = readOk(recordingFolder('wfdb/ludb-1'));

  it('scales as the header dictates and says that the amplitudes cannot be trusted', () => {
    expect(summary(channelNamed(recording, 'I'))).toMatchObject({ first: [-120, -43, 35, 102, 208], sum: 33_338 });
    expect(valuesOf(channelNamed(recording, 'I'))[0]).toBeCloseTo(-73.427, 3);
    expect(warningCodes(recording)).toEqual(['amplitude_suspect']);
  });

  it('reads the delineation of each lead', () => {
    const marks = track(recording, 'i');
    expect([...marks.at.slice(0, 6)]).toEqual([641, 664, 690, 773, 840, 887]);
    expect(marks.code.slice(0, 6)).toEqual(['(', 'N', ')', '(', 't', ')']);
    expect([marks.at.length, sum(marks.at)]).toEqual([48, 113_165]);
    expect(sum(track(recording, 'v6').at)).toBe(113_110);
    expect(recording.annotations).toHaveLength(12);
  });
});

describe('30 minutes in format 212, in a zip archive', () => {
  const recording = readOk([recordingFile('wfdb/100/100.zip')]);

  it('has every sample', () => {
    const expected = { MLII: 625_781_133, V5: 640_765_524 };
    for (const [lead, total] of Object.entries(expected)) {
      expect(summary(channelNamed(recording, lead))).toMatchObject({ sum: total, count: 650_000 });
    }
    expect(summary(channelNamed(recording, 'MLII'))).toMatchObject({
      first: [995, 995, 995, 995, 995],
      min: 481,
      max: 1311,
    });
    expect(valuesOf(channelNamed(recording, 'V5'))[0]).toBe(-65);
    expect(recording.patient).toMatchObject({ age: { value: 69, unit: 'years' }, sex: 'male' });
    expect(warningCodes(recording)).toEqual([]);
  });

  it('has every beat', () => {
    const beats = track(recording, 'atr');
    expect(['N', 'A', 'V', '+'].map((code) => count(beats, code))).toEqual([2239, 33, 1, 1]);
    expect([beats.at.length, sum(beats.at)]).toEqual([2274, 738_342_143]);
    expect([...beats.at.slice(0, 6), ...beats.at.slice(-2)]).toEqual([18, 77, 370, 662, 946, 1231, 649_734, 649_991]);
    expect([beats.code[0], beats.text[0]]).toEqual(['+', '(N']);
    expect([beats.code[1907], beats.at[1907], beats.wfdb?.subtype[1907]]).toEqual(['V', 546_792, 1]);
    expect(beats.wfdb?.subtype.filter((subtype) => subtype !== 0)).toHaveLength(1);
    expect(beats.clock).toEqual({ numerator: 360, denominator: 1 });
  });
});

it('keeps the numbers and channels of noise marks', () => {
  const marks = track(readOk(recordingFolder('wfdb/800')), 'atr');
  expect(['N', 'S', 'V', 'F', '~', '|'].map((code) => count(marks, code))).toEqual([1846, 30, 6, 1, 28, 10]);
  expect(sum(marks.at)).toBe(213_780_067);
  const noise = marks.code.indexOf('~');
  expect([marks.at[noise], marks.wfdb?.subtype[noise]]).toEqual([39_008, 2]);
  const artefact = marks.code.indexOf('|');
  expect([marks.at[artefact], marks.wfdb?.number[artefact], marks.wfdb?.channel[artefact]]).toEqual([44_053, 108, 16]);
});

it('compares checksums modulo 65536 and keeps the offset of a Holter', () => {
  const recording = readOk(recordingFolder('wfdb/data_101_6'));
  expect(warningCodes(recording)).toEqual([]);
  expect(summary(channelNamed(recording, 'I'))).toEqual({
    first: [-10_581, -10_732, -11_273, -11_874, -11_633],
    min: -32_767,
    max: 32_766,
    sum: -182_846_684,
    count: 22_355,
  });
  expect(valuesOf(channelNamed(recording, 'I'))[0]).toBeCloseTo(5030.026, 3);
  const beats = track(recording, 'atr');
  const rhythms = [...beats.at].flatMap((at, i) => (beats.code[i] === '+' ? [`${at} ${beats.text[i]}`] : []));
  expect(rhythms.slice(0, 2)).toEqual(['3132 (AFIB', '5639 (N']);
  expect(rhythms.at(-1)).toBe('22355 (N');
});

describe('several samples in a frame, and a skew', () => {
  const recording = readOk(recordingFolder('wfdb/03700181'));

  it('gives each signal its own rate and undoes the skew', () => {
    expect(recording.start).toEqual({ date: '1994-08-15', time: '17:27:45', utc_offset_minutes: null });
    expect(summary(channelNamed(recording, 'MCL1'))).toMatchObject({
      first: [67, 67, 67, 23, 23],
      sum: -11_266,
      count: 300_000,
    });
    expect(channelNamed(recording, 'MCL1')?.rate).toEqual({ numerator: 500, denominator: 1 });
    expect(summary(channelNamed(recording, 'RESP'))).toMatchObject({
      first: [-208, -186, -164, -143, -122],
      count: 74_996,
    });
    expect(summary(channelNamed(recording, 'RESP')).sum).toBe(-27_976_493);
    expect(summary(channelNamed(recording, 'ABP'))).toMatchObject({ sum: -88_169_571, count: 75_000 });
    expect(channelNamed(recording, 'ABP')?.unit).toBe('mmHg');
    expect(valuesOf(channelNamed(recording, 'ABP'))[0]).toBeCloseTo(51.558, 3);
  });

  it('ends the skewed signal early: what is missing is a gap', () => {
    expect(recording.blocks[0]?.duration_ms).toBe(600_000);
    // Checksum and first value are those of the stored series, which is whole: so there is no warning.
    expect(warningCodes(recording)).toEqual([]);
  });
});

describe('a multi-segment record with a layout', () => {
  const numerics = ['s25047-2704-05-04-10-44n.hea', '3234460n.dat'];
  const recording = readOk(recordingFolder('wfdb/s25047', numerics));
  const physicalSum = (name: string) => sum(valuesOf(channelNamed(recording, name)));

  it('joins segments by name, each with its own gain', () => {
    expect(storedOf(channelNamed(recording, 'II'))).toHaveLength(517_500 - 722);
    expect(storedOf(channelNamed(recording, 'V'))).toHaveLength(517_500 - 129);
    expect(storedOf(channelNamed(recording, 'ABP'))).toHaveLength(97_500);
    expect(physicalSum('II') / 1000).toBeCloseTo(-1977.907602, 4);
    expect(physicalSum('V') / 1000).toBeCloseTo(-3460.752242, 4);
    expect(physicalSum('ABP')).toBeCloseTo(-1_169_830.8, 1);
  });

  it('keeps gaps as gaps and starts where the segments do', () => {
    expect(recording.start).toEqual({ date: '2704-05-04', time: '10:44:18.529', utc_offset_minutes: null });
    expect(recording.blocks[0]?.duration_ms).toBe(4_345_920);
    expect(channelNamed(recording, 'V')?.segments[0]?.start_ms).toBe((25_740 * 1000) / 125);
    expect(channelNamed(recording, 'ABP')?.segments.map(({ start_ms }) => start_ms)).toEqual([
      445_740 * 8,
      449_265 * 8,
    ]);
    expect(warningCodes(recording)).toEqual([]);
  });

  it('reads the numerics beside it, one row a minute', () => {
    const read = readOk(numerics.map((name) => recordingFile(`wfdb/s25047/${name}`)));
    expect(channelNamed(read, 'HR')?.rate).toEqual({ numerator: 1, denominator: 60 });
    expect(summary(channelNamed(read, 'HR'))).toMatchObject({
      first: [1013, 1030, 895, 799, 818],
      sum: 29_319,
      count: 72,
    });
    // Eighteen of 72 are there; the rest holds the number that means "no value".
    expect(storedOf(channelNamed(read, 'NBPSys'))).toHaveLength(18);
  });
});

it('imports annotations alone, past times that exceed 32 bits in sum', () => {
  const recording = readOk(recordingFolder('wfdb/a02'));
  const minutes = track(recording, 'apn');
  expect([count(minutes, 'A'), count(minutes, 'N'), sum(minutes.at)]).toEqual([420, 108, 834_768_000]);
  const beats = track(recording, 'qrs');
  expect([beats.at.length, count(beats, '|'), sum(beats.at)]).toEqual([35_242, 90, 56_288_215_350]);
  expect([...beats.at.slice(0, 5)]).toEqual([31, 106, 180, 254, 329]);
  expect(recording.blocks).toEqual([]);
  expect(warningCodes(recording)).toEqual(['missing_file']);
});
