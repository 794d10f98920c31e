import { describe, expect, it } from 'vitest';
import type { Channel } from '@/lib/signals/types';
import { type JudgedEcg, judgeEcg } from './judge-ecg';

const NAMES = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

/** A plain beat once a second with a resting line between beats, like a simulator's. */
const beat = (height: number) => (i: number) => {
  const ms = (i * 2) % 1000;
  if (ms < 40) return Math.round(height * Math.sin((Math.PI * ms) / 40));
  return ms > 200 && ms < 360 ? Math.round((height / 4) * Math.sin((Math.PI * (ms - 200)) / 160)) : 0;
};

function lead(
  name: string,
  value: (i: number) => number,
  options: Partial<Channel> & { samples?: number } = {},
): Channel {
  const { samples = 5000, ...changes } = options;
  const segments = [
    { start_ms: 0, scale: 1, offset: 0, samples: Int16Array.from({ length: samples }, (_, i) => value(i)) },
  ];
  return {
    ...{ id: name, name, kind: 'rhythm', unit: 'uV', rate: { numerator: 500, denominator: 1 }, derived: false },
    ...{ encoding: 'int16', segments },
    ...changes,
  };
}

/** Twelve leads that obey Einthoven. */
const HEIGHTS: Record<string, number> = { I: 600, II: 1000, III: 400, aVR: -800, aVL: 100, aVF: 700 };
const twelve = (change: (channel: Channel) => Channel = (channel) => channel, options: { samples?: number } = {}) =>
  NAMES.map((name) => change(lead(name, beat(HEIGHTS[name] ?? 900), options)));

function judge(changes: Partial<JudgedEcg> = {}) {
  const channels = changes.channels ?? twelve();
  return judgeEcg({
    channels,
    pointers: new Map(channels.map(({ id }) => [id, `/recording/leads/${id}`])),
    duration_ms: 10_000,
    filters: null,
    measurements: null,
    birth_date: null,
    recording_date: new Date('2026-11-03T07:15:00Z'),
    ...changes,
  }).map(({ code, pointer }) => `${code} ${pointer}`);
}

const replace = (name: string, value: (i: number) => number, samples = 5000) =>
  twelve((channel) => (channel.name === name ? lead(name, value, { samples }) : channel));

