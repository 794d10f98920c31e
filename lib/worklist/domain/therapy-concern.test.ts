import { describe, expect, it } from 'vitest';
import { nightWindow } from './night-window';
import { type ConcernNight, compareConcern, therapyConcern } from './therapy-concern';

// nights 8 to 21 November; the afternoon of the 22nd in Brussels
const WINDOW = nightWindow(new Date('2026-11-22T13:00:00Z'), 60);
const at = (index: number) => WINDOW.nights[index] ?? '';

function night(index: number, change: Partial<ConcernNight> = {}): ConcernNight {
  return {
    night: at(index),
    usage_minutes: 420,
    ahi: 2,
    cai: 0.5,
    leak_p95_l_min: 10,
    device_reported: null,
    leak_type: 'unintentional',
    mask: 'nasal',
    makes: ['ResMed'],
    excluded: false,
    ...change,
  };
}

/** Fourteen good nights, some of them changed. */
function fortnight(changes: Record<number, Partial<ConcernNight>> = {}): ConcernNight[] {
  return WINDOW.nights.map((_, index) => night(index, changes[index]));
}

const codes = (nights: ConcernNight[], knownBefore = true) =>
  therapyConcern(nights, WINDOW, knownBefore).concerns.map(({ code }) => code);

const reported = (values: Partial<ConcernNight['device_reported']>) => ({
  usage_minutes: null,
  ahi: null,
  cai: null,
  leak_p95_l_min: null,
  ...values,
});

describe('bars of the nights', () => {
  it('tell 4 h, less, 0 h, no data, excluded and the time before apart', () => {
    const nights = [
      night(3, { usage_minutes: 240 }),
      night(4, { usage_minutes: 239 }),
      night(5, { usage_minutes: 239.9 }),
      night(6, { usage_minutes: 0 }),
      night(7, { excluded: true }),
      night(9, { usage_minutes: null }),
    ];
    const states = therapyConcern(nights, WINDOW, false).bars.map(({ state }) => state);
    expect(states).toEqual([
      'before',
      'before',
      'before',
      'enough',
      'short',
      'short',
      'zero',
      'excluded',
      'no_data',
      'no_data',
      'no_data',
      'no_data',
      'no_data',
      'no_data',
    ]);
  });

  it('count the time before the first night as no data where there were nights earlier', () => {
    expect(therapyConcern([night(13)], WINDOW, true).bars[0]?.state).toBe('no_data');
  });

  it('do not miss the last night before noon', () => {
    const morning = nightWindow(new Date('2026-11-22T08:00:00Z'), 60);
    const states = therapyConcern([], morning, true).bars.map(({ state }) => state);
    expect([states[12], states[13]]).toEqual(['no_data', 'pending']);
  });

  it('take the device’s usage where we have none', () => {
    const bar = therapyConcern(
      [night(13, { usage_minutes: null, device_reported: reported({ usage_minutes: 300 }) })],
      WINDOW,
      true,
    ).bars[13];
    expect(bar).toMatchObject({ state: 'enough', usage_minutes: 300 });
  });
});

describe('concern about usage', () => {
  it('is none for good nights', () => {
    expect(codes(fortnight())).toEqual([]);
  });

  it('is high from three straight nights under 4 h on', () => {
    const short = { usage_minutes: 239 };
    expect(codes(fortnight({ 4: short, 5: short }))).toEqual([]);
    const found = therapyConcern(fortnight({ 4: short, 5: short, 6: { usage_minutes: 0 } }), WINDOW, true);
    expect(found.concerns).toEqual([{ code: 'short_streak', level: 'high', nights: 3, of_nights: 14, value: 3 }]);
    expect([found.enough_nights, found.data_nights]).toEqual([11, 14]);
  });

  it('is not made of nights without data, and an excluded night ends a run', () => {
    const short = { usage_minutes: 60 };
    const nights = fortnight({ 4: short, 5: { excluded: true, usage_minutes: 60 }, 6: short, 7: short });
    expect(codes(nights)).toEqual([]);
    expect(codes(fortnight().filter((_, index) => index !== 4))).toEqual([]);
  });

  // 9 of 13 is 69.2 %, 10 of 14 is 71.4 %
  it('is a caution where fewer than 70 % of the nights with data reach 4 h', () => {
    const short = { usage_minutes: 200 };
    const every = { 0: short, 2: short, 4: short, 6: short };
    expect(codes(fortnight(every))).toEqual([]);
    const thirteen = fortnight(every).filter((_, index) => index !== 13);
    expect(therapyConcern(thirteen, WINDOW, true).concerns).toEqual([
      { code: 'short_nights', level: 'caution', nights: 4, of_nights: 13, value: null },
    ]);
  });

  it('names three nights without data, never as 0 h', () => {
    const nights = fortnight().slice(0, 11);
    expect(therapyConcern(nights, WINDOW, true).concerns).toEqual([
      { code: 'no_data', level: 'caution', nights: 3, of_nights: 14, value: null },
    ]);
    expect(codes([], true)).toEqual(['no_data']);
    expect(codes(fortnight().slice(0, 12))).toEqual([]);
  });
});

