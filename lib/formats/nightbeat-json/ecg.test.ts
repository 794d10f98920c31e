import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUpload } from '@/lib/ingest/envelope/parse-upload';
import type { Channel } from '@/lib/signals/types';
import { ecgFromRecording } from './ecg';

type Json = Record<string, unknown>;

/** From JSON text, through the same door as any upload. */
function readEcg(recording: Json) {
  const body: unknown = JSON.parse(
    JSON.stringify({ device_id: 'D', recording_date: '2026-11-03T08:15:00Z', recording }),
  );
  const parsed = parseUpload('ecg', body);
  if (!parsed.ok || !parsed.upload.recording) throw new Error(JSON.stringify(parsed));
  return ecgFromRecording(parsed.upload.recording);
}

const values = (channel: Channel | undefined) =>
  channel?.segments.flatMap(({ samples, scale, offset }) => Array.from(samples, (raw) => (raw - offset) * scale));

const chest = (samples: number[]) =>
  Object.fromEntries(['V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((name) => [name, samples]));

describe('an ECG in our own JSON', () => {
  it.each([
    ['nV', undefined, [5000, 9000]],
    ['uV', undefined, [5, 9]],
    ['uV', 4.88, [5 / 4.88, 9 / 4.88]],
    ['mV', undefined, [0.005, 0.009]],
    ['V', undefined, [0.000005, 0.000009]],
    ['adc', 2.5, [2, 3.6]],
  ])('in %s with scale %s comes out in µV', (unit, scale, samples) => {
    const { channels } = readEcg({ sampling_rate_hz: 500, unit, scale, leads: { I: samples } });
    expect(channels[0]).toMatchObject({ id: '0', name: 'I', kind: 'rhythm', unit: 'uV', derived: false });
    const [five = 0, nine = 0] = values(channels[0]) ?? [];
    expect(five).toBeCloseTo(5, 6);
    expect(nine).toBeCloseTo(9, 6);
  });

  it('keeps millivolts with three decimals exactly', () => {
    const { channels } = readEcg({ sampling_rate_hz: 500, unit: 'mV', leads: { I: [0.005, -0.012] } });
    expect(values(channels[0])).toEqual([5, -12]);
  });

  it('takes offset and a lead’s own unit, scale and offset', () => {
    const leads = { I: [10, 12], II: { samples: [1, 2], unit: 'mV', scale: 1, offset: 0 } };
    const { channels, pointers } = readEcg({ sampling_rate_hz: 500, unit: 'uV', scale: 2, offset: 10, leads });
    expect(channels.map(values)).toEqual([
      [0, 4],
      [1000, 2000],
    ]);
    expect(pointers.get('1')).toBe('/recording/leads/II');
  });

  it('counts duration with the gaps at its ends', () => {
    const recording = readEcg({ sampling_rate_hz: 250, unit: 'uV', leads: { I: [null, 1, null, 3, null] } });
    expect(recording).toMatchObject({ duration_ms: 20, sampling_rate_hz: 250, leads: ['I'], filters: null });
    expect(recording.channels[0]?.segments.map(({ start_ms }) => start_ms)).toEqual([4, 12]);
  });

  it('joins blocks that follow each other, keeps those that overlap apart, and medians too', () => {
    const block = (kind: string, start_offset_ms: number, samples: number[], name = 'II') => ({
      ...{ kind, start_offset_ms },
      channels: [{ name, sampling_rate_hz: 500, unit: 'uV', samples }],
    });
    const blocks = [
      block('median', 0, [9]),
      block('rhythm', 100, [3, 4]),
      block('rhythm', 0, [1, 2]),
      block('rhythm', 101, [5]),
    ];
    const { channels, duration_ms, pointers, leads } = readEcg({ blocks });
    expect(channels.map(({ kind, segments }) => [kind, segments.map(({ start_ms }) => start_ms)])).toEqual([
      ['rhythm', [0, 100]],
      ['rhythm', [101]],
      ['median', [0]],
    ]);
    expect([...pointers.values()]).toEqual([2, 3, 0].map((b) => `/recording/blocks/${b}/channels/0`));
    expect([duration_ms, leads]).toEqual([104, ['II']]);
  });

  it('orders leads as they are shown, under their canonical names', () => {
    const { leads } = readEcg({
      sampling_rate_hz: 500,
      unit: 'uV',
      leads: { V2: [1], 'Lead II': [1], avr: [1], V1: [1] },
    });
    expect(leads).toEqual(['II', 'aVR', 'V1', 'V2']);
  });
});

describe('lead derivation', () => {
  it('makes twelve leads of eight, exactly and marked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -9999, max: 9999 })), {
          minLength: 1,
        }),
        (pairs) => {
          const one = pairs.map(([value]) => value);
          const two = pairs.map(([, value]) => value);
          const { channels } = readEcg({
            sampling_rate_hz: 500,
            unit: 'uV',
            leads: { I: one, II: two, ...chest(one) },
          });
          expect(channels.map(({ name }) => name)).toEqual([
            'I',
            'II',
            'III',
            'aVR',
            'aVL',
            'aVF',
            'V1',
            'V2',
            'V3',
            'V4',
            'V5',
            'V6',
          ]);
          expect(channels.filter(({ derived }) => derived).map(({ name }) => name)).toEqual([
            'III',
            'aVR',
            'aVL',
            'aVF',
          ]);
          const read = (name: string) =>
            values(channels.find((channel) => channel.name === name))?.map((value) => value + 0);
          expect(read('III')).toEqual(pairs.map(([i, ii]) => ii - i));
          expect(read('aVR')).toEqual(pairs.map(([i, ii]) => -(i + ii) / 2 + 0));
          expect(read('aVL')).toEqual(pairs.map(([i, ii]) => i - ii / 2));
          expect(read('aVF')).toEqual(pairs.map(([i, ii]) => ii - i / 2));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('works across different scales, to single precision', () => {
    const leads = {
      I: { samples: [100, 200], scale: 4.88 },
      II: { samples: [300, 500], scale: 2.5 },
      ...chest([1, 2]),
    };
    const { channels } = readEcg({ sampling_rate_hz: 500, unit: 'uV', leads });
    const [first = 0, second = 0] = values(channels.find(({ name }) => name === 'III')) ?? [];
    expect(first).toBeCloseTo(750 - 488, 3);
    expect(second).toBeCloseTo(1250 - 976, 3);
  });

  it('has a gap where either source has one', () => {
    const { channels } = readEcg({
      sampling_rate_hz: 500,
      unit: 'uV',
      leads: { I: [1, null, 3, 4], II: [1, 2, 3, null], ...chest([1, 2, 3, 4]) },
    });
    expect(
      channels.find(({ name }) => name === 'III')?.segments.map(({ start_ms, samples }) => [start_ms, samples.length]),
    ).toEqual([
      [0, 1],
      [4, 1],
    ]);
  });

  it.each([
    ['two leads', { I: [1], II: [1] }],
    ['a limb lead sent', { I: [1], II: [1], aVF: [1], ...chest([1]) }],
    ['a chest lead missing', { I: [1], II: [1], ...chest([1]), V6: undefined }],
    ['no lead II', { I: [1], ...chest([1]) }],
  ])('leaves %s alone', (_, leads) => {
    expect(readEcg({ sampling_rate_hz: 500, unit: 'uV', leads }).channels.some(({ derived }) => derived)).toBe(false);
  });
});
