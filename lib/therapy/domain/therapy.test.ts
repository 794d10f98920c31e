import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countEvents, pooledIndices } from './indices';
import { type JudgedSession, judgeTherapy } from './judge-therapy';
import { nightOf } from './night';
import { checkIntervals } from './session-intervals';

const at = (text: string) => new Date(text);
const counts = (...list: [string, number][]) =>
  countEvents(list.flatMap(([type, count]) => Array.from({ length: count }, () => ({ type }))));

describe('nightOf', () => {
  it.each([
    ['an evening', '2026-11-02T21:41:00Z', 60, '2026-11-02'],
    ['after midnight', '2026-11-03T02:00:00Z', 60, '2026-11-02'],
    ['just before noon', '2026-11-03T10:59:59Z', 60, '2026-11-02'],
    ['noon', '2026-11-03T11:00:00Z', 60, '2026-11-03'],
    ['the date line', '2026-11-02T11:00:00Z', 780, '2026-11-02'],
    ['west of Greenwich', '2026-11-03T03:00:00Z', -300, '2026-11-02'],
    ['the year’s end', '2027-01-01T01:00:00Z', 60, '2026-12-31'],
  ])('names the night of a session that starts at %s', (_, start, offset, night) => {
    expect(nightOf(at(start), offset)).toBe(night);
  });

  it('follows another boundary for shift workers', () => {
    // Noon to evening sleep: with a boundary at 18 h, 17:00 still belongs to the day before.
    expect(nightOf(at('2026-11-03T16:00:00Z'), 60, 18)).toBe('2026-11-02');
    expect(nightOf(at('2026-11-03T17:00:00Z'), 60, 18)).toBe('2026-11-03');
  });
});

describe('pooledIndices', () => {
  // 23 events in 10.04 h, 9 of them in a nap of 18.7 min.
  const night = {
    start: at('2026-11-02T22:00:00Z'),
    end: at('2026-11-03T07:43:42Z'),
    counts: counts(['obstructive_apnea', 8], ['hypopnea', 6]),
  };
  const nap = {
    start: at('2026-11-03T10:00:00Z'),
    end: at('2026-11-03T10:18:42Z'),
    counts: counts(['central_apnea', 4], ['hypopnea', 5]),
  };

  it('divides all events by all hours, never a mean of sessions', () => {
    expect(pooledIndices([night, nap]).ahi).toBeCloseTo(2.29, 2);
    expect(pooledIndices([nap]).ahi).toBeCloseTo(28.9, 1);
    expect(pooledIndices([night, nap])).toMatchObject({ usage_minutes: 602.4, mai: 0, uai: 0 });
    expect(pooledIndices([night, nap]).hi).toBeCloseTo(11 / 10.04, 10);
  });

  it('counts apnoeas and hypopnoeas and nothing else', () => {
    const hour = { start: at('2026-11-02T22:00:00Z'), end: at('2026-11-02T23:00:00Z') };
    const all = counts(
      ['obstructive_apnea', 1],
      ['central_apnea', 2],
      ['mixed_apnea', 3],
      ['unclassified_apnea', 4],
      ['hypopnea', 5],
      ['rera', 6],
      ['large_leak', 7],
      ['toString', 1],
    );
    expect(pooledIndices([{ ...hour, counts: all }])).toEqual({
      usage_minutes: 60,
      ahi: 15,
      oai: 1,
      cai: 2,
      mai: 3,
      uai: 4,
      hi: 5,
    });
  });

  it('does not know an index where events of one session are not known, or without usage', () => {
    expect(pooledIndices([night, { ...nap, counts: null }])).toMatchObject({
      ahi: null,
      hi: null,
      usage_minutes: 602.4,
    });
    expect(pooledIndices([])).toMatchObject({ ahi: null, usage_minutes: 0 });
    expect(pooledIndices([{ ...nap, counts: counts() }]).ahi).toBe(0);
  });

  it('uses time that two sessions share once', () => {
    const half = { ...night, start: at('2026-11-03T06:43:42Z'), end: at('2026-11-03T08:43:42Z'), counts: counts() };
    expect(pooledIndices([night, half]).usage_minutes).toBeCloseTo(643.7, 6);
  });
});

describe('checkIntervals', () => {
  const place = (index: number, from: number, to: number) => ({ index, start: new Date(from), end: new Date(to) });

  it('allows touching sessions in any order', () => {
    expect(checkIntervals([place(0, 10, 20), place(1, 0, 10)])).toEqual([]);
  });

  it('names sessions that end first and sessions that begin inside an earlier one', () => {
    expect(checkIntervals([place(0, 10, 10), place(1, 0, 100), place(2, 5, 6), place(3, 50, 60)])).toEqual([
      { index: 2, reason: 'overlapping_sessions' },
      { index: 0, reason: 'invalid_interval' },
      { index: 3, reason: 'overlapping_sessions' },
    ]);
  });

  it('finds an overlap exactly when two sessions share time', () => {
    const interval = fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 10 }));
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 6 }), (list) => {
        const sessions = list.map(([from, length], index) => place(index, from, from + length));
        const shared = sessions.some((a, i) => sessions.some((b, j) => i < j && a.start < b.end && b.start < a.end));
        expect(checkIntervals(sessions).length > 0).toBe(shared);
      }),
    );
  });
});

describe('judgeTherapy', () => {
  const start = at('2026-11-02T22:00:00Z');
  const session = (changes: Partial<JudgedSession> = {}): JudgedSession => ({
    pointer: '/therapy/sessions/0',
    start,
    end: at('2026-11-03T06:00:00Z'),
    events: [],
    signals: [],
    ...changes,
  });
  const judge = (judged: JudgedSession[], summary: Parameters<typeof judgeTherapy>[0]['summary'] = undefined) =>
    judgeTherapy({ therapy: { judged }, summary }).map(({ code, pointer }) => `${code} ${pointer}`);
  const apnoeas = (count: number) => Array.from({ length: count }, () => ({ type: 'hypopnea', start }));

  it('allows one event between AHI × hours and the events sent', () => {
    const warned = ['ahi_mismatch /therapy/summary/ahi'];
    expect(judge([session({ events: apnoeas(9) })], { ahi: 1 })).toEqual([]);
    expect(judge([session({ events: apnoeas(10) })], { ahi: 1 })).toEqual(warned);
    expect(judge([session({ events: apnoeas(6) })], { ahi: 1 })).toEqual(warned);
    expect(judge([session({ events: apnoeas(10) })], { ahi: 1, usage_minutes: 600 })).toEqual([]);
  });

  it('cannot tell where events or sessions are not known', () => {
    expect(judge([session({ events: null })], { ahi: 50 })).toEqual([]);
    expect(judge([], { ahi: 50, usage_minutes: 400 })).toEqual([]);
  });

  it('marks events outside their session, at the first of them', () => {
    const list = [start, at('2026-11-03T06:00:00Z'), at('2026-11-03T06:00:01Z'), at('2026-11-02T21:59:59Z')];
    const outside = list.map((time) => ({ type: 'rera', start: time }));
    expect(judge([session({ events: outside })])).toEqual(['event_outside_session /therapy/sessions/0/events/2']);
  });

  it('marks a signal more than one per cent longer than its session', () => {
    const signal = (hours: number) => [{ pointer: '/therapy/sessions/0/signals/0', duration_ms: hours * 3_600_000 }];
    expect(judge([session({ signals: signal(8.08) })])).toEqual([]);
    expect(judge([session({ signals: signal(8.081) })])).toEqual([
      'signal_longer_than_session /therapy/sessions/0/signals/0',
    ]);
  });
});
