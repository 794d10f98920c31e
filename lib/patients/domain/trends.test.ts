import { describe, expect, it } from 'vitest';
import { aNight, aTimelineEcg } from '@/lib/testing/timeline';
import { ahiTrend, heartRateTrend, leakTrend, pressureTrend, qtcTrend, usageTrend } from './trends';

const LAST = '2026-11-21';

describe('QTc', () => {
  const at = (day: string, qtc_ms: number | null, qtc_formula = 'bazett') =>
    aTimelineEcg(`2026-11-${day}T08:00:00.000Z`, { qtc_ms, qtc_formula });

  it('compares with the ECG before of the same formula, within ±26 ms and beyond', () => {
    const within = qtcTrend([at('01', 420), at('02', 500, 'fridericia'), at('03', 446), at('04', null)]);
    expect(within).toMatchObject({ value: 446, series: [420, 446] });
    expect(within?.previous).toMatchObject({ change_ms: 26, within_repeatability: true });
    expect(qtcTrend([at('01', 420), at('02', 393)])?.previous).toMatchObject({
      change_ms: -27,
      within_repeatability: false,
    });
  });

  it('has no comparison without one, and no value from records that are not stored', () => {
    expect(qtcTrend([at('01', 420, 'hodges'), at('02', 430)])?.previous).toBeNull();
    expect(qtcTrend([{ ...at('01', 420), status: 'quarantined' }])).toBeNull();
    expect(qtcTrend([])).toBeNull();
  });
});

describe('heart rate', () => {
  it('is the newest with the range of all', () => {
    const rates = [66, null, 57, 58].map((heart_rate_bpm, day) =>
      aTimelineEcg(`2026-11-0${day + 1}T08:00:00.000Z`, { heart_rate_bpm }),
    );
    expect(heartRateTrend(rates)).toMatchObject({ value: 58, lowest: 57, highest: 66, count: 3 });
  });
});

describe('thirty nights', () => {
  it('pool the AHI over hours, never average it over nights', () => {
    // 2 h with 28.9 /h and 8 h with 1.25 /h: 57.8 + 10 events in 10 h
    const nights = [
      aNight('2026-11-20', { usage_minutes: 120, ahi: 28.9, cai: 1 }),
      aNight('2026-11-21', { usage_minutes: 480, ahi: 1.25 }),
    ];
    const trend = ahiTrend(nights, LAST);
    expect(trend?.value).toBeCloseTo(6.78, 10);
    // one night does not tell its central events, so neither does the whole
    expect(trend?.parts.cai).toBeNull();
  });

  it('count 4 h on whole minutes, and give the mean with and without zeros', () => {
    const nights = [
      aNight('2026-11-19', { usage_minutes: 239.9 }),
      aNight('2026-11-20', { usage_minutes: 240 }),
      aNight('2026-11-21', { usage_minutes: 0 }),
      aNight('2026-10-22', { usage_minutes: 600 }),
      aNight('2026-10-23', { usage_minutes: 600 }, { excluded: true }),
    ];
    const trend = usageTrend(nights, LAST);
    // 22 October is 31 nights back; the excluded one does not count, as a zero neither
    expect(trend).toMatchObject({ adherent_nights: 1, nights_with_data: 3, excluded_nights: 1 });
    expect(trend?.value).toBeCloseTo(479.9 / 3, 9);
    expect(trend?.mean_with_zeros).toBeCloseTo(479.9 / 29, 9);
    expect(trend?.series).toHaveLength(30);
    expect(trend?.series.at(-1)).toBe(0);
    expect(trend?.series.at(-4)).toBeNull();
  });

  it('take the leak of the newest night’s kind alone', () => {
    const nights = [
      aNight('2026-11-19', { leak_p95_l_min: 50 }, { leak_type: 'total' }),
      aNight('2026-11-20', { leak_p95_l_min: 10 }),
      aNight('2026-11-21', { leak_p95_l_min: 20 }),
    ];
    expect(leakTrend(nights, LAST)).toMatchObject({ leak_type: 'unintentional', value: 15, highest: 20, nights: 2 });
  });

  it('never fill a source from the other', () => {
    const computed = { ...aNight('x').computed, pressure_p95_cmh2o: 9 };
    const nights = [
      aNight('2026-11-20', { pressure_p95_cmh2o: 12, epap_p95_cmh2o: 8 }),
      aNight('2026-11-21', {}, { computed }),
    ];
    expect(pressureTrend(nights, LAST)).toMatchObject({ value: 12, epap: 8, source: 'device' });
  });

  it('are nothing where there is nothing', () => {
    for (const trend of [ahiTrend, usageTrend, leakTrend, pressureTrend]) {
      expect(trend([], LAST)).toBeNull();
      expect(trend([aNight('2026-09-01')], LAST)).toBeNull();
    }
  });
});
