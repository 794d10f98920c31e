import { describe, expect, it } from 'vitest';
import { digestSession } from '../digest/digest-session';
import { assembleNight } from './assemble-night';
import { type Exclusion, withExcluded } from './exclusions';
import type { NightSource } from './night-types';

const NIGHT = '2026-11-02';
const WHY = { reason: 'used by somebody else', author: 'Ada', author_id: 'usr_1', excluded_at: new Date('2026-11-04') };
const NOTE = { reason: WHY.reason, author: WHY.author, excluded_at: WHY.excluded_at };

/** A session of the night of 2 November in UTC with this many hypopnoeas and a leak that stays as it is. */
function session(
  from: string,
  hours: number,
  hypopneas: number,
  leak: number,
  kind: 'therapy' | 'mask_fit' = 'therapy',
) {
  const start = new Date(`${from}:00Z`);
  const end = new Date(start.getTime() + hours * 3_600_000);
  const values = Array.from({ length: hours * 60 }, () => leak);
  return digestSession(
    {
      ...{ start, end, utc_offset_minutes: 0, clock_changes: [], kind },
      events: Array.from({ length: hypopneas }, () => ({ type: 'hypopnea', start, duration_s: 10 })),
      signals: [{ name: 'leak', period_ms: 60_000, scale: 1, offset: 0, values }],
    },
    { leak_limit_l_min: null, max_pressure_cmh2o: null, scores_periodic_breathing: true },
  );
}

function source(sessions: NightSource['digest']['sessions'], change: Partial<NightSource> = {}): NightSource {
  return {
    ...{ record_id: 'rec_1', modality: 'cpap', device_id: 'PAP-1', device: null, mode: 'APAP', settings: {} },
    recording_date: new Date('2026-11-02T20:00:00Z'),
    ...{ leak_type: 'unintentional', summary: { usage_minutes: 430, ahi: 5 }, exclusions: [] },
    digest: { named_night: NIGHT, utc_offset_minutes: 0, sessions },
    ...change,
  };
}

const FIRST = session('2026-11-02T20:00', 1, 30, 60);
const SECOND = session('2026-11-02T23:00', 6, 12, 6);
const excluding = (...sessions: (typeof FIRST)[]): { exclusions: Exclusion[] } => ({
  exclusions: withExcluded([], sessions, WHY),
});

describe('an excluded session', () => {
  const night = assembleNight(NIGHT, [source([FIRST, SECOND], excluding(FIRST))]);

  it('is listed, marked with its reason, and counts for nothing', () => {
    expect(night).toMatchObject({ usage_minutes: 360, ahi: 2, hi: 2, excluded: false, exclusion: null });
    expect(night?.leak_p95_l_min).toBeCloseTo(6, 0);
    expect(night?.sessions.map(({ excluded, exclusion }) => [excluded, exclusion])).toEqual([
      [true, NOTE],
      [false, null],
    ]);
  });

  it('leaves no value of the device, which counted it, and no use lost for the payer', () => {
    expect(night?.device_reported).toBeNull();
    expect(night?.devices[0]?.device_reported).toBeNull();
    expect(night?.with_excluded).toEqual({ usage_minutes: 420, device_usage_minutes: 430 });
  });

  it('gives the figures of a night in which it never was, and everything back when it is taken back', () => {
    const without = assembleNight(NIGHT, [source([SECOND], { summary: {} })]);
    const { sessions: _s, start: _start, clock: _clock, with_excluded: _with, ...figures } = night ?? {};
    expect(without).toMatchObject(figures);
    expect(assembleNight(NIGHT, [source([FIRST, SECOND])])).toMatchObject({
      ...{ usage_minutes: 420, ahi: 6, with_excluded: null },
      device_reported: { usage_minutes: 430, ahi: 5 },
    });
  });

  it('makes no nap of what is left, however long it was', () => {
    const long = session('2026-11-02T13:00', 5, 0, 6);
    const short = session('2026-11-02T23:00', 2, 0, 6);
    const kinds = (one: NightSource) => assembleNight(NIGHT, [one])?.sessions.map(({ kind }) => kind);
    expect(kinds(source([long, short]))).toEqual(['therapy', 'nap']);
    expect(kinds(source([long, short], excluding(long)))).toEqual(['therapy', 'therapy']);
  });
});

describe('an excluded night', () => {
  it('has no figure at all, not 0 h, and says why', () => {
    const night = assembleNight(NIGHT, [source([FIRST, SECOND], excluding(FIRST, SECOND))]);
    expect(night).toMatchObject({
      excluded: true,
      exclusion: NOTE,
      usage_minutes: null,
      ahi: null,
      leak_p95_l_min: null,
    });
    expect(night).toMatchObject({ device_reported: null, with_excluded: { usage_minutes: 420 } });
  });

  it('is one of which only a mask-fit run is left', () => {
    const fit = session('2026-11-02T19:00', 0.5, 0, 6, 'mask_fit');
    const night = assembleNight(NIGHT, [source([fit, FIRST], excluding(FIRST))]);
    expect(night).toMatchObject({ excluded: true, usage_minutes: null });
    expect(assembleNight(NIGHT, [source([fit])])).toMatchObject({ excluded: false, usage_minutes: 0 });
  });

  it('may be a day without sessions', () => {
    expect(assembleNight(NIGHT, [source(null, excluding())])).toMatchObject({
      ...{ excluded: true, exclusion: NOTE, usage_minutes: null, device_reported: null },
      with_excluded: { usage_minutes: null, device_usage_minutes: 430 },
    });
    expect(assembleNight(NIGHT, [source([], excluding())])).toMatchObject({
      ...{ excluded: true, usage_minutes: null, with_excluded: { usage_minutes: 0, device_usage_minutes: 430 } },
    });
  });

  it('counts again for what another device sent of it', () => {
    const other = source([SECOND], { record_id: 'rec_2', device_id: 'PAP-2', summary: { ahi: 2 } });
    const night = assembleNight(NIGHT, [source([FIRST], { ...excluding(FIRST), mode: 'CPAP' }), other]);
    expect(night).toMatchObject({ excluded: false, usage_minutes: 360, mode: 'APAP', device_reported: { ahi: 2 } });
    expect(night?.with_excluded).toEqual({ usage_minutes: 420, device_usage_minutes: null });
  });
});
