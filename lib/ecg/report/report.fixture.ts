import { inflateSync } from 'node:zlib';
import { expect } from 'vitest';
import type { SignalWindow } from '@/lib/signals/window';
import type { ReportContent } from './report-content';

const MM = 72 / 25.4;
export const RATE_HZ = 500;
export const TWELVE = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

/** The words of a report. */
export const CONTENT: ReportContent = {
  name: 'ŁUKASZEWICZ-ŐRSI, Žofia',
  identity: 'Born 14 Mar 1952     Sex Female     Patient ID 0048 2217',
  recorded: 'Recorded 22 Nov 2026 08:14:07 CET (UTC+1), version 2',
  state: 'UNCONFIRMED. Confirmed on version 1 only.',
  confirmed: false,
  device: 'Device Example C12',
  order: 'Indication: palpitations',
  measurements: ['Heart rate 60 /min', 'QTc not sent'],
  device_statement: 'Sinus rhythm',
  reader_statement: 'None yet.',
  part: '0 to 10 s of 10 s',
  bandwidth: 'bandwidth not stated',
  inputs_sha256: 'a1'.repeat(32),
  created_at: new Date('2026-11-22T08:00:00Z'),
};

/** Ten seconds in which every lead is flat but for a triangle of 1 mV, 40 ms wide, at every half of a second. */
export function aWindow(names: readonly string[] = TWELVE): SignalWindow {
  const values = Float32Array.from({ length: 10 * RATE_HZ }, (_, index) => {
    const from = Math.abs((index % RATE_HZ) - RATE_HZ / 2);
    return Math.max(0, 1000 - from * 100);
  });
  const channels = names.map((name, index) => ({
    ...{ id: String(index), name, unit: 'uV', sampling_rate_hz: RATE_HZ },
    ...{ kind: 'samples' as const, start_ms: 0, step_ms: 1000 / RATE_HZ, values },
  }));
  return { from_ms: 0, to_ms: 10_000, channels };
}

/** The drawing of each page: PDF operators as text. */
export function pagesOf(pdf: Uint8Array): string[] {
  const bytes = Buffer.from(pdf);
  const streams = [...bytes.toString('latin1').matchAll(/\/Length (\d+)[^>]*>>\s*stream\r?\n/g)].flatMap((match) => {
    const start = match.index + match[0].length;
    const part = bytes.subarray(start, start + Number(match[1]));
    return part[0] === 0x78 ? [inflateSync(part).toString('latin1')] : [];
  });
  return streams.filter((stream) => stream.includes(' cm\n') && / l$/m.test(stream));
}

/** All paths of a page as points in mm on the sheet of paper, by the scale the page itself sets. */
export function pathsOf(page: string): [number, number][][] {
  const scale = [...page.matchAll(/^([\d.]+) 0 0 ([\d.]+) 0 0 cm$/gm)].at(0)?.slice(1).map(Number) ?? [];
  expect(scale).toHaveLength(2);
  const [x_mm = 0, y_mm = 0] = scale.map((points) => points / MM);
  const paths: [number, number][][] = [];
  for (const [, x, y, operator] of page.matchAll(/^(-?[\d.]+) (-?[\d.]+) (m|l)$/gm)) {
    if (operator === 'm') paths.push([]);
    paths.at(-1)?.push([Number(x) * x_mm, Number(y) * y_mm]);
  }
  return paths;
}

/** Where a trace is highest, in mm along the paper: one place a beat. */
export function peaksOf(path: readonly [number, number][]): [number, number][] {
  return path.filter(([, y], index) => {
    const [before, after] = [path[index - 1]?.[1], path[index + 1]?.[1]];
    return before !== undefined && after !== undefined && y < before && y < after;
  });
}
