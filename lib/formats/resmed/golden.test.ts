import { describe, expect, it } from 'vitest';
import { type RealCard, readCard, realCard } from '@/lib/testing/cards';

/* Measured with an independent reader before this one was written: counts, sums and values of both cards. */

const cards = { airsense11: readCard(realCard('airsense11')), aircurve10: readCard(realCard('aircurve10')) };

function therapyOf(card: RealCard, day: string) {
  const therapy = cards[card].days.get(day)?.therapy;
  if (!therapy) throw new Error(`no ${day}`);
  return therapy;
}

const NIGHTS = { airsense11: '2024-10-17', aircurve10: '2025-02-02' } as const;
const sessionsOf = (card: RealCard) => therapyOf(card, NIGHTS[card]).sessions ?? [];
const signalsOf = (card: RealCard, name: string) =>
  sessionsOf(card).flatMap(({ signals }) => signals?.filter((signal) => signal.name === name) ?? []);

describe('whose the card is', () => {
  it('is what the identification says', () => {
    expect(cards.airsense11.plan.device).toMatchObject({
      serial: '00000000011',
      model: 'AirSense 11 AutoSet',
      product_code: 39517,
      series: 11,
    });
    expect(cards.aircurve10.plan.device).toMatchObject({
      serial: '00000000010',
      model: 'AirCurve 10 VAuto',
      product_code: 37143,
      series: 10,
      bilevel: true,
    });
  });

  it('has no file that could not be used', () => {
    expect([...cards.airsense11.faults, ...cards.aircurve10.faults]).toEqual([]);
  });
});

describe.each([
  ['airsense11', '2024-08-19', 78, 76, 40_956, 3.268, 3.306, ['2024-10-21', '2024-10-22']],
  ['aircurve10', '2024-11-05', 115, 100, 59_251, 2.623, 2.616, ['2024-11-08', '2025-02-12']],
] as const)('the days of %s', (card, first, all, used, minutes, mean, weighted, unused) => {
  const days = [...cards[card].days.values()].map(({ night, therapy }) => ({ night, therapy }));
  const inUse = days.filter(({ therapy }) => (therapy?.summary?.usage_minutes ?? 0) > 0);

  it('are all there, used or not', () => {
    expect(days[0]?.night).toBe(first);
    expect([days.length, inUse.length]).toEqual([all, used]);
    for (const night of unused) {
      // 0 h of use, and no AHI of 0
      expect(therapyOf(card, night)).toMatchObject({ sessions: [], summary: { usage_minutes: 0 } });
      expect(therapyOf(card, night).summary).not.toHaveProperty('ahi');
    }
  });

  it('have the device’s minutes and AHI', () => {
    const summaries = inUse.map(({ therapy }) => ({
      minutes: therapy?.summary?.usage_minutes ?? 0,
      ahi: therapy?.summary?.ahi ?? Number.NaN,
    }));
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(summaries.map((day) => day.minutes))).toBe(minutes);
    expect(sum(summaries.map((day) => day.ahi)) / used).toBeCloseTo(mean, 3);
    expect(sum(summaries.map((day) => day.ahi * day.minutes)) / minutes).toBeCloseTo(weighted, 3);
  });

  it('have sessions of exactly the device’s minutes', () => {
    for (const { night, therapy } of inUse) {
      const ms = (therapy?.sessions ?? []).reduce(
        (total, { start, end }) => total + Date.parse(`${end}Z`) - Date.parse(`${start}Z`),
        0,
      );
      expect({ night, minutes: ms / 60_000 }).toEqual({ night, minutes: therapy?.summary?.usage_minutes });
    }
  });

  it('know events and signals of the one night that has files', () => {
    const known = inUse.filter(({ therapy }) => therapy?.sessions?.some(({ events, signals }) => events ?? signals));
    expect(known.map(({ night }) => night)).toEqual([NIGHTS[card]]);
  });
});

