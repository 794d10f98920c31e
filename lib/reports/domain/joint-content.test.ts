import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalInputs, canonicalJson, parseInputs, sha256 } from './canonical-json';
import { aFullReport, aReport, aReportEcg, aReportNight } from './inputs.fixture';
import { jointContent } from './joint-content';
import { jointLanes } from './joint-lanes';
import { isWithin, nightsOver } from './report-range';

const contentOf = (...args: Parameters<typeof aReport>) => jointContent(aReport(...args));

describe('the canonical inputs', () => {
  it('are written in one way: names in order, no space, numbers as ECMAScript has them', () => {
    expect(canonicalJson({ b: [1e21, 0.1, null], a: { é: true, Z: 'x"\n' } })).toBe(
      '{"a":{"Z":"x\\"\\n","é":true},"b":[1e+21,0.1,null]}',
    );
    expect(() => canonicalJson({ a: undefined })).toThrow(TypeError);
    expect(() => canonicalJson(Number.NaN)).toThrow(TypeError);
  });

  it('do not depend on the order in which they were found', () => {
    const inputs = aFullReport();
    const wanted = canonicalInputs(inputs);
    const shuffled = <T>(list: T[]) => fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length });
    const order = fc.tuple(shuffled(inputs.nights), shuffled(inputs.ecgs), shuffled(inputs.devices));
    fc.assert(
      fc.property(order, ([nights, ecgs, devices]) => {
        const found = Object.fromEntries(Object.entries({ ...inputs, nights, ecgs, devices }).reverse());
        expect(canonicalInputs(found as never)).toBe(wanted);
      }),
      { numRuns: 5 },
    );
  });

  it('come back as they were, and have another digest when anything in them changes', () => {
    const text = canonicalInputs(aReport());
    expect(canonicalInputs(parseInputs(text))).toBe(text);
    const others = [
      { made_at: '2026-11-20T09:00:01.000Z' },
      { ecgs: [aReportEcg('2026-11-03T07:00:00.000Z')] },
      { nights: aReport().nights.slice(1) },
      { patient: { ...aReport().patient, sex: 'unknown' } },
    ].map((change) => sha256(canonicalInputs(aReport(change))));
    expect(new Set([sha256(text), ...others]).size).toBe(5);
  });
});

describe('what a range holds', () => {
  it('is no night that is not over', () => {
    const range = { from: '2026-11-01', to: '2026-11-10' };
    expect(nightsOver(range, '2026-11-20T09:00:00Z', 'Europe/Brussels')).toEqual({ last: '2026-11-10', count: 10 });
    // 00:30 in Brussels is still the day before in UTC
    expect(nightsOver(range, '2026-11-09T23:30:00Z', 'Europe/Brussels')).toEqual({ last: '2026-11-09', count: 9 });
    expect(nightsOver(range, '2026-11-01T10:00:00Z', 'Europe/Brussels').count).toBe(0);
  });

  it('is ECGs from midnight of the first date to the end of the last night', () => {
    const within = (instant: string) =>
      isWithin(instant, { from: '2026-11-01', to: '2026-11-10' }, 'Europe/Brussels', 12);
    expect(
      ['2026-10-31T22:59:59Z', '2026-10-31T23:00:00Z', '2026-11-11T10:59:59Z', '2026-11-11T11:00:00Z'].map(within),
    ).toEqual([false, true, true, false]);
  });
});

