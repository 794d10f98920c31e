import { describe, expect, it } from 'vitest';
import { readReportText } from '@/lib/ingest/reader/read-report-text';
import { drawReport } from './draw-report';
import { aWindow, CONTENT, pagesOf, pathsOf, peaksOf, RATE_HZ, TWELVE } from './report.fixture';
import type { ReportContent } from './report-content';
import { reportSheets } from './report-sheets';

const draw = (content: Partial<ReportContent> = {}, window = aWindow()) =>
  drawReport({ ...CONTENT, ...content }, reportSheets(window));

describe('the scale of the report', () => {
  it('makes a second 25.0 ± 0.25 mm and a millivolt 10.0 ± 0.1 mm, over the whole strip', async () => {
    const [page = ''] = pagesOf(await draw());
    const rhythm = pathsOf(page).find((path) => path.length > 9 * RATE_HZ);
    const peaks = peaksOf(rhythm ?? []);
    expect(peaks).toHaveLength(10);
    const [first = [0, 0], last = [0, 0]] = [peaks[0], peaks.at(-1)];
    for (const [index, [x]] of peaks.entries()) expect(Math.abs(x - first[0] - index * 25)).toBeLessThanOrEqual(0.25);
    expect(Math.abs(last[0] - first[0] - 225)).toBeLessThanOrEqual(0.25);
    const level = rhythm?.[0]?.[1] ?? 0;
    expect(Math.abs(level - first[1] - 10)).toBeLessThanOrEqual(0.1);
  });

  it('draws calibration pulses of 10 × 5 mm and grid lines 1 mm apart, as many as the paper is long', async () => {
    const [page = ''] = pagesOf(await draw());
    const paths = pathsOf(page);
    const pulses = paths.filter((path) => path.length === 6);
    expect(pulses).toHaveLength(4);
    for (const pulse of pulses) {
      const [, foot = [0, 0], top = [0, 0], end = [0, 0]] = pulse;
      expect([foot[1] - top[1], end[0] - top[0]]).toEqual([expect.closeTo(10, 3), expect.closeTo(5, 3)]);
    }
    const upright = paths.filter((path) => path.length === 2 && path[0]?.[0] === path[1]?.[0]);
    const long = upright.filter(([a, b]) => Math.abs((a?.[1] ?? 0) - (b?.[1] ?? 0)) > 120).map(([a]) => a?.[0] ?? 0);
    const places = [...new Set(long.map((x) => Math.round(x * 1000) / 1000))].sort((a, b) => a - b);
    expect(places.length).toBeGreaterThan(260);
    for (const [index, x] of places.entries()) expect(x - (places[0] ?? 0)).toBeCloseTo(index, 2);
  });

  it('has bars of 50 mm along both edges of every page', async () => {
    const pages = pagesOf(await draw());
    expect(pages.length).toBeGreaterThanOrEqual(2);
    for (const page of pages) {
      const lengths = pathsOf(page)
        .filter((path) => path.length === 2)
        .map(([a = [0, 0], b = [0, 0]]) => [Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])]);
      const is = (dx: number, dy: number) => lengths.some(([x = 0, y = 0]) => Math.hypot(x - dx, y - dy) < 0.001);
      expect([is(50, 0), is(0, 50)]).toEqual([true, true]);
    }
  });

  it('draws nothing beyond the sheet', async () => {
    for (const page of pagesOf(await draw({}, aWindow([...TWELVE, 'V7', 'V8', 'V9']))))
      for (const [x, y] of pathsOf(page).flat()) {
        expect(x >= 0 && x <= 297).toBe(true);
        expect(y >= 0 && y <= 210).toBe(true);
      }
  });
});

describe('every page of the report', () => {
  const textOf = async (content: Partial<ReportContent> = {}, window = aWindow()) =>
    readReportText({ kind: 'report-text', pdf: await draw(content, window) } as never);

  it('says whose it is, when, how far it is read, its scale and what it was made from', async () => {
    const found = await textOf({ reader_statement: 'A long sentence of the reader. '.repeat(60) });
    const lines = ('lines' in found ? found.lines : []).map((line) => line.replaceAll(/\s+/g, ' '));
    const pages = 'pages' in found ? found.pages : 0;
    expect(pages).toBe(3);
    const times = (text: string) => lines.filter((line) => line.includes(text)).length;
    for (const text of [
      'ŁUKASZEWICZ-ŐRSI, Žofia',
      'Born 14 Mar 1952',
      'Sex Female',
      'Patient ID 0048 2217',
      'Recorded 22 Nov 2026 08:14:07 CET (UTC+1), version 2',
      'UNCONFIRMED. Confirmed on version 1 only.',
      '25 mm/s 10 mm/mV bandwidth not stated filter none',
      'Print at 100 %',
      `Inputs SHA-256 ${'a1'.repeat(32)}`,
    ])
      expect([text, times(text)]).toEqual([text, pages]);
    for (const page of [1, 2, 3]) expect(times(`page ${page}/3`)).toBe(1);
    const words = lines.join(' ').split('A long sentence of the reader.').length - 1;
    expect(words).toBeGreaterThanOrEqual(60);
  });

  it('keeps a name as long as a name can be, and says where a letter cannot be printed', async () => {
    const found = await textOf({ name: `${'VERY LONG NAME '.repeat(16)}, 李` });
    const lines = 'lines' in found ? found.lines : [];
    expect(lines.join(' ').match(/VERY LONG NAME/g)?.length).toBe(32);
    expect(lines.filter((line) => line.includes('Some letters cannot be printed here'))).toHaveLength(2);
  });
});

describe('the report', () => {
  it('of the same content is the same to the byte, and of other content another', async () => {
    const [first, again, other] = [await draw(), await draw(), await draw({ inputs_sha256: 'b2'.repeat(32) })];
    expect(Buffer.from(first).equals(Buffer.from(again))).toBe(true);
    expect(Buffer.from(first).equals(Buffer.from(other))).toBe(false);
  });

  it('says why there is no median beat, or no paper', () => {
    const [, flat] = reportSheets({
      ...aWindow(),
      channels: aWindow()
        .channels.slice(0, 1)
        .map((one) => ({ ...one, values: new Float32Array(5000) })),
    });
    expect(flat).toMatchObject({ placed: null, notes: [expect.stringContaining('too few beats')] });
    const [unscaled] = reportSheets({
      ...aWindow(),
      channels: aWindow().channels.map((one) => ({ ...one, unit: 'adc' })),
    });
    expect(unscaled).toMatchObject({ placed: null, notes: [expect.stringContaining('amplitude scale')] });
  });

  it('shows every lead of more than twelve, and names those the median beat has no place for', () => {
    const [rhythm, median] = reportSheets(aWindow([...TWELVE, 'V7', 'V8', 'V9']));
    const shown = new Set(rhythm?.placed?.segments.map(({ lead }) => lead));
    expect([...TWELVE, 'V7', 'V8', 'V9'].filter((lead) => !shown.has(lead))).toEqual([]);
    expect(median?.notes).toContain('Without V7, V8, V9.');
  });

  it('lifts the pen in a gap', async () => {
    const window = aWindow(['II']);
    const [lead] = window.channels;
    if (lead?.kind !== 'samples') throw new Error('no samples');
    lead.values.fill(Number.NaN, 1000, 2000);
    const [page = ''] = pagesOf(await draw({}, window));
    const long = pathsOf(page).filter((path) => path.length > 500);
    expect(long).toHaveLength(2);
  });
});