/* Columns: usage, mode, AHI, HI, OAI, CAI, UAI, leak 50 and 95 % in L/min, pressure 50 and 95 % in cmH2O. */
it.each([
  ['airsense11', '2024-08-19', 528, 'APAP', 3.5, 0.4, 1.9, 1.1, 0, 8.4, 16.8, 4.6, 9.8],
  ['airsense11', '2024-08-20', 490, 'APAP', 8.2, 1.7, 2, 1.5, 2.8, 20.4, 38.4, 5.2, 12],
  ['airsense11', '2024-08-21', 520, 'APAP', 4.9, 0.6, 0.6, 3.5, 0, 4.8, 7.2, 5.8, 7.4],
  ['airsense11', '2024-10-17', 537, 'APAP', 0.3, 0.1, 0.1, 0.1, 0, 0, 2.4, 6.4, 8.2],
  ['airsense11', '2024-11-02', 711, 'CPAP', 3.1, 0.4, 0.2, 2.4, 0, 0, 25.2, 8.2, 8.2],
  ['airsense11', '2024-11-03', 610, 'CPAP', 2.5, 0.7, 0, 1.6, 0, 2.4, 10.8, 7.8, 7.8],
  ['airsense11', '2024-11-04', 548, 'CPAP', 1.6, 0.2, 0.1, 1.3, 0, 7.2, 13.2, 7.2, 7.2],
  ['aircurve10', '2024-11-05', 574, 'BPAP_AUTO', 2.2, 0.7, 0.4, 1.1, 0, 6, 8.4, 10.2, 13.44],
  ['aircurve10', '2024-11-06', 528, 'BPAP_AUTO', 6.8, 0, 0.1, 6.7, 0, 6, 8.4, 13.2, 13.68],
  ['aircurve10', '2024-11-07', 608, 'BPAP_AUTO', 3.2, 0.1, 0.9, 2, 0, 2.4, 9.6, 9.12, 10.44],
  ['aircurve10', '2024-12-25', 627, 'BPAP_AUTO', 9.2, 0, 0.1, 9, 0, 0, 0, 15, 15.48],
  ['aircurve10', '2025-02-02', 552, 'BPAP_AUTO', 1.3, 0.2, 0, 1, 0, 0, 0, 18.96, 18.96],
  ['aircurve10', '2025-02-26', 623, 'BPAP_AUTO', 2, 0.5, 0, 1.4, 0, 0, 1.2, 13.32, 13.32],
  ['aircurve10', '2025-02-27', 562, 'BPAP_AUTO', 1.6, 0.2, 0, 1.3, 0, 0, 0, 13.32, 13.32],
] as const)('%s %s has the device’s own values', (card, day, ...row) => {
  const { mode, summary } = therapyOf(card, day);
  expect([
    summary?.usage_minutes,
    mode,
    ...[summary?.ahi, summary?.hi, summary?.oai, summary?.cai, summary?.uai],
    ...[summary?.leak_p50_l_min, summary?.leak_p95_l_min],
    ...[summary?.pressure_p50_cmh2o, summary?.pressure_p95_cmh2o],
  ]).toEqual(row);
});

it('has the expiratory pressure of two-pressure modes only', () => {
  expect(therapyOf('aircurve10', '2024-11-05').summary?.epap_p95_cmh2o).toBe(8.16);
  expect(therapyOf('airsense11', '2024-10-17').summary).not.toHaveProperty('epap_p95_cmh2o');
  expect(signalsOf('airsense11', 'epap')).toEqual([]);
});

it('counts the modes by series', () => {
  const count = (card: RealCard, mode: string) =>
    [...cards[card].days.values()].filter(({ therapy }) => therapy?.mode === mode).length;
  expect([count('airsense11', 'APAP'), count('airsense11', 'CPAP')]).toEqual([73, 3]);
  expect([count('aircurve10', 'BPAP_S'), count('aircurve10', 'BPAP_AUTO')]).toEqual([45, 55]);
});

