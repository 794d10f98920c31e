import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestSession, type ReadSession } from '../digest/digest-session';
import { assembleNight, nightsOf } from './assemble-night';
import { NIGHT_ID, nightId } from './night-id';
import type { NightSource } from './night-types';

const at = (text: string) => new Date(text);
const NO_EVENTS: ReadSession['events'] = [];

/** Local times of 2 and 3 November 2026 in Brussels, `22:00` to `06:00` the next day. */
function session(from: string, to: string, change: Partial<ReadSession> = {}) {
  const read: ReadSession = {
    start: at(`${from}+01:00`),
    end: at(`${to}+01:00`),
    utc_offset_minutes: 60,
    clock_changes: [],
    kind: 'therapy',
    events: NO_EVENTS,
    signals: [],
    ...change,
  };
  return digestSession(read, { leak_limit_l_min: null, max_pressure_cmh2o: null, scores_periodic_breathing: true });
}

const events = (...kinds: [string, number][]) =>
  kinds.flatMap(([type, count]) =>
    Array.from({ length: count }, () => ({ type, start: at('2026-11-02T23:30:00Z'), duration_s: 10 })),
  );

function source(
  sessions: NightSource['digest']['sessions'],
  change: Partial<NightSource> = {},
  named_night: string | null = null,
): NightSource {
  return {
    record_id: 'rec_1',
    modality: 'cpap',
    device_id: 'PAP-1',
    device: { make: 'ResMed', model: 'AirSense 11', serial: 'S1', firmware: '1.0' },
    recording_date: sessions?.[0]?.start ?? at('2026-11-02T11:00:00Z'),
    mode: 'APAP',
    settings: { mask_type: 'nasal' },
    leak_type: 'unintentional',
    summary: {},
    digest: { named_night, utc_offset_minutes: 60, sessions },
    exclusions: [],
    ...change,
  };
}

const NIGHT = '2026-11-02';
const MAIN = session('2026-11-02T22:00:00', '2026-11-03T07:43:42', {
  events: events(['obstructive_apnea', 8], ['hypopnea', 6]),
});
const NAP = session('2026-11-03T10:00:00', '2026-11-03T10:18:42', {
  events: events(['central_apnea', 4], ['hypopnea', 5]),
});
const kinds = (night: ReturnType<typeof assembleNight>) => night?.sessions.map(({ kind }) => kind);

describe('the sessions of a night', () => {
  it('pools two sessions of 10 h to an AHI of 2.29, naps listed apart and counted', () => {
    const night = assembleNight(NIGHT, [source([MAIN, NAP])]);
    expect(night?.ahi).toBeCloseTo(2.29, 2);
    expect(night?.usage_minutes).toBeCloseTo(602.4, 6);
    expect(kinds(night)).toEqual(['therapy', 'nap']);
    expect(assembleNight(NIGHT, [source([NAP])])?.ahi).toBeCloseTo(28.9, 1);
  });

  it('does not split a session that crosses noon', () => {
    const late = source([session('2026-11-03T05:00:00', '2026-11-03T13:30:00')]);
    expect(nightsOf(late)).toEqual([NIGHT]);
    expect(assembleNight(NIGHT, [late])).toMatchObject({ usage_minutes: 510, sessions: [{ kind: 'therapy' }] });
    expect(assembleNight('2026-11-03', [late])).toBeNull();
  });

  it('follows the boundary of a shift worker', () => {
    const day = source([
      session('2026-11-03T09:00:00', '2026-11-03T11:30:00'),
      session('2026-11-03T12:30:00', '2026-11-03T16:00:00'),
    ]);
    expect(nightsOf(day)).toEqual([NIGHT, '2026-11-03']);
    expect(nightsOf(day, 18)).toEqual([NIGHT]);
    expect(assembleNight(NIGHT, [day], 18)).toMatchObject({ usage_minutes: 360, boundary_hour: 18 });
    expect(assembleNight(NIGHT, [day])?.usage_minutes).toBe(150);
  });

  it('calls nothing a nap that is the night’s longest sleep, long, or within two hours of it', () => {
    const night = (...spans: [string, string][]) =>
      kinds(assembleNight(NIGHT, [source(spans.map(([from, to]) => session(`2026-11-${from}`, `2026-11-${to}`)))]));
    expect(night(['03T02:00:00', '03T04:00:00'])).toEqual(['therapy']);
    expect(night(['02T22:00:00', '03T02:00:00'], ['03T03:59:00', '03T05:00:00'])).toEqual(['therapy', 'therapy']);
    expect(night(['02T22:00:00', '03T02:00:00'], ['03T04:00:00', '03T05:00:00'])).toEqual(['therapy', 'nap']);
    expect(night(['02T14:00:00', '02T15:00:00'], ['02T22:00:00', '03T02:00:00'])).toEqual(['nap', 'therapy']);
    expect(night(['02T13:00:00', '02T16:00:00'], ['02T22:00:00', '03T02:00:00'])).toEqual(['therapy', 'therapy']);
  });

  it('shows mask-fit runs and counts nothing of them', () => {
    const fit = session('2026-11-02T21:40:00', '2026-11-02T21:50:00', { kind: 'mask_fit', events: null });
    const night = assembleNight(NIGHT, [source([fit, MAIN])]);
    expect(kinds(night)).toEqual(['mask_fit', 'therapy']);
    expect(night?.usage_minutes).toBeCloseTo(583.7, 6);
    expect(night?.ahi).toBeCloseTo((14 / 583.7) * 60, 6);
    expect(assembleNight(NIGHT, [source([fit])])).toMatchObject({ usage_minutes: 0, ahi: null });
  });

  it('knows an index only where the events of every session are known', () => {
    const silent = session('2026-11-03T08:00:00', '2026-11-03T09:00:00', { events: null });
    expect(assembleNight(NIGHT, [source([MAIN, silent])])).toMatchObject({ ahi: null, oai: null });
  });
});

