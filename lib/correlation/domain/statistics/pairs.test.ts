import { describe, expect, it } from 'vitest';
import type { TimelineNight } from '@/lib/patients/timeline-contracts';
import { aNight, aTimelineEcg } from '@/lib/testing/timeline';
import { pairsOf, rhythmGroups } from './pairs';
import { arrhythmiaByUsage, bandOf } from './usage-bands';

const date = (day: number) => `2026-10-${String(day).padStart(2, '0')}`;

const night = (day: number, values: Parameters<typeof aNight>[1], change: Partial<TimelineNight> = {}) =>
  aNight(date(day), values, change);

type Kind = 'during' | 'morning_after' | 'same_night';

/** An ECG linked to the night of a day. */
function ecg(day: number, change: Parameters<typeof aTimelineEcg>[1] = {}, kind: Kind = 'morning_after') {
  const link = { kind, night_id: `night_${date(day)}`, night: date(day) };
  return {
    ...aTimelineEcg(`${date(day + 1)}T07:00:00Z`, { link, ...change }),
    id: `ecg ${day} ${JSON.stringify(change)}`,
  };
}

const QTC_BY_AHI = { ecg: 'qtc_ms', night: 'ahi', formula: 'bazett' } as const;

describe('pairs of ECG and night', () => {
  it('are one a night: the mean of its ECGs', () => {
    const ecgs = [ecg(1, { qtc_ms: 410 }), ecg(1, { qtc_ms: 420 }), ecg(2, { qtc_ms: 400 }, 'during')];
    const { pairs, night_source } = pairsOf(ecgs, [night(1, { ahi: 3 }), night(2, { ahi: 5 })], QTC_BY_AHI);
    expect(pairs.map(({ x, y }) => [x, y])).toEqual([
      [3, 415],
      [5, 400],
    ]);
    expect(pairs[0]).toMatchObject({ night: date(1), sources: ['device'] });
    expect(pairs[0]?.ecg_ids).toHaveLength(2);
    expect(night_source).toBe('device');
  });

  it('leave out ECGs before therapy, held ones, excluded nights, and what is not known', () => {
    const nights = [night(1, { ahi: 3 }), night(2, { ahi: 3 }, { excluded: true }), night(3, { ahi: null })];
    const none = { kind: 'none', night_id: null, night: null } as const;
    const ecgs = [
      ecg(1, {}, 'same_night'),
      ecg(1, { status: 'quarantined' }),
      ecg(1, { qtc_ms: null, qt_ms: null }),
      ecg(2),
      ecg(3),
      aTimelineEcg('2026-10-09T07:00:00Z', { link: none }),
      aTimelineEcg('2026-10-09T08:00:00Z', { link: null }),
    ];
    expect(pairsOf(ecgs, nights, QTC_BY_AHI).pairs).toEqual([]);
  });

  it('never put the device’s values and computed ones together', () => {
    const computed = { ...night(2, {}).computed, ahi: 9 };
    const nights = [night(1, { ahi: 3 }), night(2, { ahi: null }, { computed }), night(3, { ahi: 4 })];
    const found = pairsOf([ecg(1), ecg(2), ecg(3)], nights, QTC_BY_AHI);
    expect(found.night_source).toBe('device');
    expect(found.pairs.map(({ x }) => x)).toEqual([3, 4]);
  });

  it('take all ECGs’ values from one origin, and say how many that leaves out', () => {
    const nights = [night(1, { ahi: 3 }), night(2, { ahi: 5 }), night(3, { ahi: 7 })];
    const computed = { heart_rate_bpm: 61, qtc_ms: null, af_suspected: false, measured_ms: 10_000, fibrillation: null };
    const silent = { heart_rate_bpm: null, computed };
    const RATE = { ...QTC_BY_AHI, ecg: 'heart_rate_bpm' } as const;
    const byDevice = pairsOf([ecg(1), ecg(2, { computed }), ecg(3, silent)], nights, RATE);
    expect(byDevice.pairs.map(({ x, sources }) => [x, sources])).toEqual([
      [3, ['device']],
      [5, ['device']],
    ]);
    expect(byDevice.ecgs_left_out).toBe(1);
    const byUs = pairsOf([ecg(1), ecg(2, silent), ecg(3, silent)], nights, RATE);
    expect(byUs.pairs.map(({ x, y, sources }) => [x, y, sources])).toEqual([
      [5, 61, ['computed']],
      [7, 61, ['computed']],
    ]);
    expect(byUs.ecgs_left_out).toBe(1);
  });

  it('compare leak of one kind alone, and T90 as a part of the valid time', () => {
    const nights = [
      night(1, { leak_p95_l_min: 10, t90_minutes: 12, valid_oximetry_minutes: 400 }),
      night(2, { leak_p95_l_min: 12, t90_minutes: 0, valid_oximetry_minutes: 0 }),
      night(3, { leak_p95_l_min: 40 }, { leak_type: 'total' }),
    ];
    const of = (measure: 'leak_p95_l_min' | 't90_percent') =>
      pairsOf([ecg(1), ecg(2), ecg(3)], nights, { ...QTC_BY_AHI, night: measure });
    expect(of('leak_p95_l_min').pairs.map(({ x }) => x)).toEqual([10, 12]);
    expect(of('leak_p95_l_min').leak_type).toBe('unintentional');
    expect(of('t90_percent').pairs.map(({ x }) => x)).toEqual([3]);
  });
});

