import { describe, expect, it } from 'vitest';
import { settingsChangeText } from '@/lib/client/settings-words';
import { aNight } from '@/lib/testing/timeline';
import { calendarNights, currentStreak, settingsChanges, trialState, usageOfNights } from './therapy-trends';
import { dateOfDay, dayNumber } from './timeline';

/** Nights from a date on with these minutes; `null` leaves a night out. */
const nightsFrom = (first: string, ...minutes: (number | null)[]) =>
  minutes.flatMap((usage_minutes, index) =>
    usage_minutes === null ? [] : aNight(dateOfDay(dayNumber(first) + index), { usage_minutes, ahi: index }),
  );

describe('use over a stretch', () => {
  const nights = nightsFrom('2026-11-01', 300, 0, null, 239.9, 480);

  it('keeps 0 h and no data apart, and counts neither as met', () => {
    expect(calendarNights(nights, '2026-11-05', 6).map(({ date, state }) => `${date.slice(8)} ${state}`)).toEqual([
      ...['31 no_data', '01 adherent', '02 unused', '03 no_data', '04 short', '05 adherent'],
    ]);
    const usage = usageOfNights(nights, '2026-11-05', 6);
    expect(usage).toMatchObject({
      nights: 6,
      with_data: 4,
      unused: 1,
      adherent: 2,
      median_used: 300,
      source: 'device',
    });
    expect(usage.mean).toBeCloseTo(1019.9 / 4, 6);
    expect(usage.mean_with_zeros).toBeCloseTo(1019.9 / 6, 6);
    expect(usageOfNights([], '2026-11-05', 7)).toMatchObject({
      with_data: 0,
      adherent: 0,
      mean: null,
      mean_with_zeros: null,
    });
  });

  it('marks an excluded night and still counts it for the payer', () => {
    const [first, ...rest] = nights;
    const with_excluded = { usage_minutes: null, device_usage_minutes: 300 };
    const out = { excluded: true, excluded_sessions: 1, with_excluded, device_reported: null };
    const excluded = [{ ...(first ?? aNight('2026-11-01')), ...out }, ...rest];
    expect(calendarNights(excluded, '2026-11-05', 5)[0]).toMatchObject({ state: 'excluded', minutes: 300 });
    const usage = usageOfNights(excluded, '2026-11-05', 5);
    expect(usage).toMatchObject({ adherent: 2, excluded: 1, with_data: 4, unused: 1 });
    // 0, 239.9 and 480 minutes in the four nights that are not excluded, one of them without data
    expect(usage.mean).toBeCloseTo(719.9 / 3, 6);
    expect(usage.mean_with_zeros).toBeCloseTo(719.9 / 4, 6);
    expect(usage.median_used).toBeCloseTo((239.9 + 480) / 2, 6);
  });

  it('counts nights in a row to the last one', () => {
    expect(currentStreak(nights, '2026-11-05')).toBe(1);
    expect(currentStreak(nights, '2026-11-06')).toBe(0);
    expect(currentStreak([], '2026-11-06')).toBe(0);
  });
});

describe('the first ninety nights', () => {
  it('begin with the therapy and name the best thirty', () => {
    const nights = nightsFrom('2026-09-01', ...Array<number>(10).fill(100), ...Array<number>(30).fill(300));
    expect(trialState(nights, '2026-09-01', '2026-10-10')).toEqual({
      best: { from: '2026-09-11', to: '2026-10-10', adherent: 30, met: true },
      outlook: 'met',
      nights_over: 40,
    });
  });

  it('can be met until too few are left', () => {
    expect(trialState([], '2026-01-01', '2026-03-10')?.outlook).toBe('open');
    expect(trialState([], '2026-01-01', '2026-03-11')?.outlook).toBe('missed');
    expect(trialState([], '2026-01-01', '2026-11-11')).toMatchObject({ outlook: 'missed', nights_over: 90 });
  });

  it('are not known without a start, or before it', () => {
    expect(trialState([], null, '2026-03-10')).toBeNull();
    expect(trialState([], '2026-03-11', '2026-03-10')).toBeNull();
  });
});

describe('changes of settings', () => {
  const night = (day: number, ahi: number, pressure: number, change = {}) =>
    aNight(
      dateOfDay(dayNumber('2026-11-01') + day),
      { usage_minutes: 60 * day, ahi },
      {
        settings: { pressure_min_cmh2o: pressure },
        ...change,
      },
    );

  it('are compared by medians of nights on each side, up to the next change', () => {
    const nights = [
      ...[9, 1, 2, 3].map((ahi, day) => night(day, ahi, 6)),
      ...[5, 6, 7, 50].map((ahi, index) => night(4 + index, ahi, 8)),
      night(8, 9, 10),
    ];
    expect(settingsChanges(nights).map(({ date, ahi }) => ({ date, ...ahi }))).toEqual([
      { date: '2026-11-09', before: 6.5, after: null },
      { date: '2026-11-05', before: 2.5, after: 6.5 },
    ]);
  });

  it('name a change of firmware, by what was last stated', () => {
    const nights = [night(0, 1, 6, { firmware: '1.2' }), night(1, 1, 6), night(2, 1, 6, { firmware: '1.3' })];
    const [change, ...more] = settingsChanges(nights);
    expect(more).toEqual([]);
    expect(change?.date).toBe('2026-11-03');
    expect(change && settingsChangeText(change.words)).toBe('firmware 1.2 to 1.3');
  });

  it('are none where an unused night states no settings', () => {
    const unused = night(2, 0, 0, { mode: null, settings: {}, mask: null });
    expect(settingsChanges([night(0, 1, 6), night(1, 1, 6), unused, night(3, 1, 6)])).toEqual([]);
  });
});