describe('what the report says', () => {
  it('of use: nights of 4 h among all nights, no data apart from 0 h', () => {
    const minutes = [240, 239.9, 0, 480];
    const nights = minutes.map((usage_minutes, index) => aReportNight(`2026-11-0${index + 1}`, { usage_minutes }));
    expect(contentOf({ nights }).usage).toMatchObject({ nights: 10, with_data: 4, unused: 1, adherent: 2 });
    expect(contentOf({ nights: [] })).toMatchObject({ usage: null, ahi: null, leak: null, pressure: null });
  });

  it('of AHI: events over hours of use', () => {
    const nights = [
      aReportNight('2026-11-01', { usage_minutes: 60, ahi: 10 }),
      aReportNight('2026-11-02', { usage_minutes: 540, ahi: 0 }),
    ];
    expect(contentOf({ nights }).ahi?.value).toBeCloseTo(1, 10);
  });

  it('of ECGs: what readers say first, and how many readings nobody has confirmed', () => {
    const reading = (state: 'preliminary' | 'confirmed') => ({
      ...aReportEcg('').reading,
      ...{ state, statement: `said ${state}`, author: 'Dr Example' },
    });
    const { ecg } = contentOf({
      ecgs: [
        aReportEcg('2026-11-02T07:00:00.000Z', { reading: reading('confirmed'), statement: 'Atrial fibrillation' }),
        aReportEcg('2026-11-03T07:00:00.000Z', { reading: reading('preliminary'), heart_rate_bpm: 70 }),
        aReportEcg('2026-11-04T07:00:00.000Z', { statement: null, qtc_ms: null, qt_ms: null, heart_rate_bpm: 80 }),
      ],
    });
    expect(ecg).toMatchObject({ count: 3, unconfirmed: 2, af_by_device: 1, rhythm_stated: 2, computed: null });
    expect(ecg.readers.map(({ text }) => text)).toEqual(['said preliminary', 'said confirmed']);
    expect(ecg.devices.map(({ text }) => text)).toEqual(['Sinus rhythm']);
    expect(ecg.heart_rate).toMatchObject({ n: 3, median: 70, low: 60, high: 80 });
    expect(ecg.qtc).toMatchObject({ n: 2, sources: ['device'] });
  });

  it('of what is computed: a long ECG by all of it, a short one by the part that was measured', () => {
    const computed = { algorithm: 'nightbeat-measure', version: '1.1.0', heart_rate_bpm: 60, qtc_ms: 400 };
    const at = '2026-11-02T07:00:00.000Z';
    const inputs = aReport({
      ecgs: [
        aReportEcg(at, { computed: { ...computed, af_suspected: true } }),
        aReportEcg(at, { computed: { ...computed, af_suspected: null } }),
        aReportEcg(at, {
          computed: { ...computed, af_suspected: false, fibrillation: { suspected_ms: 60_000, judged_ms: 3_600_000 } },
        }),
        aReportEcg(at, {
          computed: { ...computed, af_suspected: true, fibrillation: { suspected_ms: 0, judged_ms: 7_200_000 } },
        }),
      ],
    });
    const rules = { ...inputs.rules, ecg_algorithm: { name: 'nightbeat-measure', version: '1.1.0' } };
    expect(jointContent({ ...inputs, rules }).ecg.computed).toMatchObject({
      ...{ ecgs: 4, af_suspected: 2, af_judged: 3 },
      followed: { ecgs: 2, judged_ms: 10_800_000, suspected_ms: 60_000 },
    });
  });

  it('of what does not count: how often and why', () => {
    const nights = [
      aReportNight('2026-11-01', {}, { excluded: true, excluded_sessions: 1, exclusions: ['mask off'] }),
      aReportNight('2026-11-02', { ahi: null }),
      aReportNight('2026-11-03', {}, { leak_type: 'total' }),
      aReportNight('2026-11-04'),
    ];
    const ecgs = [aReportEcg('2026-11-04T07:00:00.000Z', { qtc_ms: null, qt_ms: null })];
    expect(contentOf({ nights, ecgs }).left_out.map(({ what, count, of }) => [what, count, of])).toEqual([
      ['session', 1, null],
      ['night', 1, 'ahi'],
      ['night', 1, 'leak'],
      ['ecg', 1, 'qtc'],
    ]);
  });

  it('of clocks: every pair, with an unknown offset where nobody has aligned them', () => {
    const clock = { ecg_device_id: 'ECG-1', therapy_device_id: 'PAP-1', offset_ms: 42_000, uncertainty_ms: 3000 };
    expect(contentOf().clocks.map(({ state }) => state)).toMatchObject([{ method: 'none', uncertainty_ms: null }]);
    expect(
      contentOf({ clocks: [{ ...clock, method: 'manual', night: '2026-11-02' }] }).clocks.map(({ state }) => state),
    ).toMatchObject([{ method: 'manual', offset_ms: 42_000, uncertainty_ms: 3000 }]);
  });

  it('on one axis: a night stands around its midnight, an ECG at its wall-clock time', () => {
    const ecgs = [aReportEcg('2026-11-03T05:00:00.000Z')];
    const lanes = jointLanes(aReport({ ecgs, nights: [aReportNight('2026-11-02')] }), ['2026-11-02']);
    expect(lanes).toMatchObject({ length: 10.5, changes: [1], ecgs: [{ position: 2.25, qtc_ms: 400 }] });
    expect(lanes.nights.map(({ state }) => state).slice(0, 3)).toEqual(['no_data', 'counted', 'no_data']);
    expect(lanes.nights[1]).toMatchObject({ usage_h: 5, ahi: 2, leak_l_min: 10 });
  });
});
