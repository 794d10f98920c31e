import { describe, expect, it } from 'vitest';
import { dateOfDay, dayNumber } from '@/lib/patients/domain/timeline';
import type { TimelineEcg } from '@/lib/patients/timeline-contracts';
import { aNight, aTimelineEcg } from '@/lib/testing/timeline';
import { bandForMeans, compareSides, comparisonText, nightBehind, sidesOf } from './before-after';
import { splitsOf } from './splits';

const FIRST = dayNumber('2026-09-01');
const date = (day: number) => dateOfDay(FIRST + day);

/** Nights of these days since 1 September, at a pressure. */
const nightsOn = (days: number[], pressure = 6) =>
  days.map((day) => aNight(date(day), {}, { settings: { pressure_cmh2o: pressure } }));

const run = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, k) => from + k);

/** An ECG at eight local time of the morning after the night of a day, with no link. */
function morning(day: number, qtc_ms: number, change: Partial<TimelineEcg> = {}): TimelineEcg {
  const none = { kind: 'none', night_id: null, night: null } as const;
  return aTimelineEcg(`${date(day + 1)}T07:00:00.000Z`, { qtc_ms, link: none, ...change });
}

describe('the band for means', () => {
  it('is 26 ms for one against one, and shrinks with the numbers', () => {
    expect(bandForMeans(1, 1)).toBe(26);
    // 26 · √((1/3 + 1/5)/2) = 13.43: a change of −15 ms of 3 against 5 is outside
    expect(bandForMeans(3, 5)).toBeCloseTo(13.43, 2);
    expect(bandForMeans(3, 3)).toBeCloseTo(15.01, 2);
    expect(bandForMeans(8, 8)).toBeCloseTo(9.19, 2);
  });
});

describe('what splits a series', () => {
  const nights = [...nightsOn(run(10, 20)), ...nightsOn(run(21, 30), 8), ...nightsOn(run(36, 45), 8)];

  it('is therapy start, a change of settings, a gap of five nights and more', () => {
    const found = splitsOf(nights, date(10)).map(({ kind, date: on, gap_nights }) => [kind, on, gap_nights]);
    expect(found).toEqual([
      ['gap', date(36), 5],
      ['settings_change', date(21), 0],
      ['therapy_start', date(10), 0],
    ]);
    expect(splitsOf([...nightsOn(run(1, 4)), ...nightsOn(run(9, 12))], null)).toEqual([]);
    expect(splitsOf([], null)).toEqual([]);
  });

  it('stops beside a change of settings at the next split, beside the others at those alone', () => {
    const [gap, settings, start] = splitsOf(nights, date(10));
    const day = (n: number) => FIRST + n;
    expect(settings).toMatchObject({ before: { from: day(10), to: day(20) }, after: { from: day(21), to: day(30) } });
    expect(start).toMatchObject({
      before: { from: Number.NEGATIVE_INFINITY, to: day(9) },
      after: { from: day(10), to: day(30) },
    });
    expect(gap).toMatchObject({
      before: { from: day(10), to: day(30) },
      after: { from: day(36), to: Number.POSITIVE_INFINITY },
    });
  });

  it('is one split where settings change over a gap or at therapy start', () => {
    const over = [...nightsOn(run(1, 5)), ...nightsOn(run(20, 25), 9)];
    expect(splitsOf(over, null).map(({ kind }) => kind)).toEqual(['gap']);
    const at = [...nightsOn(run(1, 5)), ...nightsOn(run(6, 9), 9)];
    expect(splitsOf(at, date(6)).map(({ kind }) => kind)).toEqual(['therapy_start']);
  });
});

describe('the night behind an ECG', () => {
  it('is the one it links to, else the last that was over on its own clock', () => {
    expect(nightBehind(morning(4, 400))).toBe(date(4));
    const at = (time: string) => nightBehind(aTimelineEcg(`${date(4)}T${time}Z`));
    // in the zone of +01:00: 14:00, 23:30, and 02:00 of the next date
    expect(at('13:00:00.000')).toBe(date(3));
    expect(at('22:30:00.000')).toBe(date(3));
    expect(nightBehind(aTimelineEcg(`${date(5)}T01:00:00.000Z`))).toBe(date(4));
    const during = { kind: 'during', night_id: 'n', night: date(9) } as const;
    expect(nightBehind(morning(4, 400, { link: during }))).toBe(date(9));
  });
});

describe('before and after', () => {
  const nights = [...nightsOn(run(1, 10)), ...nightsOn(run(18, 40))];
  const gap = splitsOf(nights, null)[0];
  if (!gap) throw new Error('no gap');
  const ecgs = [
    ...[430, 433, 436].map((qtc, k) => morning(2 + k, qtc)),
    morning(13, 500),
    ...[416, 417, 418, 419, 420].map((qtc, k) => morning(20 + k, qtc, { reading_state: 'confirmed' })),
    morning(30, 700, { status: 'quarantined' }),
  ];
  const sides = sidesOf(ecgs, nights, gap);

  it('leaves out ECGs of the gap and held ones', () => {
    expect(sides.before).toHaveLength(3);
    expect(sides.after).toHaveLength(5);
    expect(sides.left_out.map(({ qtc_ms }) => qtc_ms)).toEqual([500]);
  });

  it('gives the change of means with the band of their numbers', () => {
    const found = compareSides(sides, 'qtc_ms', 'bazett');
    expect(found).toMatchObject({
      ...{ ok: true, before: { n: 3, mean: 433 }, after: { n: 5, mean: 418 }, change: -15 },
      ...{ verdict: 'beyond', unconfirmed: 3, sources: ['device'] },
    });
    expect(comparisonText(found, 'ms')).toBe(
      '−15 ms is larger than repeatability (±13.4 ms for these numbers). Association, not cause.',
    );
  });

  it('calls a smaller change one within repeatability, and heart rate by no band', () => {
    const near = {
      before: [430, 430, 430].map((qtc) => morning(1, qtc)),
      after: [440, 440, 440].map((qtc) => morning(20, qtc)),
    };
    expect(comparisonText(compareSides(near, 'qtc_ms', 'bazett'), 'ms')).toBe(
      '+10 ms is within repeatability (±15.0 ms for these numbers).',
    );
    const rate = compareSides(near, 'heart_rate_bpm', 'bazett');
    expect(rate).toMatchObject({ ok: true, change: 0, band: null, verdict: 'no_band' });
    expect(comparisonText(rate, 'bpm')).toContain('No repeatability band is known');
  });

  it('compares nothing with fewer than three a side', () => {
    const few = compareSides({ ...sides, before: sides.before.slice(1) }, 'qtc_ms', 'bazett');
    expect(few).toEqual({ ok: false, before: { n: 2 }, after: { n: 5 } });
    expect(comparisonText(few, 'ms')).toBe('Not compared: 2 before and 5 after; 3 a side are needed.');
  });
});
