import { describe, expect, it } from 'vitest';
import { channelNamed, measured, readOk, storedOf, valuesOf, warningCodes } from '@/lib/testing/recording-files';
import { ishneAnnotationBytes, ishneBytes, museDocument } from './made-up-files.fixture';
import { readRecordingFile } from './read-recording-file';

/*
 * No real MUSE or ISHNE file with a clear licence was found: these are made from the published descriptions, and every
 * recording read from one says so with the warning `unverified`.
 */
const xml = (text: string) => [{ name: 'x', bytes: Buffer.from(text, 'latin1') }];

describe('MUSE XML', () => {
  const recording = readOk(xml(museDocument()));

  it('tells rhythm and median by their type, whatever stands first', () => {
    expect(recording.blocks.map(({ kind, channels }) => [kind, channels.length])).toEqual([
      ['median', 1],
      ['rhythm', 2],
    ]);
    expect(storedOf(channelNamed(recording, 'I', 'median'))).toEqual([7, 8, 9]);
    expect(storedOf(channelNamed(recording, 'I'))).toEqual([1, -2, 300, -32_768]);
    expect(valuesOf(channelNamed(recording, 'V1'))).toEqual([0, 488, -488, 244]);
  });

  it('computes the rate of base and exponent', () => {
    expect(channelNamed(recording, 'I')?.rate).toEqual({ numerator: 250, denominator: 1 });
    expect(channelNamed(recording, 'I', 'median')?.rate).toEqual({ numerator: 500, denominator: 1 });
  });

  it('keeps the machine’s numbers and lines apart from the reader’s', () => {
    expect([measured(recording, 'heart_rate_bpm'), measured(recording, 'pr_ms')]).toEqual([71, 158]);
    expect(recording.statements).toEqual([
      { text: 'Sinus rhythm', code: null, origin: 'device' },
      { text: 'Sinus rhythm & normal axis seen by a reader', code: null, origin: 'reader' },
    ]);
  });

  it('reads who, when and how', () => {
    expect(recording.start).toEqual({ date: '2026-11-23', time: '08:15:00', utc_offset_minutes: null });
    expect(recording.patient).toMatchObject({ patient_id: 'M-1', birth_date: '1962-03-22', sex: 'female' });
    expect(recording.filters).toEqual({ high_pass_hz: 0.16, low_pass_hz: 150, notch_hz: 60 });
    expect(warningCodes(recording)).toEqual(['unverified']);
  });

  it.each([
    ['23-11-2026', '2026-11-23', ['unverified']],
    ['03/04/2026', '2026-03-04', ['ambiguous_date', 'unverified']],
    ['13-13-2026', null, ['invalid_date', 'unverified']],
  ])('reads the date %s as %s', (date, expected, codes) => {
    const read = readOk(xml(museDocument({ date })));
    expect(read.start?.date ?? null).toBe(expected);
    expect(warningCodes(read)).toEqual(codes);
  });

  it('reads a decimal comma and gives no unit without units per bit', () => {
    expect(valuesOf(channelNamed(readOk(xml(museDocument({ perBit: '4,88' }))), 'V1'))).toEqual([0, 488, -488, 244]);
    expect(channelNamed(readOk(xml(museDocument({ perBit: '' }))), 'V1')?.unit).toBeNull();
  });

  it('skips a DOCTYPE that only names a DTD and refuses one that declares', () => {
    const doctype = '<!DOCTYPE RestingECG [<!ENTITY a "b">]>';
    expect(readRecordingFile(xml(museDocument({ doctype })))).toMatchObject({ ok: false, reason: 'unsupported' });
  });
});

describe('ISHNE', () => {
  const recording = readOk([{ name: 'a', bytes: ishneBytes() }]);

  it('scales each lead by its own resolution', () => {
    expect(valuesOf(channelNamed(recording, 'II'))).toEqual([2.5, 500, 7.5]);
    expect(valuesOf(channelNamed(recording, 'X'))).toEqual([-1, -200, 4]);
    expect(channelNamed(recording, 'II')).toMatchObject({ rate: { numerator: 200, denominator: 1 }, status: null });
    expect(channelNamed(recording, 'X')?.status).toBe('intermittent disconnection');
  });

  it('reads who and when, as written', () => {
    expect(recording.patient).toMatchObject({
      patient_id: 'H-7',
      given_name: 'Jane',
      family_name: 'Doe',
      sex: 'female',
    });
    expect(recording.patient.birth_date).toBe('1962-03-22');
    expect(recording.start).toEqual({ date: '2026-11-03', time: '22:30:05', utc_offset_minutes: null });
    expect(recording.device.model).toBe('Recorder');
    expect(warningCodes(recording)).toEqual(['unverified']);
  });

  it('takes a birth date with the year first, and -9 for not given', () => {
    const birth = (parts: [number, number, number]) =>
      readOk([{ name: 'a', bytes: ishneBytes({ birth: parts }) }]).patient.birth_date;
    expect(birth([1962, 3, 22])).toBe('1962-03-22');
    expect(birth([-9, -9, -9])).toBeNull();
  });

  it('takes the samples of all leads together for what they are', () => {
    expect(storedOf(channelNamed(readOk([{ name: 'a', bytes: ishneBytes({ samples: 6 }) }]), 'II'))).toHaveLength(3);
  });

  it('reads the annotations sent with it; fillers only pass time', () => {
    const read = readOk([
      { name: 'a', bytes: ishneBytes() },
      { name: 'b', bytes: ishneAnnotationBytes() },
    ]);
    expect(read.annotations[0]).toMatchObject({ code: ['N', 'V'], clock: { numerator: 200, denominator: 1 } });
    expect([...(read.annotations[0]?.at ?? [])]).toEqual([110, 110 + 65_535 + 5]);
    expect(readRecordingFile([{ name: 'b', bytes: ishneAnnotationBytes() }])).toMatchObject({ reason: 'missing_file' });
  });
});
