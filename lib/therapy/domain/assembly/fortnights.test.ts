import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestSession } from '../digest/digest-session';
import { assembleNight, nightsOf } from './assemble-night';
import { SLEEP_FIXTURES, type SleepFixture, type SleepRow } from './fortnights.fixture';
import type { NightSource } from './night-types';

const SETTING = { leak_limit_l_min: null, max_pressure_cmh2o: null, scores_periodic_breathing: true };
const HOUR_MS = 3_600_000;

function offsetOf(start: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(start) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
}

/** Each session as a record of its own: the finest way in which sleep can arrive. */
function sourceOf({ start, hours, events, kind, device = 'PAP-1' }: SleepRow, index: number): NightSource {
  const from = new Date(start);
  const digest = digestSession(
    {
      start: from,
      end: new Date(from.getTime() + hours * HOUR_MS),
      utc_offset_minutes: offsetOf(start),
      clock_changes: [],
      kind: kind ?? 'therapy',
      events: Array.from({ length: events }, () => ({ type: 'hypopnea', start: from, duration_s: 10 })),
      signals: [],
    },
    SETTING,
  );
  return {
    ...{ record_id: `rec_${index}`, modality: 'cpap', device_id: device, device: null, recording_date: from },
    ...{ mode: 'APAP', settings: {}, leak_type: null, summary: {} },
    digest: { named_night: null, utc_offset_minutes: offsetOf(start), sessions: [digest] },
    exclusions: [],
  };
}

/** Every night that the records have a part in, as a store would rebuild them one after the other. */
function nightsFrom(sources: readonly NightSource[], boundary_hour: number) {
  const dates = new Set(sources.flatMap((source) => nightsOf(source, boundary_hour)));
  return [...dates]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((date) => {
      const own = sources.filter((source) => nightsOf(source, boundary_hour).includes(date));
      return assembleNight(date, own, boundary_hour);
    });
}

describe.each(SLEEP_FIXTURES)('$what', ({ boundary_hour, sleep, nights }: SleepFixture) => {
  const sources = sleep.map(sourceOf);

  it('becomes the nights written out by hand', () => {
    const rows = nightsFrom(sources, boundary_hour).map((night) => [
      night?.night,
      Number(((night?.usage_minutes ?? 0) / 60).toFixed(6)),
      night?.ahi === null ? null : Number(night?.ahi?.toFixed(6)),
      night?.sessions.map(({ kind }) => kind).join(' '),
    ]);
    const expected = nights.map(([night, hours, ahi, kinds]) => [
      ...[night, hours, ahi === null ? null : Number(ahi.toFixed(6)), kinds],
    ]);
    expect(rows).toEqual(expected);
  });

  it('is the same in whatever order the records come, and however often the nights are rebuilt', () => {
    const whole = nightsFrom(sources, boundary_hour);
    fc.assert(
      fc.property(fc.shuffledSubarray(sources, { minLength: sources.length }), (shuffled) => {
        // nights are rebuilt after every arrival; only what is there at the end counts
        expect(nightsFrom(shuffled, boundary_hour)).toEqual(whole);
      }),
      { numRuns: 50 },
    );
  });
});