describe('nights by rhythm', () => {
  const nights = Array.from({ length: 12 }, (_, index) => night(index + 1, { ahi: index + 1 }));

  it('stand side by side, a night with any atrial fibrillation as one with it', () => {
    const ecgs = [
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((day) => ecg(day)),
      ...[8, 9, 10].map((day) => ecg(day, { statement: 'Atrial fibrillation' })),
      ecg(11, { statement: 'Nonspecific T wave' }),
    ];
    expect(rhythmGroups(ecgs, nights, 'ahi')).toEqual({
      ok: true,
      night_source: 'device',
      rhythm_sources: ['device'],
      groups: [
        { rhythm: 'atrial_fibrillation', nights: 3, median: 9 },
        { rhythm: 'sinus', nights: 7, median: 4 },
      ],
    });
  });

  it('take the reader’s word before the device’s', () => {
    const ecgs = Array.from({ length: 10 }, (_, index) =>
      ecg(index + 1, index < 2 ? { reader_statement: 'Atrial fibrillation' } : {}),
    );
    const found = rhythmGroups(ecgs, nights, 'ahi');
    expect(found).toMatchObject({ rhythm_sources: ['reader', 'device'], groups: [{ nights: 2 }, { nights: 8 }] });
  });

  it('are refused under ten', () => {
    expect(
      rhythmGroups(
        [1, 2, 3].map((day) => ecg(day)),
        nights,
        'ahi',
      ),
    ).toEqual({ ok: false, nights: 3 });
  });
});

describe('arrhythmia by use', () => {
  it.each([
    [0, 'under_2_h'],
    [119.9, 'under_2_h'],
    [120, '2_to_4_h'],
    [239.9, '2_to_4_h'],
    [240, '4_h_and_more'],
  ] as const)('%s min: %s', (minutes, band) => {
    expect(bandOf(minutes)).toBe(band);
  });

  it('counts flagged recordings per monitored hour in each band', () => {
    const nights = [night(1, { usage_minutes: 60 }), night(2, { usage_minutes: 60 }), night(3, { usage_minutes: 300 })];
    const AF = { statement: 'Atrial fibrillation' };
    const HOLTER = { duration_ms: 24 * 3_600_000 };
    const ecgs = [
      ecg(1, { ...AF, ...HOLTER }),
      ecg(2, { ...HOLTER }),
      ecg(2, { statement: null, ...HOLTER }),
      ecg(3, AF),
      ecg(3, AF, 'same_night'),
    ];
    const unfollowed = { followed_h: 0, suspected_min_per_h: null };
    expect(arrhythmiaByUsage(ecgs, nights)).toEqual({
      source: 'device',
      judged_by: { reader: 0, device: 3, computed: 0 },
      bands: [
        {
          band: 'under_2_h',
          nights: 2,
          recordings: 2,
          flagged: 1,
          monitored_h: 48,
          flagged_per_h: 1 / 48,
          ...unfollowed,
        },
        { band: '2_to_4_h', nights: 0, recordings: 0, flagged: 0, monitored_h: 0, flagged_per_h: null, ...unfollowed },
        {
          band: '4_h_and_more',
          nights: 1,
          recordings: 1,
          flagged: 1,
          monitored_h: 10 / 3600,
          flagged_per_h: null,
          ...unfollowed,
        },
      ],
    });
  });

  it('counts computed suspicion where nobody names the rhythm, for the part that was measured', () => {
    const computed = {
      heart_rate_bpm: 61,
      qtc_ms: null,
      af_suspected: true,
      measured_ms: 7_200_000,
      fibrillation: null,
    };
    const long = { statement: null, duration_ms: 24 * 3_600_000 };
    const ecgs = [
      ecg(1, { ...long, computed }),
      ecg(1, { ...long, computed: { ...computed, af_suspected: false } }),
      ecg(1, { ...long, computed: { ...computed, af_suspected: null } }),
      ecg(1, { ...long, reader_statement: 'Sinus rhythm', computed }),
    ];
    const { bands, judged_by } = arrhythmiaByUsage(ecgs, [night(1, { usage_minutes: 300 })]);
    expect(judged_by).toEqual({ reader: 1, device: 0, computed: 2 });
    expect(bands[2]).toMatchObject({ recordings: 3, flagged: 1, monitored_h: 28, flagged_per_h: 1 / 28 });
  });

  it('says how long fibrillation was suspected in the hours that long recordings were followed', () => {
    const computed = { heart_rate_bpm: 61, qtc_ms: null, af_suspected: false, measured_ms: 120_000 };
    const followed = (suspected_min: number, judged_h: number) => ({
      ...computed,
      fibrillation: { suspected_ms: suspected_min * 60_000, judged_ms: judged_h * 3_600_000 },
    });
    const long = { statement: null, duration_ms: 24 * 3_600_000 };
    const ecgs = [
      ecg(1, { ...long, computed: followed(30, 8) }),
      ecg(1, { ...long, computed: followed(0, 7) }),
      ecg(2, { ...long, reader_statement: 'Atrial fibrillation', computed: followed(20, 0.5) }),
    ];
    const nights = [night(1, { usage_minutes: 300 }), night(2, { usage_minutes: 60 })];
    const { bands } = arrhythmiaByUsage(ecgs, nights);
    expect(bands[2]).toMatchObject({ flagged: 1, monitored_h: 15, followed_h: 15, suspected_min_per_h: 2 });
    expect(bands[0]).toMatchObject({ flagged: 1, monitored_h: 24, followed_h: 0.5, suspected_min_per_h: null });
  });
});
