import type { TimelineNight, TimelineNightValues } from '../timeline-contracts';
import { type ValueSource, valueIn } from './timeline';
import { lastNights } from './trends';

/** Pressures of a stretch of nights. */
export interface PressureOfNights {
  source: ValueSource;
  /** Mean of the nights' medians and of their 95th percentiles, cmH2O; null where no night tells it. */
  p50: number | null;
  p95: number | null;
  nights: number;
}

function meanOf(nights: readonly TimelineNight[], name: keyof TimelineNightValues, source: ValueSource): number | null {
  const values = nights.flatMap((night) => valueIn(night, name, source) ?? []);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Pressure over the last nights, excluded ones left out; `null` without any. */
export function pressureOfNights(
  nights: readonly TimelineNight[],
  lastNight: string,
  count: number,
): PressureOfNights | null {
  const { source, nights: window } = lastNights(nights, lastNight, 'pressure_p95_cmh2o', count);
  const known = window.filter((night) => night !== null);
  const [p50, p95] = [meanOf(known, 'pressure_p50_cmh2o', source), meanOf(known, 'pressure_p95_cmh2o', source)];
  if (p50 === null && p95 === null) return null;
  const told = known.filter((night) => valueIn(night, 'pressure_p95_cmh2o', source) !== null);
  return { source, p50, p95, nights: told.length };
}

/** How long something lasted, of a stretch of nights. */
export interface MinutesOfNights {
  source: ValueSource;
  /** Mean of the nights that tell it, minutes a night. */
  minutes: number;
  nights: number;
}

/** Minutes a night of one kind over the last nights, excluded ones left out; `null` where no night tells it. */
export function minutesOfNights(
  nights: readonly TimelineNight[],
  lastNight: string,
  count: number,
  name: 'time_at_max_pressure_minutes' | 'periodic_breathing_minutes',
): MinutesOfNights | null {
  const { source, nights: window } = lastNights(nights, lastNight, name, count);
  const told = window.filter((night) => night !== null).filter((night) => valueIn(night, name, source) !== null);
  const minutes = meanOf(told, name, source);
  return minutes === null ? null : { source, minutes, nights: told.length };
}

/** Oximetry of a stretch of nights, over the time it was valid. */
export interface OximetryOfNights {
  source: ValueSource;
  /** Nights with valid oximetry, and how long it was valid in all of them. */
  nights: number;
  valid_minutes: number;
  /** Time under 90 %: minutes a night, and part of the valid time; null where a night does not tell it. */
  t90_minutes: number | null;
  t90_percent: number | null;
  /** Falls of 4 points per hour of valid oximetry, all nights pooled; null where a night does not tell it. */
  odi: number | null;
}

/**
 * Oximetry over the last nights, excluded ones left out: sums over all their valid time, so that an hour of one night
 * weighs as much as an hour of another. Nights without valid minutes say nothing; `null` without any that do.
 */
export function oximetryOfNights(
  nights: readonly TimelineNight[],
  lastNight: string,
  count: number,
): OximetryOfNights | null {
  const { source, nights: window } = lastNights(nights, lastNight, 'valid_oximetry_minutes', count);
  const told = window.flatMap((night) => {
    const valid = night && valueIn(night, 'valid_oximetry_minutes', source);
    return night && valid ? [{ night, valid }] : [];
  });
  if (told.length === 0) return null;
  const sum = (of: (one: (typeof told)[number]) => number | null) =>
    told.reduce<number | null>((total, one) => {
      const value = of(one);
      return total === null || value === null ? null : total + value;
    }, 0);
  const valid_minutes = told.reduce((total, { valid }) => total + valid, 0);
  const below = sum(({ night }) => valueIn(night, 't90_minutes', source));
  const falls = sum(({ night, valid }) => {
    const odi = valueIn(night, 'odi', source);
    return odi === null ? null : (odi * valid) / 60;
  });
  return {
    source,
    nights: told.length,
    valid_minutes,
    t90_minutes: below === null ? null : below / told.length,
    t90_percent: below === null ? null : (100 * below) / valid_minutes,
    odi: falls === null ? null : falls / (valid_minutes / 60),
  };
}
