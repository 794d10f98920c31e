import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DigestSetting, digestSession, digestSessions, type ReadSession } from './digest-session';
import { eventColumns, eventsBetween } from './event-columns';
import { COARSE_BINS, FINE_BINS, histogramMs, histogramOf, percentile, poolHistograms } from './histogram';
import { leakLimit, maximumPressure } from './leak-limit';
import { digestOximetry } from './oximetry';

const START = new Date('2026-11-02T22:00:00Z');
const secondsIn = (seconds: number) => new Date(START.getTime() + seconds * 1000);
const sampled = (values: (number | null)[], period_ms = 1000) => ({ period_ms, scale: 1, offset: 0, values });

/** The nearest-rank percentile of samples, straight from its definition. */
function exactPercentile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.max(0, Math.ceil(ordered.length * share) - 1)] ?? Number.NaN;
}

describe('percentiles of pooled histograms', () => {
  const values = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { minLength: 1, maxLength: 200 });

  it.each([
    ['pressure', FINE_BINS.pressure, 0.03],
    ['pressure of a record with many sessions', COARSE_BINS.pressure, 0.2],
    ['leak', FINE_BINS.leak, 0.2],
    ['leak of a record with many sessions', COARSE_BINS.leak, 1.2],
  ])('are off by half a bin of %s at the most, however the signal is cut into sessions', (_, width, allowed) => {
    fc.assert(
      fc.property(values, fc.nat({ max: 200 }), fc.constantFrom(0.5, 0.95), (list, cut, share) => {
        const parts = [list.slice(0, cut), list.slice(cut)];
        const pooled = poolHistograms(parts.map((part) => histogramOf(sampled(part), part.length, width)));
        const error = Math.abs((percentile(pooled, share) ?? Number.NaN) - exactPercentile(list, share));
        expect(error).toBeLessThanOrEqual(width / 2 + 1e-3);
        expect(error).toBeLessThan(allowed);
      }),
    );
  });

  it('weigh samples by the time they stand for', () => {
    // 90 s at 6, one sample a second; 10 s at 12, one sample in ten seconds
    const slow = histogramOf(sampled([12], 10_000), 1, FINE_BINS.pressure);
    const fast = histogramOf(sampled(Array(90).fill(6)), 90, FINE_BINS.pressure);
    const pooled = poolHistograms([slow, null, fast]);
    expect(histogramMs(pooled)).toBe(100_000);
    expect(percentile(pooled, 0.9)).toBe(6);
    expect(percentile(pooled, 0.95)).toBe(12);
  });

  it('are those of the values, not of the stored numbers, and know no gap', () => {
    const histogram = histogramOf({ period_ms: 2000, scale: 0.02, offset: 10, values: [null, 410, null] }, 3, 0.2);
    expect(percentile(histogram, 0.5)).toBe(8);
    expect(histogramMs(histogram)).toBe(2000);
    expect(histogramOf(sampled([null, null]), 2, 1)).toBeNull();
    expect(percentile(poolHistograms([null]), 0.5)).toBeNull();
  });

  it('of histograms with different bins are those of the coarser ones', () => {
    const fine = histogramOf(sampled(Array(30).fill(8.26)), 30, FINE_BINS.pressure);
    const coarse = histogramOf(sampled(Array(10).fill(12.16)), 10, COARSE_BINS.pressure);
    expect(percentile(fine, 0.5)).toBe(8.25);
    const pooled = poolHistograms([fine, coarse]);
    expect([percentile(pooled, 0.5), percentile(pooled, 0.95), histogramMs(pooled)]).toEqual([8.2, 12.2, 40_000]);
  });

  it('hold their bounds however far values go', () => {
    const histogram = histogramOf(sampled([-1e9, 5, 1e9]), 3, 1);
    expect(histogram?.ms.length).toBe(2001);
    expect(percentile(histogram, 0.5)).toBe(5);
  });
});

