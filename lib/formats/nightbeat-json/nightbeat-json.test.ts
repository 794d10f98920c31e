import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentHash, samplesHash } from '@/lib/ingest/domain/content-hash';
import { parseUpload } from '@/lib/ingest/envelope';
import type { Channel } from '@/lib/signals/types';
import { ecgFromRecording } from './ecg';
import { therapyFromUpload } from './therapy';

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

function readTherapy(therapy: Json, head: Json = {}, zones = {}) {
  const parsed = parseUpload('cpap', JSON.parse(JSON.stringify({ device_id: 'D', therapy, ...head })));
  if (!parsed.ok || !parsed.upload.therapy) throw new Error(JSON.stringify(parsed));
  return therapyFromUpload(parsed.upload.therapy, zones, parsed.upload);
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

describe('therapy in our own JSON', () => {
  const session = (start: string, end: string, changes: Json = {}) => ({ start, end, ...changes });
  const flow = (samples: number[], sampling_rate_hz = 25) => ({ name: 'flow', unit: 'L/s', sampling_rate_hz, samples });

  it('places sessions, events and signals in time', () => {
    const first = session('2026-11-02T22:41:00+01:00', '2026-11-02T23:41:00+01:00', {
      events: [{ type: 'hypopnea', start: '2026-11-02T23:00:00+01:00', duration_s: 14 }],
      signals: [{ name: 'spo2', unit: '%', sampling_rate_hz: 1, samples: [97, null, 96] }, flow([0.1, 0.2])],
    });
    const second = session('2026-11-03T00:41:00+01:00', '2026-11-03T06:12:00+01:00', { signals: [flow([0.3])] });
    const read = readTherapy({ sessions: [second, first] });
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    const { channels, sessions, start, end, duration_ms, night, judged, pointers } = read.therapy;
    expect(channels.map(({ id, name, unit, encoding }) => [id, name, unit, encoding])).toEqual([
      ['0', 'flow', 'L/s', 'int16'],
      ['1', 'spo2', '%', 'int16'],
    ]);
    expect(channels[0]?.segments.map(({ start_ms }) => start_ms)).toEqual([0, 7_200_000]);
    expect(channels[1]?.segments.map(({ start_ms }) => start_ms)).toEqual([0, 2000]);
    expect(sessions.map(({ events }) => events)).toEqual([
      [{ type: 'hypopnea', start: new Date('2026-11-02T22:00:00Z'), duration_s: 14 }],
      null,
    ]);
    expect(start).toMatchObject({
      recording_date: new Date('2026-11-02T21:41:00Z'),
      utc_offset_minutes: 60,
      time_source: 'offset',
    });
    expect([end.toISOString(), duration_ms, night]).toEqual(['2026-11-03T05:12:00.000Z', 27_060_000, '2026-11-02']);
    expect(judged.map(({ pointer }) => pointer)).toEqual(['/therapy/sessions/1', '/therapy/sessions/0']);
    expect(pointers.get('0')).toBe('/therapy/sessions/1/signals/1');
  });

  it('keeps the same signal at another rate, or over the end of its session, as a channel of its own', () => {
    const sessions = [
      session('2026-11-02T22:00:00Z', '2026-11-02T22:00:01Z', { signals: [flow(Array(50).fill(1))] }),
      session('2026-11-02T22:00:01Z', '2026-11-02T22:00:02Z', { signals: [flow(Array(25).fill(2))] }),
      session('2026-11-02T22:00:02Z', '2026-11-02T22:00:03Z', { signals: [flow(Array(10).fill(3), 10)] }),
    ];
    const read = readTherapy({ sessions });
    if (!read.ok) throw new Error('sessions expected');
    expect(read.therapy.channels.map(({ name, rate, segments }) => [name, rate.numerator, segments.length])).toEqual([
      ['flow', 25, 1],
      ['flow', 25, 1],
      ['flow', 10, 1],
    ]);
  });

  it('follows a naive night through the repeated hour', () => {
    // The clock goes back at 03:00: 02:50 to 02:10 is twenty minutes, and the next session is after it.
    const sessions = [
      session('2026-10-25T02:50:00', '2026-10-25T02:10:00'),
      session('2026-10-25T02:20:00', '2026-10-25T05:00:00'),
    ];
    const read = readTherapy({ sessions }, {}, { device: 'Europe/Brussels' });
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    expect(read.therapy.sessions.map(({ start, end }) => [start.toISOString(), end.toISOString()])).toEqual([
      ['2026-10-25T00:50:00.000Z', '2026-10-25T01:10:00.000Z'],
      ['2026-10-25T01:20:00.000Z', '2026-10-25T04:00:00.000Z'],
    ]);
    expect(read.therapy.night).toBe('2026-10-24');
  });

  it('begins a day without sessions at noon of its night', () => {
    const read = readTherapy({ summary: { usage_minutes: 0 } }, { night: '2026-11-02' }, { site: 'Europe/Brussels' });
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    expect(read.therapy.start).toMatchObject({
      recording_date: new Date('2026-11-02T11:00:00Z'),
      time_source: 'site_zone',
    });
    expect(read.therapy).toMatchObject({ night: '2026-11-02', duration_ms: 0, channels: [], sessions: [] });
  });

  it('names every time it cannot place, and sessions that turn out to overlap', () => {
    const naive = [
      session('2026-11-02T22:00:00', '2026-11-03T06:00:00'),
      session('2026-11-03T05:00:00', '2026-11-03T07:00:00'),
    ];
    const codes = (read: ReturnType<typeof readTherapy>) =>
      read.ok || read.errors.map(({ code, pointer }) => `${code} ${pointer}`);
    expect(codes(readTherapy({ sessions: naive }))).toEqual([
      'no_time_zone /therapy/sessions/0/start',
      'no_time_zone /therapy/sessions/1/start',
    ]);
    expect(codes(readTherapy({ sessions: naive }, {}, { device: 'UTC' }))).toEqual([
      'overlapping_sessions /therapy/sessions/1/start',
    ]);
    expect(codes(readTherapy({ summary: {} }, { night: '2026-11-02' }))).toEqual(['no_time_zone /night']);
  });
});

describe('hashes of content', () => {
  const short = { sampling_rate_hz: 500, unit: 'uV', leads: { I: [0, null, 9], II: [1, 2, 3] } };
  const blocks = {
    blocks: [
      {
        channels: [
          { samples: [1, 2, 3], unit: 'uV', name: 'Lead II', sampling_rate_hz: 500 },
          { name: 'I', unit: 'uV', scale: 1, sampling_rate_hz: 500, samples: [0, null, 9] },
        ],
        kind: 'rhythm',
      },
    ],
  };
  const head = { patient_id: 'P1', device_id: 'D1', start: new Date('2026-11-03T07:15:00Z') };
  const hash = (recording: Json, changes: Json = {}) =>
    contentHash({ ...head, ...changes, channels: readEcg(recording).channels });

  it('are the same however the recording was written', () => {
    expect(hash(short)).toMatch(/^[0-9a-f]{64}$/);
    expect(hash(blocks)).toBe(hash(short));
    expect(hash({ leads: { II: [1, 2, 3], I: [0, null, 9] }, unit: 'uV', sampling_rate_hz: 500.0 })).toBe(hash(short));
  });

  it('differ by patient, device, start, facts, lead, rate, gap and sample', () => {
    const others = [
      hash(short, { patient_id: 'P2' }),
      hash(short, { patient_id: null }),
      hash(short, { device_id: 'D2' }),
      hash(short, { start: new Date('2026-11-03T07:15:00.001Z') }),
      hash(short, { facts: { usage_minutes: 1 } }),
      hash({ ...short, sampling_rate_hz: 501 }),
      hash({ ...short, leads: { I: [0, null, 9], III: [1, 2, 3] } }),
      hash({ ...short, leads: { I: [0, 9, null], II: [1, 2, 3] } }),
      hash({ ...short, leads: { I: [0, null, 9], II: [1, 2, 4] } }),
    ];
    expect(new Set([...others, hash(short)]).size).toBe(others.length + 1);
  });

  it('takes facts whatever the order of their fields', () => {
    expect(hash(short, { facts: { a: 1, b: { c: [1], d: 2 } } })).toBe(
      hash(short, { facts: { b: { d: 2, c: [1] }, a: 1 } }),
    );
    expect(hash(short, { facts: { a: 1, b: undefined } })).toBe(hash(short, { facts: { a: 1 } }));
  });

  it('of samples alone are the same for everybody, and none without samples', () => {
    expect(samplesHash(readEcg(short).channels)).toBe(samplesHash(readEcg(blocks).channels));
    expect(samplesHash(readEcg(short).channels)).not.toBe(
      samplesHash(readEcg({ ...short, leads: { I: [1] } }).channels),
    );
    expect(samplesHash([])).toBeNull();
  });
});
