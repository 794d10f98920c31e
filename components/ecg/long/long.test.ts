import { describe, expect, it } from 'vitest';
import type { JumpPlace } from '@/lib/measure/domain/beat-list/beat-facts';
import type { BeatList } from '@/lib/measure/domain/beat-list/beat-list';
import type { WindowChannel } from '@/lib/signals/window';
import { pageCount, pageOf, pageScale, rowsOf } from './disclosure/disclosure-rows';
import { nextPlace, windowAround } from './jump/next-place';
import { rateDensity, rowOf, strengthOf } from './overview/rate-density';
import { rateRange } from './overview/rate-range';
import { momentOf, recordingClock } from './recording-clock';

const HOUR = 3_600_000;
const ZONE = 'Europe/Brussels';

function aList(times: readonly number[], duration_ms = HOUR): BeatList {
  return {
    source: { kind: 'computed', algorithm: 'a', version: '1', leads: ['II'] },
    ...{ duration_ms, analysed_ms: duration_ms, missing_ms: 0, gaps: [], marks: [] },
    times_ms: Uint32Array.from(times),
    flags: new Uint8Array(times.length),
  };
}

const aPlace = (at_ms: number, to_ms = at_ms): JumpPlace => ({ at_ms, to_ms, rr_ms: null, bpm: null, text: null });

describe('the clock of a recording', () => {
  it('writes times in the zone, with the day where there is more than one', () => {
    expect(recordingClock('2026-10-27T21:31:40Z', HOUR, ZONE).text(577_000)).toBe('22:41:17');
    expect(recordingClock('2026-11-01T07:00:00Z', 24 * HOUR, ZONE).text(17 * HOUR)).toBe('2 Nov 01:00:00');
  });

  it('shows an hour twice where clocks go back', () => {
    // 25 Oct 2026, 03:00 becomes 02:00
    const { text } = recordingClock('2026-10-24T23:30:00Z', 4 * HOUR, ZONE);
    expect([0, 1, 2].map((hour) => text(hour * HOUR))).toEqual(['01:30:00', '02:30:00', '02:30:00']);
  });
});

describe('a typed time', () => {
  const day = recordingClock('2026-11-01T07:00:00Z', 24 * HOUR, ZONE);
  const go = (typed: string, shownMs = 0) => momentOf(typed, day, 24 * HOUR, shownMs);

  it.each([
    ['08:00', 0],
    ['8:30', 0.5 * HOUR],
    ['083015', 0.5 * HOUR + 15_000],
    ['22:41:17', 14 * HOUR + 41 * 60_000 + 17_000],
    ['01:00', 17 * HOUR],
    ['+12:30', 750_000],
    ['+1:02:30', HOUR + 150_000],
  ])('%s is found', (typed, ms) => expect(go(typed)).toBe(ms));

  it.each(['', 'noon', '24:00', '12:60', '+1500:00', '12'])('%j is no time of it', (typed) =>
    expect(go(typed)).toBeNull(),
  );

  it('that comes twice is the next one after what is shown', () => {
    // the end is the same time of the next day, and no part of the recording
    expect(go('08:00', 1000)).toBe(0);
    const back = recordingClock('2026-10-24T23:30:00Z', 4 * HOUR, ZONE);
    expect(momentOf('02:30', back, 4 * HOUR, 0)).toBe(HOUR);
    expect(momentOf('02:30', back, 4 * HOUR, HOUR)).toBe(2 * HOUR);
    expect(momentOf('02:30', back, 4 * HOUR, 3 * HOUR)).toBe(HOUR);
  });

  it('outside of the recording is none', () => {
    const short = recordingClock('2026-11-01T07:00:00Z', HOUR, ZONE);
    expect(momentOf('10:00', short, HOUR, 0)).toBeNull();
  });
});

describe('the next place', () => {
  const places = [aPlace(1000), aPlace(50_000), aPlace(51_000)];
  const window = { fromMs: 45_000, toMs: 55_000 };

  it('is beside the chosen one while it is on the paper, else beside the middle', () => {
    expect(nextPlace(places, 1, window, 1)).toBe(2);
    expect(nextPlace(places, 1, window, -1)).toBe(0);
    expect(nextPlace(places, 0, window, 1)).toBe(2);
    expect(nextPlace(places, null, window, -1)).toBe(0);
    expect(nextPlace(places, 2, window, 1)).toBeNull();
    expect(nextPlace([], null, window, 1)).toBeNull();
  });

  it('stands in the middle of the window, a longer one near its start', () => {
    expect(windowAround(aPlace(50_000), window)).toBe(45_000);
    expect(windowAround(aPlace(50_000, 54_000), window)).toBe(47_000);
    expect(windowAround(aPlace(50_000, 90_000), window)).toBe(49_000);
  });
});

describe('an overview of rates', () => {
  it('spans nearly all of them, in whole twenties', () => {
    const times = Array.from({ length: 2000 }, (_, k) => k * 1000);
    const range = rateRange(aList([...times, 2_000_100, 2_001_000]));
    expect(range).toMatchObject({ min: 60, max: 120 });
    expect(rateRange(aList([])).ticks.length).toBeGreaterThan(2);
  });

  it('counts every interval once, also those beyond the range', () => {
    const list = aList([0, 1000, 2000, 2100, 1_800_000], HOUR);
    const density = rateDensity(list, { min: 40, max: 120, ticks: [] }, 100, 50);
    expect(density.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(density.counts[rowOf(60, { min: 40, max: 120, ticks: [] }, 50) * 100]).toBe(2);
    // 600 bpm lies on the upper edge, 0.03 bpm on the lower
    expect(density.counts[0]).toBe(1);
    expect(density.counts[49 * 100 + 50]).toBe(1);
  });

  it('shows a single interval beside thousands', () => {
    expect(strengthOf(0, 5000)).toBe(0);
    expect(strengthOf(1, 5000)).toBeGreaterThanOrEqual(90);
    expect(strengthOf(5000, 5000)).toBe(255);
  });
});

describe('pages of full disclosure', () => {
  it('hold ten minutes each, the last what is left', () => {
    expect(pageOf(599_999)).toBe(0);
    expect(pageOf(600_000)).toBe(1);
    expect(pageCount(24 * HOUR)).toBe(144);
    expect(rowsOf(1, 725_000)).toEqual([600_000, 660_000, 720_000]);
  });

  it('are drawn around their usual extremes, not around an artefact', () => {
    const values = Float32Array.from({ length: 10_000 }, (_, k) => (k === 5 ? 9000 : k % 2 ? 1000 : -200));
    const channel: WindowChannel = {
      ...{ id: '0', name: 'II', unit: 'uV', sampling_rate_hz: 250, kind: 'samples', start_ms: 0, step_ms: 4 },
      values,
    };
    expect(pageScale(channel)).toEqual({ middle: 400, height: 1200 });
    expect(pageScale({ ...channel, values: new Float32Array(10).fill(Number.NaN) })).toBeNull();
  });
});
