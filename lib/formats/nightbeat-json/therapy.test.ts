import { describe, expect, it } from 'vitest';
import { parseUpload } from '@/lib/ingest/envelope/parse-upload';
import { therapyFromUpload } from './therapy';

type Json = Record<string, unknown>;

function readTherapy(therapy: Json, head: Json = {}, zones = {}) {
  const parsed = parseUpload('cpap', JSON.parse(JSON.stringify({ device_id: 'D', therapy, ...head })));
  if (!parsed.ok || !parsed.upload.therapy) throw new Error(JSON.stringify(parsed));
  return therapyFromUpload(parsed.upload.therapy, zones, parsed.upload);
}

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