it('reads the codes of settings by series, and only the mode’s own', () => {
  expect(therapyOf('airsense11', '2024-10-17').settings).toEqual({
    pressure_min_cmh2o: 6.4,
    pressure_max_cmh2o: 20,
    ramp_start_cmh2o: 6.4,
    epr_level: 0,
    mask_type: 'full_face',
  });
  expect(therapyOf('aircurve10', '2025-02-02').settings).toEqual({
    ipap_max_cmh2o: 19,
    epap_min_cmh2o: 16.4,
    pressure_support_cmh2o: 2.6,
    ramp_minutes: 0,
    humidity_level: 5,
    ti_min_s: 0.3,
    ti_max_s: 4,
    mask_type: 'full_face',
  });
  // the last day of each card equals the settings files beside its summary
  expect(therapyOf('airsense11', '2024-11-04').settings).toMatchObject({ pressure_cmh2o: 7.2, epr_level: 0 });
  expect(therapyOf('aircurve10', '2025-02-27').settings).toMatchObject({
    pressure_support_cmh2o: 2.2,
    epap_min_cmh2o: 11.2,
    ipap_max_cmh2o: 13.4,
  });
});

it('leaves out pairs without length', () => {
  expect(therapyOf('airsense11', '2024-08-19').sessions).toHaveLength(12);
  expect(therapyOf('airsense11', '2024-08-20').sessions).toHaveLength(9);
});

it('begins sessions with their first file and lets them last as long as the device says', () => {
  expect(sessionsOf('airsense11').map(({ start, end }) => `${start} ${end}`)).toEqual([
    '2024-10-17T22:18:49 2024-10-18T02:11:49',
    '2024-10-18T02:14:08 2024-10-18T02:38:08',
    '2024-10-18T02:39:44 2024-10-18T05:51:44',
    '2024-10-18T05:52:56 2024-10-18T07:20:56',
  ]);
  expect(sessionsOf('aircurve10').map(({ start }) => start)).toEqual([
    '2025-02-02T22:37:25',
    '2025-02-03T00:14:56',
    '2025-02-03T04:01:11',
    '2025-02-03T05:06:23',
    '2025-02-03T06:25:08',
  ]);
});

describe('events', () => {
  const ends = (card: RealCard) =>
    sessionsOf(card).map(({ events }) =>
      events?.map(({ type, start, duration_s }) => {
        const end = new Date(Date.parse(`${start}Z`) + duration_s * 1000).toISOString().slice(11, 19);
        return `${end} ${type} ${duration_s}`;
      }),
    );

  it('of series 11 stand in the file of their block; their mark is their end', () => {
    expect(ends('airsense11')).toEqual([
      [],
      [],
      [],
      ['06:54:33 obstructive_apnea 10', '06:54:57 central_apnea 10', '07:12:52 hypopnea 0'],
    ]);
  });

  it('of series 10 stand in one file of the night and belong to the session that contains them', () => {
    const [first, second, third, fourth, fifth] = ends('aircurve10');
    expect([first, second, third]).toEqual([[], [], []]);
    expect(fourth).toEqual([
      ...['05:32:45 central_apnea 10', '05:35:56 central_apnea 13', '05:36:51 central_apnea 10'],
      ...['05:41:04 central_apnea 12', '05:41:41 central_apnea 14', '05:42:17 central_apnea 13'],
      ...['05:45:27 central_apnea 13', '06:01:53 central_apnea 12', '06:16:02 central_apnea 13'],
      ...['06:16:49 hypopnea 0', '06:18:48 hypopnea 0'],
    ]);
    expect(fifth).toEqual(['08:26:02 central_apnea 11']);
  });

  it('of a device without files of periodic breathing leave that open', () => {
    expect(therapyOf('aircurve10', NIGHTS.aircurve10).event_types_not_scored).toEqual(['periodic_breathing']);
    expect(therapyOf('airsense11', NIGHTS.airsense11)).not.toHaveProperty('event_types_not_scored');
  });
});

