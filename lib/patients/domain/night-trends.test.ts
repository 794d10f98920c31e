import { describe, expect, it } from 'vitest';
import { aNight } from '@/lib/testing/timeline';
import { minutesOfNights, oximetryOfNights, pressureOfNights } from './night-trends';

const LAST = '2026-11-21';

describe('pressure of nights', () => {
  it('is the mean of the nightly percentiles, of one source', () => {
    const computed = { ...aNight('x').computed, pressure_p50_cmh2o: 4, pressure_p95_cmh2o: 4 };
    const nights = [
      aNight('2026-11-19', { pressure_p50_cmh2o: 7, pressure_p95_cmh2o: 10 }),
      aNight('2026-11-20', { pressure_p50_cmh2o: 8, pressure_p95_cmh2o: 13 }, { computed }),
      aNight('2026-11-21', {}, { computed, excluded: true }),
      aNight('2026-11-10', { pressure_p50_cmh2o: 20, pressure_p95_cmh2o: 20 }),
    ];
    expect(pressureOfNights(nights, LAST, 7)).toEqual({ source: 'device', p50: 7.5, p95: 11.5, nights: 2 });
  });

  it('is nothing where no night tells it', () => {
    expect(pressureOfNights([aNight('2026-11-21')], LAST, 7)).toBeNull();
  });
});

describe('minutes of nights', () => {
  it('are a mean over the nights that tell them: none told is no zero', () => {
    const night = (date: string, minutes: number | null, change = {}) =>
      aNight(date, {}, { computed: { ...aNight('x').computed, time_at_max_pressure_minutes: minutes }, ...change });
    const nights = [
      night('2026-11-18', 30),
      night('2026-11-19', 0),
      night('2026-11-20', null),
      night('2026-11-21', 600, { excluded: true }),
    ];
    const name = 'time_at_max_pressure_minutes';
    expect(minutesOfNights(nights, LAST, 7, name)).toEqual({ source: 'computed', minutes: 15, nights: 2 });
    expect(minutesOfNights(nights, LAST, 7, 'periodic_breathing_minutes')).toBeNull();
  });
});

describe('oximetry of nights', () => {
  const night = (date: string, valid: number | null, t90: number | null, odi: number | null) => {
    const values = { valid_oximetry_minutes: valid, t90_minutes: t90, odi };
    return aNight(date, {}, { device_reported: null, computed: { ...aNight('x').computed, ...values } });
  };

  it('pools the nights over their valid time', () => {
    // 6 h with 2 falls an hour and 2 h with 10: 32 falls in 8 h
    const nights = [
      night('2026-11-20', 360, 30, 2),
      night('2026-11-21', 120, 18, 10),
      night('2026-11-19', null, null, null),
    ];
    expect(oximetryOfNights(nights, LAST, 7)).toEqual({
      ...{ source: 'computed', nights: 2, valid_minutes: 480 },
      ...{ t90_minutes: 24, t90_percent: 10, odi: 4 },
    });
  });

  it('is not known where a night does not tell it, and nothing without valid time', () => {
    const nights = [night('2026-11-20', 360, 30, 2), night('2026-11-21', 120, null, null)];
    expect(oximetryOfNights(nights, LAST, 7)).toMatchObject({ t90_minutes: null, t90_percent: null, odi: null });
    expect(oximetryOfNights([night('2026-11-21', 0, 0, null)], LAST, 7)).toBeNull();
    expect(oximetryOfNights([], LAST, 7)).toBeNull();
  });
});