describe('local time', () => {
  const brussels = (change: Partial<ReadSession>) => session('2026-01-01T00:00:00', '2026-01-01T00:00:01', change);

  it('gives the night of the autumn change 25 hours and puts the change where it was', () => {
    const change = { at: at('2026-10-25T01:00:00Z'), utc_offset_minutes: 60 };
    const asleep = brussels({
      start: at('2026-10-24T20:00:00Z'),
      end: at('2026-10-25T06:00:00Z'),
      utc_offset_minutes: 120,
      clock_changes: [change],
    });
    const before_noon = brussels({ start: at('2026-10-25T10:50:00Z'), end: at('2026-10-25T10:59:00Z') });
    const night = assembleNight('2026-10-24', [source([asleep, before_noon])]);
    expect(night).toMatchObject({ usage_minutes: 609, utc_offset_minutes: 120 });
    expect(night?.clock).toEqual([{ at: asleep.start, utc_offset_minutes: 120 }, change]);
    expect(night?.sessions.map((one) => one.end_utc_offset_minutes)).toEqual([60, 60]);
  });

  it('gives the night of the spring change 23 hours', () => {
    const asleep = brussels({ start: at('2026-03-28T22:00:00Z'), end: at('2026-03-29T05:00:00Z') });
    const after_noon = brussels({
      start: at('2026-03-29T10:00:00Z'),
      end: at('2026-03-29T10:30:00Z'),
      utc_offset_minutes: 120,
    });
    // noon in summer time is 10:00 UTC: an hour before noon in winter time
    expect(nightsOf(source([asleep, after_noon]))).toEqual(['2026-03-28', '2026-03-29']);
  });

  it('follows the sleeper to another zone', () => {
    const home = source([session('2026-11-02T22:00:00', '2026-11-03T06:00:00')]);
    const away = source(
      [brussels({ start: at('2026-11-04T04:00:00Z'), end: at('2026-11-04T12:00:00Z'), utc_offset_minutes: -300 })],
      { record_id: 'rec_2' },
    );
    expect([nightsOf(home), nightsOf(away)]).toEqual([[NIGHT], ['2026-11-03']]);
  });
});

describe('several devices in one night', () => {
  const bipap = (from: string, to: string, change: Partial<NightSource> = {}) =>
    source([session(from, to, { events: events(['central_apnea', 2]) })], {
      record_id: 'rec_2',
      modality: 'bipap',
      device_id: 'PAP-2',
      mode: 'BPAP_ST',
      ...change,
    });
  const early = source([session('2026-11-02T22:00:00', '2026-11-03T02:00:00', { events: events(['hypopnea', 4]) })], {
    summary: { ahi: 1.1 },
  });

  it('are one night, with the settings of the one that was used most', () => {
    const night = assembleNight(NIGHT, [bipap('2026-11-03T02:10:00', '2026-11-03T08:10:00'), early]);
    expect(night).toMatchObject({ usage_minutes: 600, ahi: 0.6, mode: 'BPAP_ST', overlapping: false });
    expect(night?.devices.map(({ device_id }) => device_id)).toEqual(['PAP-1', 'PAP-2']);
  });

  it('keep their own values each, as no device reported the whole night', () => {
    const night = assembleNight(NIGHT, [early, bipap('2026-11-03T02:10:00', '2026-11-03T08:10:00')]);
    expect(night?.device_reported).toBeNull();
    expect(night?.devices.map(({ device_reported }) => device_reported?.ahi ?? null)).toEqual([1.1, null]);
    expect(assembleNight(NIGHT, [early])?.device_reported).toMatchObject({ ahi: 1.1, oai: null });
  });

  it('that overlap count shared time once and compute no index: a breath may be in both', () => {
    const night = assembleNight(NIGHT, [early, bipap('2026-11-03T01:00:00', '2026-11-03T05:00:00')]);
    expect(night).toMatchObject({ usage_minutes: 420, overlapping: true, ahi: null, periodic_breathing_minutes: null });
    // clocks that differ by seconds at the change of devices are no overlap
    expect(assembleNight(NIGHT, [early, bipap('2026-11-03T01:59:30', '2026-11-03T05:00:00')])?.overlapping).toBe(false);
  });

  it('that report different kinds of leak have no common percentile, and no limit', () => {
    const leak = [{ name: 'leak', period_ms: 2000, scale: 1, offset: 0, values: [12, 12] }];
    const first = source([session('2026-11-02T22:00:00', '2026-11-03T02:00:00', { signals: leak })]);
    const second = source([session('2026-11-03T03:00:00', '2026-11-03T05:00:00', { signals: leak })], {
      record_id: 'rec_2',
      leak_type: 'total',
    });
    expect(assembleNight(NIGHT, [first])).toMatchObject({
      leak_p95_l_min: 12,
      leak_type: 'unintentional',
      leak_limit_l_min: 24,
      coverage: { leak_minutes: 4 / 60 },
    });
    expect(assembleNight(NIGHT, [first, second])).toMatchObject({
      leak_p95_l_min: null,
      leak_type: null,
      leak_limit_l_min: null,
    });
  });
});