describe('oximetry', () => {
  const of = (values: (number | null)[]) => digestOximetry(sampled(values), values.length);
  const stay = (value: number | null, seconds: number) => Array<number | null>(seconds).fill(value);

  it('counts time under 90 %, at or under 88 %, and valid time', () => {
    expect(of([...stay(96, 60), 90, 89, 88, 87, ...stay(null, 30), ...stay(0, 5), ...stay(127, 5)])).toMatchObject({
      valid_ms: 64_000,
      below_90_ms: 3000,
      at_or_below_88_ms: 2000,
      min_percent: 87,
    });
    expect(of([null, 0, 127])).toBeNull();
  });

  it.each([
    ['a fall of three', [...stay(96, 60), ...stay(93, 20), ...stay(96, 60)], 0],
    ['a fall of four', [...stay(96, 60), ...stay(92, 20), ...stay(96, 60)], 1],
    ['a single wrong sample', [...stay(96, 60), 80, ...stay(96, 60)], 0],
    [
      'two falls with a recovery',
      [...stay(96, 60), ...stay(91, 9), ...stay(96, 30), ...stay(91, 9), ...stay(96, 9)],
      2,
    ],
    ['a fall in steps without recovery', [...stay(96, 60), 95, 94, 93, ...stay(92, 9), ...stay(85, 20), 86], 1],
    ['a drift slower than two minutes', [96, 95, 94, 93, 92, 91, 90].flatMap((value) => stay(value, 60)), 0],
    ['a fall across a hole', [...stay(96, 60), ...stay(null, 11), ...stay(90, 60)], 0],
    ['a fall across a short hole', [...stay(96, 60), ...stay(null, 5), ...stay(90, 60)], 1],
  ])('%s', (_, values, falls) => {
    expect(of(values)?.desaturations).toBe(falls);
  });
});

describe('leak limits', () => {
  const resmed = { leak_type: 'unintentional', make: 'ResMed', mask_type: 'nasal' };
  it.each([
    [{}, 24],
    [{ mask_type: 'pillows' }, 24],
    [{ mask_type: 'full_face', make: ' resmed ' }, 36],
    [{ mask_type: 'other' }, null],
    [{ mask_type: null }, null],
    [{ mask_type: 'constructor' }, null],
    [{ leak_type: 'total' }, null],
    [{ leak_type: null }, null],
    [{ make: 'Philips' }, null],
    [{ make: null }, null],
  ])('%j: %s', (change, limit) => {
    expect(leakLimit({ ...resmed, ...change })).toBe(limit);
  });

  it('knows a maximum of automatic modes only', () => {
    expect(maximumPressure('APAP', { pressure_max_cmh2o: 14 })).toBe(14);
    expect(maximumPressure('BPAP_AUTO', { ipap_max_cmh2o: 19, pressure_max_cmh2o: 14 })).toBe(19);
    expect(maximumPressure('CPAP', { pressure_max_cmh2o: 14 })).toBeNull();
    expect(maximumPressure('APAP', {})).toBeNull();
    expect(maximumPressure(null, { pressure_max_cmh2o: 14 })).toBeNull();
  });
});