/* Columns: samples, sum of the stored numbers; those that start a block with zeros have less samples and the same sum. */
it.each([
  ['airsense11', 'flow', 802_500, 470_061],
  ['airsense11', 'mask_pressure', 802_500, 272_306_071],
  ['airsense11', 'pressure', 16_050, 5_460_644],
  ['airsense11', 'leak', 16_050, 9225],
  ['airsense11', 'resp_rate', 16_050, 1_315_912],
  ['airsense11', 'tidal_volume', 16_050, 323_523],
  ['airsense11', 'minute_ventilation', 16_050, 825_374],
  ['airsense11', 'snore', 16_050, 119],
  // two blocks begin with a −1, which lies outside the declared range and is no value
  ['airsense11', 'flow_limitation', 16_048, 2937],
  ['aircurve10', 'flow', 825_000, -1596],
  ['aircurve10', 'mask_pressure', 825_000, 704_392_664],
  ['aircurve10', 'pressure', 16_500, 15_668_481],
  ['aircurve10', 'epap', 16_500, 13_523_481],
  ['aircurve10', 'leak', 16_500, 95],
  ['aircurve10', 'resp_rate', 16_500, 1_295_225],
  ['aircurve10', 'tidal_volume', 16_500, 476_483],
  ['aircurve10', 'minute_ventilation', 16_500, 1_191_863],
  ['aircurve10', 'snore', 16_500, 247],
  ['aircurve10', 'flow_limitation', 16_500, 1844],
  ['aircurve10', 'ie_ratio', 16_500, 835_164],
  ['aircurve10', 'ti', 16_500, 1_063_910],
] as const)('%s %s has the stored numbers of the whole night', (card, name, count, sum) => {
  let [found, total] = [0, 0];
  for (const { samples } of signalsOf(card, name)) {
    for (const value of samples) {
      if (value === null) continue;
      found++;
      total += value;
    }
  }
  expect(total).toBe(sum);
  const startsWithZeros = ['resp_rate', 'tidal_volume', 'minute_ventilation', 'ie_ratio'].includes(name);
  if (startsWithZeros) expect(found).toBeLessThan(count);
  else expect(found).toBe(count);
  expect(found).toBeGreaterThan(count * 0.99);
});

it('has the first samples of both cards, in the units of the API', () => {
  const firstOf = (card: RealCard, name: string) => {
    const [signal] = signalsOf(card, name);
    const values = signal?.samples.filter((value) => value !== null).slice(0, 5) ?? [];
    return {
      unit: signal?.unit,
      hz: signal?.sampling_rate_hz,
      values: values.map((value) => Number(((value - (signal?.offset ?? 0)) * (signal?.scale ?? 1)).toFixed(6))),
    };
  };
  expect(firstOf('airsense11', 'flow')).toEqual({ unit: 'L/s', hz: 25, values: [0.814, 0.836, 0.844, 0.84, 0.828] });
  expect(firstOf('airsense11', 'mask_pressure').values).toEqual([5.16, 5.38, 5.54, 5.66, 5.46]);
  expect(firstOf('airsense11', 'leak')).toEqual({ unit: 'L/min', hz: 0.5, values: [6, 8.4, 6, 10.8, 6] });
  expect(firstOf('aircurve10', 'flow').values).toEqual([0.376, 0.288, 0.228, 0.16, 0.094]);
  expect(firstOf('aircurve10', 'pressure').values).toEqual([11.6, 13.6, 15.6, 17.6, 19]);
  expect(firstOf('aircurve10', 'epap').values).toEqual([9, 11, 13, 15, 16.4]);
});

it('has no oximetry where no oximeter was attached, and no number of −1 for it', () => {
  for (const name of ['spo2', 'pulse']) {
    expect([...signalsOf('airsense11', name), ...signalsOf('aircurve10', name)]).toEqual([]);
  }
});
