import { describe, expect, it } from 'vitest';
import { placeLayout, timeWidthMm, visibleTime } from './ecg-layout';
import { layoutsFor, STANDARD_LEADS } from './layouts';

const layout = (id: string) => {
  const found = layoutsFor(STANDARD_LEADS).find((one) => one.id === id);
  if (!found) throw new Error(`no layout ${id}`);
  return found;
};
const TEN_SECONDS = { fromMs: 0, toMs: 10_000 };

describe('layouts on offer', () => {
  it('offers 3×4+1 first for twelve leads, whatever their order', () => {
    expect(layoutsFor([...STANDARD_LEADS].reverse()).map((one) => one.id)).toEqual([
      '3x4+1',
      '3x4+3',
      '6x2',
      '12x1',
      'single',
    ]);
  });

  it('offers all leads of a recording that has more than twelve', () => {
    const all = layoutsFor([...STANDARD_LEADS, 'V7', 'V8', 'V9']).find((one) => one.id === 'all');
    expect(all?.label).toBe('15×1');
    expect(all?.rows.at(-1)?.leads).toEqual(['V9']);
  });

  it('gives one row a lead when the twelve are not complete', () => {
    const [all, single, ...others] = layoutsFor(['I', 'V5']);
    expect(others).toEqual([]);
    expect(single?.rows.map((row) => row.leads)).toEqual([['I']]);
    expect(all?.rows.map((row) => row.leads)).toEqual([['I'], ['V5']]);
  });
});

describe('3×4+1', () => {
  const placed = placeLayout(layout('3x4+1'), TEN_SECONDS, 25, { limb: 10, chest: 10 });

  it('goes on in time from column to column, 62.5 mm each at 25 mm/s', () => {
    const firstRow = placed.segments.filter((segment) => segment.row === 0);
    expect(firstRow.map(({ lead, xMm, fromMs, toMs, changesLead }) => [lead, xMm, fromMs, toMs, changesLead])).toEqual([
      ['I', 9, 0, 2500, false],
      ['aVR', 71.5, 2500, 5000, true],
      ['V1', 134, 5000, 7500, true],
      ['V4', 196.5, 7500, 10_000, true],
    ]);
  });

  it('runs lead II under them for the whole 10 s: 250 mm', () => {
    const strip = placed.segments.filter((segment) => segment.row === 3);
    expect(strip).toHaveLength(1);
    expect(strip[0]).toMatchObject({ lead: 'II', xMm: 9, widthMm: 250, fromMs: 0, toMs: 10_000 });
  });

  it('has one pulse a row, 1 mV high and 5 mm wide, inside the paper at every gain', () => {
    expect(placed.pulses).toHaveLength(4);
    for (const gain of [2.5, 5, 10, 20, 40]) {
      let above = 0;
      for (const pulse of placeLayout(layout('3x4+1'), TEN_SECONDS, 25, { limb: gain, chest: gain }).pulses) {
        expect(pulse).toMatchObject({ widthMm: 5, heightMm: gain });
        expect(pulse.zeroMm - pulse.heightMm).toBeGreaterThanOrEqual(above);
        above = pulse.zeroMm;
      }
    }
  });

  it('fits the 263 mm of the paper', () => {
    expect(placed.widthMm).toBe(263);
    for (const { xMm, widthMm } of placed.segments) expect(xMm + widthMm).toBeLessThanOrEqual(263);
  });
});

describe('6×2', () => {
  const sixByTwo = layout('6x2');
  const at = (fromMs: number, traceMm?: number) => {
    const time = visibleTime(10_000, fromMs, 25, timeWidthMm(sixByTwo, traceMm));
    return placeLayout(sixByTwo, time, 25, { limb: 10, chest: 10 }, traceMm);
  };

  it('shows the same five seconds in both columns', () => {
    const { segments } = at(0);
    expect(segments).toHaveLength(12);
    for (const { fromMs, toMs, widthMm } of segments) expect([fromMs, toMs, widthMm]).toEqual([0, 5000, 125]);
  });

  it('reaches the last seconds of the recording', () => {
    for (const { fromMs, toMs } of at(9000).segments) expect([fromMs, toMs]).toEqual([5000, 10_000]);
  });

  it('takes the seconds a shorter strip has room for, at the same scale', () => {
    const { segments, widthMm } = at(0, 110);
    expect(widthMm).toBe(123);
    for (const segment of segments) {
      expect([segment.fromMs, segment.toMs]).toEqual([0, 2200]);
      expect(segment.widthMm).toBeCloseTo(55, 9);
    }
    expect(new Set(segments.map(({ xMm }) => Math.round(xMm * 1e6) / 1e6))).toEqual(new Set([9, 64]));
  });
});

describe('visible time', () => {
  it.each([
    // 250 mm of trace: 10 s at 25 mm/s, 5 s at 50, 20 s at 12.5
    [10_000, 0, 25, 0, 10_000],
    [10_000, 0, 50, 0, 5_000],
    [10_000, 5_000, 50, 5_000, 10_000],
    [10_000, 9_000, 50, 5_000, 10_000],
    [38_400, 30_000, 25, 28_400, 38_400],
    [38_400, 0, 12.5, 0, 20_000],
    [8_000, 3_000, 25, 0, 8_000],
    [10_000, -4, 25, 0, 10_000],
  ])('%i ms from %i at %f mm/s shows %i to %i', (duration, from, speed, shownFrom, shownTo) => {
    expect(visibleTime(duration, from, speed)).toEqual({ fromMs: shownFrom, toMs: shownTo });
  });
});
