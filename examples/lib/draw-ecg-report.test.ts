import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { drawEcgReport } from './draw-ecg-report.mjs';

const MM = 72 / 25.4;
const RATE_HZ = 500;
const LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

/** Ten seconds of a ramp: sample i is i µV, so every drawn point tells which sample it is. */
function anUpload(change: Record<string, unknown> = {}) {
  const ramp = Array.from({ length: 10 * RATE_HZ }, (_, index) => index % 2000);
  return {
    patient_id: 'P1',
    patient: { family_name: 'Test', given_name: 'Tilda', birth_date: '1950-01-01', sex: 'female' },
    recording_date: '2026-11-03T09:00:00+01:00',
    timezone: 'Europe/Brussels',
    order: { accession_number: 'A-1', indication: 'check', ordering_unit: 'Ward' },
    device: { make: 'Example', model: 'C12', serial: '1' },
    site: 'Ward',
    statements: ['Sinus rhythm'],
    measurements: { heart_rate_bpm: 70 },
    recording: { sampling_rate_hz: RATE_HZ, unit: 'uV', leads: Object.fromEntries(LEADS.map((lead) => [lead, ramp])) },
    ...change,
  };
}

/** The drawing of each page: PDF operators as text. */
function pagesOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1');
  const streams = [...text.matchAll(/\/Length (\d+)[^>]*>>\s*stream\r?\n/g)].flatMap((match) => {
    const start = match.index + match[0].length;
    const bytes = pdf.subarray(start, start + Number(match[1]));
    return bytes[0] === 0x78 ? [inflateSync(bytes).toString('latin1')] : [];
  });
  return streams.filter((stream) => stream.includes(' cm\n'));
}

/** All paths of a page as points in mm on the paper sheet, x to the right and y downwards. */
function pathsOf(page: string): [number, number][][] {
  const scale = [...page.matchAll(/^([\d.]+) 0 0 ([\d.]+) 0 0 cm$/gm)].at(0);
  // the sheet is turned upside down first, so that y grows downwards; then all lengths are scaled
  expect(scale?.slice(1).map(Number)).toEqual([expect.closeTo(MM, 4), expect.closeTo(MM, 4)]);
  const paths: [number, number][][] = [];
  for (const [, x, y, operator] of page.matchAll(/^(-?[\d.]+) (-?[\d.]+) (m|l)$/gm)) {
    if (operator === 'm') paths.push([]);
    paths.at(-1)?.push([Number(x), Number(y)]);
  }
  return paths;
}

/** What is written on a page: pdfkit writes text as runs of hexadecimal digits. */
const textOf = (page: string) =>
  [...page.matchAll(/\[(.*?)\] TJ/g)]
    .map(([, runs = '']) =>
      [...runs.matchAll(/<([0-9a-f]*)>/g)].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')).join(''),
    )
    .join('\n');

describe('the ECG report', () => {
  it('draws 1 s as 25 mm and 1 mV as 10 mm', async () => {
    const [page = ''] = pagesOf(await drawEcgReport(anUpload()));
    const traces = pathsOf(page).filter(({ length }) => length > 1000);
    const strip = traces.find(({ length }) => length === 10 * RATE_HZ) ?? [];
    const [start = [0, 0], afterOneSecond = [0, 0]] = [strip[0], strip[RATE_HZ]];
    expect(afterOneSecond[0] - start[0]).toBeCloseTo(25, 3);
    // sample 1000 lies 1 mV above sample 0
    expect(start[1] - (strip[1000]?.[1] ?? 0)).toBeCloseTo(10, 3);
  });

  it('draws a calibration pulse of 1 mV and 200 ms before every row, and lines every 5 mm', async () => {
    const [page = ''] = pagesOf(await drawEcgReport(anUpload()));
    const pulses = pathsOf(page).filter((path) => path.length === 6);
    expect(pulses).toHaveLength(4);
    for (const pulse of pulses) {
      const [, foot = [0, 0], top = [0, 0], end = [0, 0]] = pulse;
      expect([foot[1] - top[1], end[0] - top[0]]).toEqual([expect.closeTo(10, 3), expect.closeTo(5, 3)]);
    }
  });

  it('continues in time from column to column', async () => {
    const [page = ''] = pagesOf(await drawEcgReport(anUpload()));
    const columns = pathsOf(page).filter(({ length }) => length === 2.5 * RATE_HZ);
    expect(columns).toHaveLength(12);
    const [one = [0, 0], two = [0, 0]] = [columns[0]?.[0], columns[1]?.[0]];
    expect(two[0] - one[0]).toBeCloseTo(62.5, 3);
    // the second column begins with sample 1250 of its lead: 1.25 mV
    expect(one[1] - two[1]).toBeCloseTo(12.5, 3);
  });

  it('says who, when in which zone, whose values, which bandwidth and which page, and no value that is not there', async () => {
    const [page = ''] = pagesOf(await drawEcgReport(anUpload()));
    const text = textOf(page);
    for (const part of [
      'TEST, Tilda',
      'Patient ID: P1   Born: 1950-01-01   Sex: female',
      'Recorded: 2026-11-03 09:00:00+01:00 (Europe/Brussels)',
      'Device: measurements',
      'Heart rate 70 /min',
      'Device: statement, unconfirmed',
      'Sinus rhythm',
      '25 mm/s   10 mm/mV   bandwidth not stated',
      'page 1/1',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/undefined|null|NaN|QT/);
    const filters = { high_pass_hz: 0.05, low_pass_hz: 150, notch_hz: 50 };
    const stated = { ...anUpload().recording, filters };
    const [other = ''] = pagesOf(await drawEcgReport(anUpload({ recording: stated })));
    expect(textOf(other)).toContain('0.05 to 150 Hz, notch 50 Hz');
  });

  it('draws excerpts of what is no standard ECG, and leaves gaps empty', async () => {
    const samples = Array.from({ length: 600 * 50 }, (_, index) => (index > 100 && index < 200 ? null : 0));
    const recording = { sampling_rate_hz: 50, unit: 'uV', leads: { MLII: samples, V5: samples, V1: samples } };
    const pages = pagesOf(await drawEcgReport(anUpload({ recording })));
    // three leads from 00:00 and again from 05:00: six rows, four on the first page
    expect(pages).toHaveLength(2);
    expect(pages.map(textOf)[1]).toContain('V5   from 05:00');
    expect(pages.map(textOf)[1]).toContain('page 2/2');
    const traces = pathsOf(pages[0] ?? '').filter(({ length }) => length > 50);
    // each of the first three is broken by its gap: samples 0 to 100, and 200 to 499
    expect(traces.map(({ length }) => length)).toEqual([101, 300, 101, 300, 101, 300, 500]);
  });
});