describe('the digest of a session', () => {
  const setting: DigestSetting = { leak_limit_l_min: 24, max_pressure_cmh2o: 14, scores_periodic_breathing: true };
  const session = (change: Partial<ReadSession> = {}): ReadSession => ({
    start: START,
    end: secondsIn(600),
    utc_offset_minutes: 60,
    clock_changes: [],
    kind: 'therapy',
    events: [],
    signals: [],
    ...change,
  });
  const event = (type: string, from_s: number, duration_s: number) => ({ type, start: secondsIn(from_s), duration_s });
  const signal = (name: string, values: (number | null)[], period_ms = 1000) => ({
    name,
    ...sampled(values, period_ms),
  });

  it('counts breathing events, and lists every kind', () => {
    const events = [event('obstructive_apnea', 5, 10), event('hypopnea', 50, 10), event('rera', 60, 10)];
    expect(digestSession(session({ events }), setting)).toMatchObject({
      counts: { oai: 1, cai: 0, mai: 0, uai: 0, hi: 1 },
      event_count: 3,
    });
  });

  it('knows nothing of what was not sent', () => {
    expect(digestSession(session({ events: null }), setting)).toMatchObject({
      counts: null,
      event_count: null,
      signal_ms: 0,
      leak: null,
      pressure: null,
      epap: null,
      large_leak_ms: null,
      unscored_ms: null,
      periodic_breathing_ms: null,
      at_max_pressure_ms: null,
      oximetry: null,
    });
  });

  it('counts large leak above the limit and where the device marks it, each moment once', () => {
    const leak = signal('leak', [...Array(100).fill(24), ...Array(50).fill(24.1), ...Array(450).fill(0)]);
    const events = [event('large_leak', 140, 20), event('mask_off', 590, 60), event('large_leak', -5, 10)];
    expect(digestSession(session({ signals: [leak], events }), setting)).toMatchObject({
      large_leak_ms: 65_000,
      unscored_ms: 75_000,
    });
    // without a limit only the device's marks are left, and no mark says nothing
    const without = { ...setting, leak_limit_l_min: null };
    expect(digestSession(session({ signals: [leak], events }), without).large_leak_ms).toBe(25_000);
    expect(digestSession(session({ signals: [leak] }), without).large_leak_ms).toBeNull();
  });

  it('counts time at the maximum and of periodic breathing', () => {
    const pressure = signal('pressure', [13.7, 13.8, 14, 14.1, null]);
    const events = [event('periodic_breathing', 0, 60), event('periodic_breathing', 30, 60)];
    expect(digestSession(session({ signals: [pressure], events }), setting)).toMatchObject({
      at_max_pressure_ms: 3000,
      periodic_breathing_ms: 90_000,
    });
  });

  it('does not know periodic breathing of a device that does not look for it', () => {
    const blind = { ...setting, scores_periodic_breathing: false };
    expect(digestSession(session({ events: [] }), blind).periodic_breathing_ms).toBeNull();
    expect(digestSession(session({ events: [] }), setting).periodic_breathing_ms).toBe(0);
  });

  it('gives a constant leak as it is, and ResMed’s steps of 1.2 L/min', () => {
    for (const leak of [3, 2.4, 0, 27.6]) {
      const { leak: found } = digestSession(session({ signals: [signal('leak', Array(60).fill(leak))] }), setting);
      expect([percentile(found, 0.5), percentile(found, 0.95)]).toEqual([leak, leak]);
    }
  });

  it('leaves out samples beyond the session’s end', () => {
    const long = session({
      end: secondsIn(2),
      signals: [signal('pressure', [8, 8, 14, 14]), signal('spo2', [95, 95, 70])],
    });
    const digest = digestSession(long, setting);
    expect(digest).toMatchObject({ at_max_pressure_ms: 0, signal_ms: 2000, oximetry: { min_percent: 95 } });
    expect(histogramMs(digest.pressure)).toBe(2000);
  });

  it('keeps a document of a hundred sessions small', () => {
    const everywhere = signal(
      'pressure',
      Array.from({ length: 250 }, (_, i) => i / 5),
    );
    const many = Array.from({ length: 100 }, () => session({ signals: [everywhere] }));
    expect(digestSessions(many.slice(0, 4), setting)[0]?.pressure).toMatchObject({ width: FINE_BINS.pressure });
    expect(digestSessions(many.slice(0, 16), setting)[0]?.pressure).toMatchObject({ width: COARSE_BINS.pressure });
    const digests = digestSessions(many, setting);
    expect(digests.every(({ pressure }) => pressure === null)).toBe(true);
    expect(digests[0]?.at_max_pressure_ms).not.toBeNull();
  });
});

describe('event columns', () => {
  const event = (type: string, from_s: number, duration_s: number) => ({ type, start: secondsIn(from_s), duration_s });
  const sessions = [
    { events: [event('hypopnea', 60, 12), event('rera', 30, 0)] },
    { events: null },
    { events: [event('hypopnea', 500, 10.5)] },
  ];

  it('stand in order of time and name the sessions of which nothing is known', () => {
    expect(eventColumns(START, sessions)).toEqual({
      start: START.toISOString(),
      unknown_sessions: [1],
      types: ['rera', 'hypopnea'],
      type: [0, 1, 1],
      session: [0, 0, 2],
      start_ms: [30_000, 60_000, 500_000],
      duration_ms: [0, 12_000, 10_500],
    });
    expect(eventColumns(START, [{ events: null }])).toBeNull();
    expect(eventColumns(START, [])).toBeNull();
  });

  it('are cut to those that reach into a span', () => {
    const columns = eventColumns(START, sessions);
    const starts = (from: number, to: number) => columns && eventsBetween(columns, from, to).start_ms;
    expect(starts(65_000, 500_000)).toEqual([60_000]);
    expect(starts(30_000, 60_000)).toEqual([30_000]);
    expect(starts(72_000, 500_001)).toEqual([500_000]);
  });
});
