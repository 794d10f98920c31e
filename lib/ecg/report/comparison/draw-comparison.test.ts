import { describe, expect, it } from 'vitest';
import { medianOfTraces } from '@/lib/ecg/domain/comparison/median-of-traces';
import { overlayMedians } from '@/lib/ecg/domain/comparison/overlay-cells';
import { readReportText } from '@/lib/ingest/reader/read-report-text';
import { aWindow, CONTENT, pagesOf, pathsOf, peaksOf, RATE_HZ } from '../report.fixture';
import { drawnLeads } from '../report-sheets';
import type { ComparisonContent, SideContent } from './comparison-content';
import { drawComparison } from './draw-comparison';

function aSide(recorded: string, change: Partial<SideContent> = {}): SideContent {
  const window = aWindow();
  return {
    ...CONTENT,
    recorded: `Recorded ${recorded}, version 1`,
    date: recorded,
    traces: drawnLeads(window),
    window,
    ...change,
  };
}

function aComparison(change: Partial<ComparisonContent> = {}): ComparisonContent {
  const [earlier, later] = [
    aSide('28 Oct 2026 07:52', { state: 'Confirmed by Dr R.', confirmed: true }),
    aSide('22 Nov 2026 08:14'),
  ];
  const [before, after] = [earlier, later].map(({ traces }) => medianOfTraces([...traces.keys()], traces));
  if (!before?.ok || !after?.ok) throw new Error('no median beats');
  const value = (text: string) => ({ text, missing: false });
  const row = {
    ...{ key: 'device qt_ms', label: 'QT', unit: 'ms', detail: null, delta: '+33' },
    ...{ earlier: value('400'), later: value('433') },
  };
  return {
    ...{ name: CONTENT.name, identity: CONTENT.identity, earlier, later },
    judging: { differences: true, verdicts: true, reason: null },
    groups: [
      {
        title: 'Device, as sent',
        rows: [{ ...row, note: 'more than repeatability', verdict: 'beyond_repeatability' }],
      },
    ],
    checks: ['Bandwidths differ: 0.05–150 Hz, then 0.05–40 Hz.'],
    overlaid: overlayMedians(before, after),
    overlay_note: 'Grey earlier, blue later',
    foot: 'Repeatability: QT ±32 ms',
    inputs_sha256: 'c3'.repeat(32),
    created_at: CONTENT.created_at,
    ...change,
  };
}

async function textOf(content: ComparisonContent) {
  const found = await readReportText({ kind: 'report-text', pdf: await drawComparison(content) } as never);
  const lines = ('lines' in found ? found.lines : []).map((line) => line.replaceAll(/\s+/g, ' '));
  return { lines, pages: 'pages' in found ? found.pages : 0 };
}

describe('the report of a comparison', () => {
  it('says on every page whose they are, when both were recorded, how far each is read, and what it was made from', async () => {
    const { lines, pages } = await textOf(aComparison());
    expect(pages).toBe(4);
    const times = (text: string) => lines.filter((line) => line.includes(text)).length;
    for (const text of [
      'ŁUKASZEWICZ-ŐRSI, Žofia',
      'Patient ID 0048 2217',
      'Earlier: Recorded 28 Oct 2026 07:52, version 1',
      'Confirmed by Dr R.',
      'Later: Recorded 22 Nov 2026 08:14, version 1',
      'UNCONFIRMED.',
      'Print at 100 %',
      `Inputs SHA-256 ${'c3'.repeat(32)}`,
    ])
      expect([text, times(text)]).toEqual([text, pages]);
    for (const page of [1, 2, 3, 4]) expect(times(`page ${page}/4`)).toBe(1);
  });

  it('gives values with their difference, whose they are, and what to check', async () => {
    const { lines } = await textOf(aComparison());
    const text = lines.join(' ');
    for (const words of ['Device, as sent', 'QT ms 400 433 +33 more than repeatability', 'Bandwidths differ'])
      expect(text).toContain(words);
  });

  it('draws both at 25.0 ± 0.25 mm a second and 10.0 ± 0.1 mm a millivolt', async () => {
    const pages = pagesOf(await drawComparison(aComparison())).slice(-2);
    expect(pages).toHaveLength(2);
    for (const page of pages) {
      const rhythm = pathsOf(page).find((path) => path.length > 9 * RATE_HZ) ?? [];
      const peaks = peaksOf(rhythm);
      expect(peaks).toHaveLength(10);
      for (const [index, [x]] of peaks.entries())
        expect(Math.abs(x - (peaks[0]?.[0] ?? 0) - index * 25)).toBeLessThanOrEqual(0.25);
      expect(Math.abs((rhythm[0]?.[1] ?? 0) - (peaks[0]?.[1] ?? 0) - 10)).toBeLessThanOrEqual(0.1);
    }
  });

  it('lays the median beats of each lead over each other, and nothing beyond the sheet', async () => {
    const pages = pagesOf(await drawComparison(aComparison()));
    const [overlay = ''] = pages.slice(-3);
    const beats = pathsOf(overlay).filter((path) => path.length > 200);
    expect(beats).toHaveLength(24);
    for (const page of pages)
      for (const [x, y] of pathsOf(page).flat()) expect(x >= 0 && x <= 297 && y >= 0 && y <= 210).toBe(true);
  });

  it('has no overlay where the two are not laid over each other, and says why', async () => {
    const { lines, pages } = await textOf(aComparison({ overlaid: null, overlay_note: 'Under 16 years: none.' }));
    expect(pages).toBe(3);
    expect(lines.join(' ')).toContain('Under 16 years: none.');
  });

  it('of the same content is the same to the byte', async () => {
    const [first, again] = [await drawComparison(aComparison()), await drawComparison(aComparison())];
    expect(Buffer.from(first).equals(Buffer.from(again))).toBe(true);
  });
});
