import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createCursorStore } from './cursor-store';
import { clockText, offsetAt, timeTicks } from './device-clock';
import { extentIn, gapsIn, indexesIn, type LanePiece, valueAt } from './lane-data';
import { fetchSpan, MIN_SPAN_MS, panBy, spanOf, viewAround, viewFrom, withMoment, zoomAt } from './time-view';
import { valueRange } from './value-range';

const HOUR = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);

describe('views of a night', () => {
  const whole = { fromMs: 0, toMs: 10 * HOUR };

  it('stay within the night and keep their length where they can', () => {
    expect(viewFrom(9 * HOUR, 3 * HOUR, whole)).toEqual({ fromMs: 7 * HOUR, toMs: 10 * HOUR });
    expect(viewFrom(-HOUR, 3 * HOUR, whole)).toEqual({ fromMs: 0, toMs: 3 * HOUR });
    expect(viewFrom(0, 99 * HOUR, whole)).toEqual(whole);
    expect(spanOf(viewFrom(HOUR, 1, whole))).toBe(MIN_SPAN_MS);
    expect(viewFrom(0, 1000, { fromMs: 0, toMs: 5000 })).toEqual({ fromMs: 0, toMs: 5000 });
    expect(viewAround(HOUR, HOUR, whole)).toEqual({ fromMs: HOUR / 2, toMs: 1.5 * HOUR });
    expect(panBy({ fromMs: 0, toMs: HOUR }, 30 * HOUR, whole)).toEqual({ fromMs: 9 * HOUR, toMs: 10 * HOUR });
  });

  it('zoom about a moment, which stays where it is, and back', () => {
    const time = fc.integer({ min: 4 * HOUR, max: 6 * HOUR });
    fc.assert(
      fc.property(time, fc.double({ min: 0.2, max: 1, noNaN: true }), (at, factor) => {
        const view = { fromMs: 4 * HOUR, toMs: 6 * HOUR };
        const closer = zoomAt(view, factor, at, whole);
        expect((at - closer.fromMs) / spanOf(closer)).toBeCloseTo((at - view.fromMs) / spanOf(view), 9);
        expect(zoomAt(closer, 1 / factor, at, whole).fromMs).toBeCloseTo(view.fromMs, 3);
      }),
    );
  });

  it('move to a moment only when it is not on screen', () => {
    const view = { fromMs: HOUR, toMs: 2 * HOUR };
    expect(withMoment(view, 1.5 * HOUR, whole)).toBe(view);
    expect(withMoment(view, 5 * HOUR, whole)).toEqual({ fromMs: 4.5 * HOUR, toMs: 5.5 * HOUR });
  });

  it('fetch more than they show, and the same for small pans', () => {
    const record = { fromMs: 0, toMs: 10 * HOUR };
    const view = { fromMs: 4 * HOUR, toMs: 5 * HOUR };
    expect(fetchSpan(view, record)).toEqual({ fromMs: 3.5 * HOUR, toMs: 5.5 * HOUR });
    const panned = fetchSpan(panBy(view, HOUR / 8, whole), record);
    expect(panned).toEqual({ fromMs: 3.5 * HOUR, toMs: 5.75 * HOUR });
    expect(fetchSpan(panBy(view, HOUR / 5, whole), record)).toEqual(panned);
    expect(fetchSpan(whole, record)).toEqual(record);
    expect(fetchSpan(view, { fromMs: 0, toMs: HOUR })).toBeNull();
  });
});

describe('the device’s clock', () => {
  const autumn = [
    { atMs: utc('2026-10-24T20:00:00'), utcOffsetMinutes: 120 },
    { atMs: utc('2026-10-25T01:00:00'), utcOffsetMinutes: 60 },
  ];

  it('shows what the device showed', () => {
    expect(clockText(autumn, utc('2026-10-25T00:59:59'), true)).toBe('02:59:59');
    expect(clockText(autumn, utc('2026-10-25T01:00:00'))).toBe('02:00');
    expect(offsetAt(autumn, utc('2026-10-24T10:00:00'))).toBe(120);
    expect(offsetAt([], 0)).toBe(0);
  });

  it('labels round local times, the repeated hour twice', () => {
    const ticks = timeTicks(utc('2026-10-24T22:30:00'), utc('2026-10-25T03:30:00'), 500, autumn);
    expect(ticks.map(({ label }) => label)).toEqual(['01:00', '02:00', '02:00', '03:00', '04:00']);
    expect(new Set(ticks.map(({ atMs }) => atMs)).size).toBe(5);
  });

  it('labels a zone of half hours by its own hours', () => {
    const kolkata = [{ atMs: 0, utcOffsetMinutes: 330 }];
    const [first] = timeTicks(utc('2026-11-02T18:00:00'), utc('2026-11-03T00:00:00'), 500, kolkata);
    expect(first).toEqual({ atMs: utc('2026-11-02T18:30:00'), label: '00:00' });
  });

  it('gives every label room', () => {
    const args = fc.tuple(fc.integer({ min: 10_000, max: 26 * HOUR }), fc.integer({ min: 100, max: 2000 }));
    fc.assert(
      fc.property(args, ([span, width]) => {
        const ticks = timeTicks(0, span, width, []);
        for (const [i, tick] of ticks.entries())
          if (i > 0) expect(((tick.atMs - (ticks[i - 1]?.atMs ?? 0)) / span) * width).toBeGreaterThanOrEqual(62);
      }),
    );
    expect(timeTicks(0, 0, 500, [])).toEqual([]);
  });
});

