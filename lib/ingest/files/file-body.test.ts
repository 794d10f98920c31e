import { describe, expect, it } from 'vitest';
import { emptyRecording, type Measurement, type Recording } from '@/lib/formats/recording';
import { fileBody } from './file-body';

const recording = (change: Partial<Recording>): Recording => ({ ...emptyRecording('scp'), warnings: [], ...change });
const measured = (name: Measurement['name'], value: number, lead: string | null = null): Measurement => ({
  name,
  source: 'x',
  value,
  unit: 'ms',
  lead,
});

it('says nothing that the file does not say', () => {
  expect(fileBody(recording({}))).toEqual({ body: {}, warnings: [] });
});

describe('the time', () => {
  it.each([
    [{ date: '2026-11-03', time: '08:15', utc_offset_minutes: null }, '2026-11-03T08:15:00'],
    [{ date: '2026-11-03', time: '08:15:02.5', utc_offset_minutes: 0 }, '2026-11-03T08:15:02.5+00:00'],
    [{ date: '2026-11-03', time: '08:15:02', utc_offset_minutes: -330 }, '2026-11-03T08:15:02-05:30'],
    [{ date: '2026-11-03', time: null, utc_offset_minutes: null }, undefined],
    [{ date: null, time: '08:15:02', utc_offset_minutes: null }, undefined],
  ])('%j is said as %s', (start, expected) => {
    expect(fileBody(recording({ start })).body.recording_date).toBe(expected);
  });
});

describe('measurements', () => {
  it('are the first of each name over all leads', () => {
    const measurements = [measured('qt_ms', 410, 'V2'), measured('qt_ms', 400), measured('qt_ms', 390)];
    expect(fileBody(recording({ measurements })).body.measurements).toEqual({ qt_ms: 400 });
  });

  it('give a QTc its formula only where the file names it', () => {
    const bazett = [measured('qtc_bazett_ms', 438), measured('qtc_fridericia_ms', 420)];
    expect(fileBody(recording({ measurements: bazett })).body.measurements).toEqual({
      qtc_ms: 438,
      qtc_formula: 'bazett',
    });
    const unnamed = [measured('qtc_ms', 440), ...bazett];
    expect(fileBody(recording({ measurements: unnamed })).body.measurements).toEqual({ qtc_ms: 440 });
  });

  it('that no heart can have are left out and told', () => {
    const { body, warnings } = fileBody(recording({ measurements: [measured('pr_ms', 29_999)] }));
    expect(body.measurements).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(['implausible_measurement']);
  });
});

it('statements are the device’s: what a reader said is told apart', () => {
  const statements: Recording['statements'] = [
    { text: 'Sinus rhythm', code: 'SR', origin: 'device' },
    { text: null, code: '426177001', origin: null },
    { text: 'I disagree', code: null, origin: 'reader' },
  ];
  const { body, warnings } = fileBody(recording({ statements }));
  expect(body.statements).toEqual(['Sinus rhythm', '426177001']);
  expect(warnings.map(({ code }) => code)).toEqual(['reader_statements']);
});