describe('concern about breathing and leak', () => {
  it('wants an AHI of 10 on three of the last seven nights', () => {
    const high = { ahi: 10 };
    expect(codes(fortnight({ 12: high, 13: high, 3: high }))).toEqual([]);
    expect(therapyConcern(fortnight({ 7: high, 12: { ahi: 12 }, 13: high }), WINDOW, true).concerns).toEqual([
      { code: 'ahi', level: 'high', nights: 3, of_nights: 7, value: 12 },
    ]);
  });

  it('takes an AHI of 20 alone only when the leak is known to be fine', () => {
    expect(codes(fortnight({ 13: { ahi: 20 } }))).toEqual(['ahi']);
    expect(codes(fortnight({ 13: { ahi: 20, leak_p95_l_min: 25 } }))).toEqual([]);
    expect(codes(fortnight({ 13: { ahi: 20, mask: null } }))).toEqual([]);
  });

  it('wants half of the events central and five an hour', () => {
    expect(codes(fortnight({ 13: { ahi: 10, cai: 5 } }))).toEqual(['central']);
    expect(codes(fortnight({ 13: { ahi: 10.1, cai: 5 } }))).toEqual([]);
    expect(codes(fortnight({ 13: { ahi: 5, cai: 4.9 } }))).toEqual([]);
  });

  it('does not mix a computed with a reported index', () => {
    const mixed = { ahi: null, cai: 6, device_reported: reported({ ahi: 8 }) };
    expect(codes(fortnight({ 13: mixed }))).toEqual([]);
    expect(codes(fortnight({ 13: { ahi: null, cai: null, device_reported: reported({ ahi: 8, cai: 6 }) } }))).toEqual([
      'central',
    ]);
  });

  it('knows leak above the limit on three nights, and nothing without a limit', () => {
    const leaky = { leak_p95_l_min: 25 };
    expect(codes(fortnight({ 11: leaky, 12: leaky, 13: leaky }))).toEqual(['leak']);
    const total = { ...leaky, leak_type: 'total' };
    expect(codes(fortnight({ 11: total, 12: total, 13: total }))).toEqual([]);
    const full = { ...leaky, mask: 'full_face' };
    expect(codes(fortnight({ 11: full, 12: full, 13: full }))).toEqual([]);
    for (const [makes, concerns] of [
      [['ResMed', 'resmed '], ['leak']],
      [['ResMed', 'Philips'], []],
      [['Philips', 'ResMed'], []],
      [[null], []],
      [[], []],
    ] as const) {
      const made = { ...leaky, makes };
      expect(codes(fortnight({ 11: made, 12: made, 13: made }))).toEqual(concerns);
    }
  });

  it('pools the AHI over hours', () => {
    // 10 h with 2.6 events an hour and 1 h with 12: 38 events in 11 h
    const nights = [night(12, { usage_minutes: 600, ahi: 2.6 }), night(13, { usage_minutes: 60, ahi: 12 })];
    expect(therapyConcern(nights, WINDOW, true).ahi?.value).toBeCloseTo(38 / 11, 10);
  });

  it('says when a figure is the device’s, and gives none for mixed kinds of leak', () => {
    const nights = [night(12), night(13, { ahi: null, device_reported: reported({ ahi: 4 }) })];
    expect(therapyConcern(nights, WINDOW, true).ahi).toEqual({ value: 3, source: 'device' });
    expect(therapyConcern([night(12), night(13, { leak_type: 'total' })], WINDOW, true).leak).toBeNull();
    expect(therapyConcern([night(12), night(13, { leak_p95_l_min: 20 })], WINDOW, true).leak).toEqual({
      value: 15,
      source: 'computed',
      leak_type: 'unintentional',
    });
  });
});

describe('order of concern', () => {
  it('puts high before caution, more before fewer', () => {
    const high = therapyConcern(fortnight({ 13: { ahi: 10, cai: 6 } }), WINDOW, true);
    const caution = therapyConcern(fortnight().slice(0, 10), WINDOW, true);
    const none = therapyConcern(fortnight(), WINDOW, true);
    expect([none, caution, high].sort(compareConcern)).toEqual([high, caution, none]);
  });
});