describe('lane data', () => {
  const base = { id: '0', name: 'leak', unit: 'L/min', sampling_rate_hz: 0.5, start_ms: 1000, step_ms: 2000 };
  const samples: LanePiece = {
    originMs: 100_000,
    channel: { ...base, kind: 'samples', values: Float32Array.of(1, Number.NaN, 3, 4) },
  };
  const bins: LanePiece = {
    originMs: 200_000,
    channel: { ...base, kind: 'minmax', min: Float32Array.of(-1, Number.NaN), max: Float32Array.of(5, Number.NaN) },
  };

  it('gives the value that holds at a moment, and none in a gap', () => {
    expect(valueAt([samples], 101_000)).toEqual({ low: 1, high: 1 });
    expect(valueAt([samples], 102_999)).toEqual({ low: 1, high: 1 });
    expect(valueAt([samples], 103_000)).toBeNull();
    expect(valueAt([samples], 100_999)).toBeNull();
    expect(valueAt([samples, bins], 202_000)).toEqual({ low: -1, high: 5 });
    expect(valueAt([samples, bins], 204_000)).toBeNull();
  });

  it('gives the extremes of a span', () => {
    expect(extentIn([samples, bins], 0, 300_000)).toEqual({ low: -1, high: 5 });
    expect(extentIn([samples], 102_000, 107_000)).toEqual({ low: 3, high: 3 });
    expect(extentIn([samples], 102_000, 105_000)).toBeNull();
    expect(extentIn([bins], 202_500, 202_600)).toEqual({ low: -1, high: 5 });
  });

  it('finds the values that touch a span', () => {
    expect(indexesIn(samples, 103_500, 104_000)).toEqual({ from: 1, to: 3 });
    expect(indexesIn(samples, 0, 1)).toEqual({ from: 0, to: 0 });
  });

  it('finds the gaps between sessions', () => {
    const covered = [
      { fromMs: 60, toMs: 90 },
      { fromMs: 10, toMs: 30 },
      { fromMs: 20, toMs: 40 },
    ];
    expect(gapsIn(covered, 0, 100)).toEqual([
      { fromMs: 0, toMs: 10 },
      { fromMs: 40, toMs: 60 },
      { fromMs: 90, toMs: 100 },
    ]);
    expect(gapsIn(covered, 20, 35)).toEqual([]);
    expect(gapsIn([], 0, 5)).toEqual([{ fromMs: 0, toMs: 5 }]);
  });
});

describe('the range of a lane', () => {
  it('is round and holds all values', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }).map((tenths) => tenths / 10),
        fc.nat({ max: 100_000 }),
        (low, more) => {
          const { min, max, ticks } = valueRange({ low: 0, high: 10 }, { low, high: low + more });
          expect(min).toBeLessThanOrEqual(Math.min(0, low));
          expect(max).toBeGreaterThanOrEqual(Math.max(10, low + more));
          expect(ticks.length).toBeGreaterThanOrEqual(2);
          expect(ticks.length).toBeLessThanOrEqual(5);
        },
      ),
    );
  });

  it('is never narrower than the lane’s own', () => {
    expect(valueRange({ low: 4, high: 20 }, { low: 9, high: 9 }).ticks).toEqual([0, 10, 20]);
    expect(valueRange({ low: 0, high: 40 }, null)).toEqual({ min: 0, max: 40, ticks: [0, 20, 40] });
  });
});

describe('the cursor', () => {
  it('tells those who listen, and only of a change', () => {
    const cursor = createCursorStore(5);
    const heard = vi.fn();
    const stop = cursor.subscribe(heard);
    cursor.set(5);
    expect(heard).not.toHaveBeenCalled();
    cursor.set(6);
    expect([heard.mock.calls.length, cursor.get()]).toEqual([1, 6]);
    stop();
    cursor.set(7);
    expect(heard).toHaveBeenCalledOnce();
  });
});