describe('judgeEcg', () => {
  it('has nothing to say about a sound twelve-lead ECG', () => {
    expect(judge()).toEqual([]);
  });

  it('marks twelve leads under 500 Hz or under 10 s, but not a single lead', () => {
    const slow = twelve((channel) => ({ ...channel, rate: { numerator: 499, denominator: 1 } }));
    expect(judge({ channels: slow })).toEqual(['low_sampling_rate /recording']);
    expect(judge({ duration_ms: 9998 })).toEqual(['short_recording /recording']);
    const single = lead('I', (i) => i % 40, { rate: { numerator: 300, denominator: 1 } });
    expect(judge({ channels: [single], duration_ms: 5000 })).toEqual([]);
  });

  it('marks a lead that does not change for a second, and not for a little less', () => {
    const still = (length: number) => (i: number) => (i >= 1000 && i < 1000 + length ? 7 : i % 40);
    expect(judge({ channels: [lead('V1', still(500))] })).toEqual(['flat_lead /recording/leads/V1']);
    expect(judge({ channels: [lead('V1', still(498))] })).toEqual([]);
  });

  it('marks more than 5 mV either way, in physical values', () => {
    const peak = (height: number) => (i: number) => (i === 2500 ? height : i % 40);
    expect(judge({ channels: [lead('V1', peak(5000))] })).toEqual([]);
    expect(judge({ channels: [lead('V1', peak(5001))] })).toEqual(['high_amplitude /recording/leads/V1']);
    expect(judge({ channels: [lead('V1', peak(-5001))] })).toEqual(['high_amplitude /recording/leads/V1']);
    const coarse = lead('V1', peak(1100));
    const scaled = { ...coarse, segments: coarse.segments.map((segment) => ({ ...segment, scale: 4.88 })) };
    expect(judge({ channels: [scaled] })).toEqual(['high_amplitude /recording/leads/V1']);
  });

  it('marks ten clipped samples, in one plateau or several', () => {
    const wave = (i: number) => Math.round(3000 * Math.sin(i / 20));
    const cut = (i: number) => Math.min(2000, wave(i));
    expect(judge({ channels: [lead('V1', wave)] })).toEqual([]);
    expect(judge({ channels: [lead('V1', cut)] })).toEqual(['clipped_lead /recording/leads/V1']);
    const spike = (width: number) => (i: number) => ((i + 250) % 500 < width ? 3000 : (i * 7) % 90);
    expect(judge({ channels: [lead('V1', spike(3), { samples: 1500 })] })).toEqual([]);
    expect(judge({ channels: [lead('V1', spike(4), { samples: 1500 })] })).toEqual([
      'clipped_lead /recording/leads/V1',
    ]);
  });

  it('does not take a constant tail for clipping', () => {
    const padded = (i: number) => (i < 4900 ? (i * 7) % 90 : -400);
    expect(judge({ channels: [lead('V1', padded)] })).toEqual([]);
  });

  it('does not take the rounded top of a slow wave for clipping', () => {
    // 300 µV over 160 ms in steps of 5 µV: the top is the same stored value for more than ten samples.
    const slow = (i: number) => 5 * Math.round((300 * Math.sin((Math.PI * (i % 400)) / 400)) / 5);
    expect(judge({ channels: [lead('V1', slow)] })).toEqual([]);
  });

  it('judges the rhythm leads that were sent, not medians and derived ones', () => {
    const flat = () => 3;
    expect(judge({ channels: [lead('V1', flat, { kind: 'median' }), lead('III', flat, { derived: true })] })).toEqual(
      [],
    );
  });

  it('asks more bandwidth for children', () => {
    const filters = { low_pass_hz: 150 };
    const warned = ['low_bandwidth /recording/filters/low_pass_hz'];
    expect(judge({ filters })).toEqual([]);
    expect(judge({ filters: { low_pass_hz: 149 } })).toEqual(warned);
    expect(judge({ filters, birth_date: '2014-11-04' })).toEqual(warned);
    expect(judge({ filters, birth_date: '2014-11-03' })).toEqual([]);
    expect(judge({ filters: { low_pass_hz: 250 }, birth_date: '2026-01-01' })).toEqual([]);
  });

  it('marks a low cut above 0.05 Hz, above 0.67 Hz where it is zero-phase', () => {
    const warned = ['high_low_cut /recording/filters/high_pass_hz'];
    expect(judge({ filters: { high_pass_hz: 0.05 } })).toEqual([]);
    expect(judge({ filters: { high_pass_hz: 0.5 } })).toEqual(warned);
    expect(judge({ filters: { high_pass_hz: 0.67, zero_phase: true } })).toEqual([]);
    expect(judge({ filters: { high_pass_hz: 0.68, zero_phase: true } })).toEqual(warned);
  });

  it('marks a QTc more than 10 ms away from its stated formula', () => {
    // Bazett of 400 ms at 72/min: 400 × √1.2 = 438.2 ms.
    const measurements = { heart_rate_bpm: 72, qt_ms: 400, qtc_formula: 'bazett' as const };
    expect(judge({ measurements: { ...measurements, qtc_ms: 448 } })).toEqual([]);
    expect(judge({ measurements: { ...measurements, qtc_ms: 449 } })).toEqual(['qtc_mismatch /measurements/qtc_ms']);
    expect(judge({ measurements: { ...measurements, qtc_ms: 428 } })).toEqual(['qtc_mismatch /measurements/qtc_ms']);
    expect(judge({ measurements: { ...measurements, qtc_formula: null, qtc_ms: 999 } })).toEqual([]);
    expect(judge({ measurements: { qtc_ms: 999, qtc_formula: 'hodges' } })).toEqual([]);
  });

  it('marks limb leads that contradict each other by more than 50 µV, if all twelve were sent', () => {
    const off = (by: number) => (i: number) => beat(400)(i) + (i === 77 ? by : 0);
    expect(judge({ channels: replace('III', off(50)) })).toEqual([]);
    expect(judge({ channels: replace('III', off(51)) })).toEqual(['einthoven_mismatch /recording']);
    const eleven = replace('III', off(500)).filter(({ name }) => name !== 'V6');
    expect(judge({ channels: eleven })).toEqual([]);
  });
});
