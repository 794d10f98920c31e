import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableRows } from '../lane-table';
import { eventAt, nightEvents, stepEvent } from './night-events';
import { formatLaneValue } from './night-lanes';

const START = Date.parse('2026-11-02T22:00:00Z');
const columns = (starts: number[], durations: number[] = starts.map(() => 10_000)) => ({
  start: '2026-11-02T22:00:00.000Z',
  unknown_sessions: [],
  types: ['hypopnea', 'a_kind_of_the_future'],
  type: starts.map(() => 0),
  session: starts.map(() => 0),
  start_ms: starts,
  duration_ms: durations,
});
const night = [{ fromMs: START, toMs: START + 8 * 3_600_000 }];

describe('events of a night', () => {
  it('are put together in order of time, those of other nights left out', () => {
    const events = nightEvents([columns([5000, 90_000_000]), columns([1000])], night);
    expect(events.map(({ atMs }) => atMs - START)).toEqual([1000, 5000]);
    expect(nightEvents([{ ...columns([1000]), type: [1] }], night)).toEqual([]);
  });

  it('are stepped through one by one, each once, in both directions', () => {
    const starts = fc.uniqueArray(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(starts, (list) => {
        const events = nightEvents([columns([...list].sort((a, b) => a - b))], night);
        const seen: number[] = [];
        let index = stepEvent(events, START - 1, 1);
        while (index !== null) {
          seen.push(index);
          index = stepEvent(events, events[index]?.atMs ?? 0, 1);
        }
        expect(seen).toEqual(events.map((_, i) => i));
        expect(stepEvent(events, START + 200_000, -1)).toBe(events.length - 1);
        expect(stepEvent(events, events[0]?.atMs ?? 0, -1)).toBeNull();
      }),
    );
  });

  it('are found where they are under way', () => {
    const events = nightEvents([columns([10_000, 30_000], [15_000, 0])], night);
    const at = (ms: number) => eventAt(events, START + ms, 1000);
    expect([at(9999), at(10_000), at(25_000), at(25_001), at(30_000), at(31_000), at(31_001)]).toEqual([
      null,
      0,
      0,
      null,
      1,
      1,
      null,
    ]);
  });
});

describe('values in lanes', () => {
  it('are rounded as the lane says, with a true minus', () => {
    expect(formatLaneValue(-45.4, 0)).toBe('−45');
    expect(formatLaneValue(-0.2, 0)).toBe('0');
    expect(formatLaneValue(548, -1)).toBe('550');
    expect(formatLaneValue(18.96, 1)).toBe('19.0');
  });
});

describe('rows of the table', () => {
  it('are round local times, two dozen at the most, and leave out nothing', () => {
    const kolkata = [{ atMs: 0, utcOffsetMinutes: 330 }];
    const rows = tableRows({ fromMs: START + 60_000, toMs: START + 8 * 3_600_000 }, kolkata);
    expect(rows.length).toBeLessThanOrEqual(25);
    expect(rows[0]).toEqual({ fromMs: START + 60_000, toMs: START + 1_800_000 });
    for (const [i, row] of rows.entries()) if (i > 0) expect(row.fromMs).toBe(rows[i - 1]?.toMs);
    expect(rows.at(-1)?.toMs).toBe(START + 8 * 3_600_000);
  });
});
