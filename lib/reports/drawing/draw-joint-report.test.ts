import { describe, expect, it, vi } from 'vitest';
import { readReportText } from '@/lib/ingest/reader/read-report-text';
import { canonicalInputs, sha256 } from '../domain/canonical-json';
import { aFullReport, aReport, aReportEcg } from '../domain/inputs.fixture';
import type { ReportInputs } from '../domain/report-inputs';
import { drawJointReport } from './draw-joint-report';

// a page is drawn in a fraction of a second, on a busy machine in several
vi.setConfig({ testTimeout: 60_000 });

async function read(inputs: ReportInputs) {
  const pdf = await drawJointReport(canonicalInputs(inputs));
  const found = await readReportText({ kind: 'report-text', pdf } as never);
  if (!('lines' in found)) throw new Error('the page has no text');
  return { pages: found.pages, text: found.lines.join(' ').replaceAll(/\s+/g, ' ') };
}

describe('the joint report', () => {
  it('of the same inputs is the same to the byte, in whatever order they were found', async () => {
    const inputs = aFullReport();
    const draw = async (of: ReportInputs) => Buffer.from(await drawJointReport(canonicalInputs(of)));
    const first = await draw(inputs);
    const other = { ...inputs, nights: [...inputs.nights].reverse(), ecgs: [...inputs.ecgs].reverse() };
    expect(first.equals(await draw(other))).toBe(true);
    expect(first.equals(await draw({ ...inputs, made_by: 'Dr Other' }))).toBe(false);
    // three full pages with their fonts
  }, 30_000);

  it('says whose it is, what it is made from and what it is not', async () => {
    const inputs = aReport({ ecgs: [aReportEcg('2026-11-03T07:00:00.000Z')] });
    const { pages, text } = await read(inputs);
    expect(pages).toBe(1);
    for (const part of [
      'ŁUKASZEWICZ-ŐRSI, Žofia',
      'Born 14 Mar 1952 (74 y)',
      'Patient ID 0048 2217',
      'Nights of 1 Nov 2026 to 10 Nov 2026 (10)',
      'UNCONFIRMED readings: 1 of 1 ECG.',
      '10 of 10 (100 %)',
      'Rule cms-4h-21-of-30 1.0.0',
      '2.0 /h',
      '10 L/min',
      'P95 9.5 cmH2O',
      'Devices, as sent; no reader has confirmed these ECGs',
      '3 Nov 2026 08:00 CET: Sinus rhythm',
      'Values computed from ECGs are not shown',
      'Clocks never aligned: offset unknown',
      'nightbeat-night 1.2.0',
      'Device AHI per usage hour, not a sleep study',
      'Association, not cause',
      'not a cleared medical device',
      `Inputs SHA-256 ${sha256(canonicalInputs(inputs))}`,
    ])
      expect([part, text.includes(part)]).toEqual([part, true]);
  });

  it('of a year of everything is one page all the same, and counts what it has no room for', async () => {
    const { pages, text } = await read(aFullReport());
    expect(pages).toBe(1);
    expect(text).toContain('IDENTITY NOT VERIFIED');
    expect(text).toMatch(/and \d+ more readings of older ECGs/);
    expect(text).toMatch(/and \d+ more statements of older ECGs/);
    expect(text).toMatch(/and \d+ more reasons/);
    expect(text).toMatch(/nightbeat-measure 1\.0\.0: heart rate median 62 bpm/);
  });

  it('of nothing but ECGs, or nothing but nights, says what is not there', async () => {
    const ecgs = [aReportEcg('2026-11-03T07:00:00.000Z', { heart_rate_bpm: null, qt_ms: null, qtc_ms: null })];
    expect((await read(aReport({ nights: [], ecgs }))).text).toMatch(/No data.*Heart rate: not sent/);
    expect((await read(aReport())).text).toContain('No ECG in this range.');
  });
});
