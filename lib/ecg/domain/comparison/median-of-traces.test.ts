import { describe, expect, it } from 'vitest';
import type { LeadTrace } from '@/lib/ecg/domain/paper/lead-trace';
import type { SamplesChannel } from '@/lib/signals/window';
import { medianOfTraces, type TraceMedian } from './median-of-traces';
import { overlayMedians, placeCells } from './overlay-cells';

const RATE = 500;
const bump = (s: number, height: number, width: number) => height * Math.exp(-((s / width) ** 2));

/** A lead with an R peak of `height` µV every 0.8 s from 0.5 s on. */
function lead(name: string, height: number, seconds = 10, start_ms = 0): SamplesChannel {
  const values = Float64Array.from({ length: seconds * RATE }, (_, k) => {
    const s = (((k / RATE - 0.5) % 0.8) + 0.8) % 0.8;
    const near = s > 0.4 ? s - 0.8 : s;
    return bump(near, height, 0.012) + bump(near - 0.28, height / 4, 0.05);
  });
  const base = { id: name, name, unit: 'uV', sampling_rate_hz: RATE, step_ms: 1000 / RATE };
  return { ...base, kind: 'samples', start_ms, values };
}

const byName = (...traces: LeadTrace[]) => new Map(traces.map((trace) => [trace.name, trace]));

function made(names: readonly string[], traces: ReadonlyMap<string, LeadTrace>): TraceMedian {
  const result = medianOfTraces(names, traces);
  if (!result.ok) throw new Error(result.reason);
  return result;
}

describe('the median beat of what is on the paper', () => {
  it('is made of the leads wanted, in their order, and says of which seconds', () => {
    const median = made(['V1', 'I'], byName(lead('I', 800), lead('V1', 1200), lead('V2', 500)));
    expect(median.names).toEqual(['V1', 'I']);
    expect(median).toMatchObject({ from_ms: 0, to_ms: 10_000 });
    expect(Math.round(median.leads[0]?.[median.before] ?? 0)).toBe(1200);
    expect(Math.round(median.leads[1]?.[median.before] ?? 0)).toBe(800);
  });

  it('takes the longest run without a gap', () => {
    const gappy = lead('I', 800);
    gappy.values.fill(Number.NaN, 1500, 1600);
    const median = made(['I', 'II'], byName(gappy, lead('II', 900)));
    expect(median).toMatchObject({ from_ms: 3200, to_ms: 10_000 });
  });

  it('leaves out a lead that is hardly there, and leads of another rate or start', () => {
    const off = lead('II', 900);
    off.values.fill(Number.NaN, 0, 4000);
    const slow = { ...lead('III', 900), step_ms: 4 };
    const median = made(['I', 'II', 'III', 'V1'], byName(lead('I', 800), off, slow, lead('V1', 500, 10, 1)));
    expect(median.names).toEqual(['I']);
  });

  it('takes at most a minute of a long recording', () => {
    expect(made(['I'], byName(lead('I', 800, 90)))).toMatchObject({ from_ms: 0, to_ms: 60_000 });
  });

  it('is never made of minima and maxima, nor of too little', () => {
    const { values, ...base } = lead('I', 800);
    const bins: LeadTrace = { ...base, kind: 'minmax', min: values, max: values };
    expect(medianOfTraces(['I'], byName(bins))).toEqual({ ok: false, reason: 'not_sampled' });
    expect(medianOfTraces([], byName(lead('I', 800)))).toEqual({ ok: false, reason: 'not_sampled' });
    expect(medianOfTraces(['I'], byName(lead('I', 800, 2)))).toEqual({ ok: false, reason: 'too_few_beats' });
  });
});

describe('the cells of two median beats', () => {
  const both = (height: number) => byName(lead('I', height), lead('II', height), lead('III', height));
  const first = made(['I', 'II', 'III'], both(800));
  const second = made(['III', 'II'], both(2000));

  it('hold the leads both have, each peak over the other', () => {
    const overlaid = overlayMedians(first, second);
    expect(overlaid?.leads).toEqual(['III', 'II']);
    const peakMs = (trace: LeadTrace | undefined) => {
      if (trace?.kind !== 'samples') throw new Error('no trace');
      return trace.start_ms + trace.values.indexOf(Math.max(...trace.values)) * trace.step_ms;
    };
    expect(peakMs(overlaid?.later.get('II'))).toBeCloseTo(peakMs(overlaid?.earlier.get('II')), 0);
    expect(overlayMedians(first, { ...second, names: ['V1', 'V2'] })).toBeNull();
  });

  it('stand in rows that hold the highest trace and the pulse, within the paper', () => {
    const overlaid = overlayMedians(first, second);
    if (!overlaid) throw new Error('nothing in common');
    // a cell is 0.9 s: 22.5 mm at 25 mm/s; 40 mm hold one cell, 60 mm hold two
    const narrow = placeCells(overlaid, 40, 25, 10);
    expect(narrow.segments.map(({ lead: name, row }) => [name, row])).toEqual([
      ['III', 0],
      ['II', 1],
    ]);
    const wide = placeCells(overlaid, 60, 25, 10);
    expect(wide.segments.map(({ row, widthMm }) => [row, widthMm])).toEqual([
      [0, 22.5],
      [0, 22.5],
    ]);
    for (const placed of [narrow, wide]) {
      for (const { zeroMm } of placed.segments) expect(zeroMm - 20).toBeGreaterThanOrEqual(5);
      expect(placed.widthMm).toBeLessThanOrEqual(60);
      expect(placed.pulses.every(({ heightMm }) => heightMm === 10)).toBe(true);
    }
  });
});
