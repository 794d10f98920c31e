import { describe, expect, it } from 'vitest';
import { aNight, aTimelineEcg } from '@/lib/testing/timeline';
import {
  chooseSource,
  dateOfDay,
  dayNumber,
  dayPosition,
  gapsBetween,
  nightAt,
  placeTimeline,
  readAt,
  settingsSegments,
} from './timeline';

const ZONE = 'Europe/Brussels';
const dates = (runs: { from: number; to: number }[]) => runs.map(({ from, to }) => [dateOfDay(from), dateOfDay(to)]);

describe('the axis', () => {
  it('counts calendar days, also over both changes of clocks', () => {
    expect(dayNumber('1970-01-02')).toBe(1);
    // 29 March 2026 has 23 h, 25 October 2026 has 25 h: each is one step as any other day
    for (const date of ['2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25'])
      expect(dateOfDay(dayNumber(date) + 1)).toBe(dateOfDay(dayNumber(date) + 1.99));
    expect(dayNumber('2026-03-30') - dayNumber('2026-03-29')).toBe(1);
    expect(dayNumber('2026-10-26') - dayNumber('2026-10-25')).toBe(1);
  });

  it.each([
    ['2026-11-22T11:00:00Z', '2026-11-22', 0.5],
    // noon on the wall clock on the days of the changes: two hours and one hour ahead of UTC
    ['2026-03-29T10:00:00Z', '2026-03-29', 0.5],
    ['2026-10-25T11:00:00Z', '2026-10-25', 0.5],
    // the repeated hour stands twice at the same place
    ['2026-10-25T00:30:00Z', '2026-10-25', 2.5 / 24],
    ['2026-10-25T01:30:00Z', '2026-10-25', 2.5 / 24],
    ['2026-11-21T23:30:00Z', '2026-11-22', 0.5 / 24],
  ])('puts %s on %s at its wall-clock time', (instant, date, part) => {
    expect(dayPosition(instant, ZONE)).toBeCloseTo(dayNumber(date) + part, 9);
  });

  it('lets a night reach from noon to noon', () => {
    const day = dayNumber('2026-11-21');
    expect(nightAt(day + 0.49)).toBe(day - 1);
    expect(nightAt(day + 0.5)).toBe(day);
    expect(nightAt(day + 1.49)).toBe(day);
    // 08:14 of the next morning belongs to the night before
    expect(dateOfDay(nightAt(dayPosition('2026-11-22T07:14:00Z', ZONE)))).toBe('2026-11-21');
  });
});

describe('gaps', () => {
  const days = (...list: string[]) => list.map(dayNumber);

  it('are the dates without a night between nights and up to the last one due', () => {
    const gaps = gapsBetween(days('2026-10-23', '2026-10-24', '2026-10-27', '2026-10-28'), dayNumber('2026-10-30'));
    expect(dates(gaps)).toEqual([
      ['2026-10-25', '2026-10-26'],
      ['2026-10-29', '2026-10-30'],
    ]);
  });

  it('do not exist over a change of clocks alone, before the first night, or after one that is ahead', () => {
    expect(gapsBetween(days('2026-10-24', '2026-10-25', '2026-10-26'), dayNumber('2026-10-26'))).toEqual([]);
    expect(gapsBetween(days('2026-03-28', '2026-03-29', '2026-03-30'), dayNumber('2026-03-30'))).toEqual([]);
    expect(gapsBetween(days('2026-10-30'), dayNumber('2026-10-26'))).toEqual([]);
    expect(gapsBetween([], dayNumber('2026-10-26'))).toEqual([]);
  });
});

describe('whose values', () => {
  const computed = aNight('2026-11-01', {}, { device_reported: null, computed: { ...aNight('x').computed, ahi: 3 } });

  it('are the devices’, unless more nights are computed than reported', () => {
    expect(chooseSource([aNight('2026-11-02'), computed], 'ahi')).toBe('device');
    expect(chooseSource([aNight('2026-11-02'), computed, computed], 'ahi')).toBe('computed');
    expect(chooseSource([], 'ahi')).toBe('device');
  });
});

describe('settings', () => {
  it('cut where mode, a setting or the mask changes, not where their order does', () => {
    const one = { pressure_min_cmh2o: 6, pressure_max_cmh2o: 12 };
    const turned = { pressure_max_cmh2o: 12, pressure_min_cmh2o: 6 };
    const segments = settingsSegments([
      aNight('2026-11-01', {}, { settings: one }),
      aNight('2026-11-02', {}, { settings: turned }),
      aNight('2026-11-05', {}, { settings: { ...one, pressure_min_cmh2o: 7 } }),
      aNight('2026-11-06', {}, { settings: { ...one, pressure_min_cmh2o: 7 }, mode: 'BPAP_S' }),
      aNight('2026-11-07', {}, { settings: { ...one, pressure_min_cmh2o: 7 }, mode: 'BPAP_S', mask: 'full_face' }),
    ]);
    expect(segments.map(({ from, to, new_mode }) => [dateOfDay(from), dateOfDay(to), new_mode])).toEqual([
      ['2026-11-01', '2026-11-02', true],
      ['2026-11-05', '2026-11-05', false],
      ['2026-11-06', '2026-11-06', true],
      ['2026-11-07', '2026-11-07', false],
    ]);
  });

  it('cut where the firmware changes, not where it is not stated', () => {
    const segments = settingsSegments([
      aNight('2026-11-01', {}, { firmware: '1.2' }),
      aNight('2026-11-02'),
      aNight('2026-11-03', {}, { firmware: '1.2' }),
      aNight('2026-11-04', {}, { firmware: '1.3', mode: null, settings: {}, mask: null }),
    ]);
    expect(segments.map(({ from, to, firmware }) => [dateOfDay(from), dateOfDay(to), firmware])).toEqual([
      ['2026-11-01', '2026-11-03', '1.2'],
      ['2026-11-04', '2026-11-04', '1.3'],
    ]);
  });
});

describe('the timeline', () => {
  const nights = [aNight('2026-11-18', { usage_minutes: 0 }), aNight('2026-11-21')];
  const ecgs = [
    aTimelineEcg('2026-11-20T07:00:00.000Z', { status: 'quarantined' }),
    aTimelineEcg('2026-11-22T07:14:00.000Z'),
  ];
  const model = placeTimeline(ecgs, nights, '2026-11-22T13:00:00.000Z', ZONE);

  it('ends today and shows at least a fortnight', () => {
    expect(dateOfDay(model.to)).toBe('2026-11-23');
    expect(model.to - model.from).toBeGreaterThanOrEqual(14);
  });

  it('draws stored ECGs only', () => {
    expect(model.ecgs).toHaveLength(1);
  });

  it('tells 0 h, no data and nothing due apart', () => {
    const at = (date: string) => readAt(model, dayNumber(date));
    expect(at('2026-11-18')).toMatchObject({ missing: false, night: { device_reported: { usage_minutes: 0 } } });
    expect(at('2026-11-19')).toMatchObject({ missing: true, night: null });
    expect(at('2026-11-17')).toMatchObject({ missing: false, night: null });
    expect(at('2026-11-21').ecgs.map(({ id }) => id)).toEqual(['rec_2026-11-22T07:14:00.000Z']);
  });

  it('works with nothing at all', () => {
    const empty = placeTimeline([], [], '2026-11-22T13:00:00.000Z', ZONE);
    expect(empty.to - empty.from).toBeGreaterThanOrEqual(14);
    expect(empty.gaps).toEqual([]);
  });
});