describe('days without sessions', () => {
  it('are nights with the device’s values and nothing computed', () => {
    const day = source(null, { summary: { usage_minutes: 451, ahi: 1.2 } }, NIGHT);
    expect(nightsOf(day)).toEqual([NIGHT]);
    expect(assembleNight(NIGHT, [day])).toMatchObject({
      usage_minutes: null,
      ahi: null,
      periodic_breathing_minutes: null,
      device_reported: { usage_minutes: 451, ahi: 1.2 },
    });
  });

  it('tell 0 h from not known', () => {
    expect(assembleNight(NIGHT, [source([], {}, NIGHT)])?.usage_minutes).toBe(0);
    expect(assembleNight(NIGHT, [source(null, {}, NIGHT)])?.usage_minutes).toBeNull();
    expect(assembleNight(NIGHT, [])).toBeNull();
  });

  it('leave a device’s day that is more than one night to no night', () => {
    const two = source([MAIN, session('2026-11-03T14:00:00', '2026-11-03T15:00:00')], { summary: { ahi: 3 } });
    expect(assembleNight(NIGHT, [two])?.device_reported).toBeNull();
  });
});

describe('the order in which records come', () => {
  const hours = fc.tuple(
    fc.integer({ min: 0, max: 22 }),
    fc.integer({ min: 5, max: 180 }),
    fc.integer({ min: 0, max: 9 }),
  );
  const records = fc.array(
    fc.record({
      device: fc.constantFrom('PAP-1', 'PAP-2'),
      leak_type: fc.constantFrom('unintentional', 'total'),
      sessions: fc.array(hours, { maxLength: 4 }),
      ahi: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 5 },
  );

  it('makes no difference', () => {
    const noon = at('2026-11-02T11:00:00Z').getTime();
    fc.assert(
      fc.property(records, fc.infiniteStream(fc.nat()), (list, dice) => {
        const sources = list.map(({ device, leak_type, sessions, ahi }, index) =>
          source(
            sessions.map(([hour, minutes, count]) => {
              const start = noon + hour * 3_600_000;
              return brusselsSession(start, start + minutes * 60_000, count);
            }),
            { record_id: `rec_${index}`, device_id: device, leak_type, summary: { ahi } },
            NIGHT,
          ),
        );
        const shuffled = sources.map((one) => ({ one, rank: dice.next().value ?? 0 }));
        shuffled.sort((a, b) => a.rank - b.rank);
        expect(
          assembleNight(
            NIGHT,
            shuffled.map(({ one }) => one),
          ),
        ).toEqual(assembleNight(NIGHT, sources));
      }),
    );
  });

  function brusselsSession(from: number, to: number, count: number) {
    const leak = { name: 'leak', period_ms: 60_000, scale: 1, offset: 0, values: [count, count * 2, count * 3] };
    return session('2026-01-01T00:00:00', '2026-01-01T00:00:01', {
      start: new Date(from),
      end: new Date(to),
      events: events(['hypopnea', count]),
      signals: [leak],
    });
  }
});

describe('the id of a night', () => {
  it('is the same for the same night, another for another, and tells nothing', () => {
    const id = nightId('org_1', 'pat_1', NIGHT);
    expect(id).toBe(nightId('org_1', 'pat_1', NIGHT));
    expect(id).toMatch(NIGHT_ID);
    const others = [
      nightId('org_2', 'pat_1', NIGHT),
      nightId('org_1', 'pat_2', NIGHT),
      nightId('org_1', 'pat_1', '2026-11-03'),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});
