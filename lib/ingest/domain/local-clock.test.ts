import { describe, expect, it } from 'vitest';
import { type KnownZones, type ResolvedTime, resolveDeviceTime } from './device-time';
import { localClock } from './local-clock';

function resolved(text: string, zones: KnownZones = {}, not_before?: Date): ResolvedTime {
  const time = resolveDeviceTime(text, zones, { not_before });
  if (!time.ok) throw new Error(time.reason);
  return time;
}

describe('localClock', () => {
  const zones = { organization: 'Europe/Brussels' };
  const night = (from: string, to: string, known: KnownZones = zones) => {
    const start = resolved(from, known);
    return localClock(start, resolved(to, known, start.recording_date), known);
  };

  it('finds the instant of a change in the device’s zone', () => {
    expect(night('2026-10-24T22:00:00', '2026-10-25T07:00:00')).toEqual({
      utc_offset_minutes: 120,
      changes: [{ at: new Date('2026-10-25T01:00:00Z'), utc_offset_minutes: 60 }],
    });
    expect(night('2026-11-02T22:00:00', '2026-11-03T07:00:00')).toEqual({ utc_offset_minutes: 60, changes: [] });
  });

  it('believes the offsets of a device that sends them, and puts a change to the end', () => {
    expect(night('2026-11-02T22:00:00-05:00', '2026-11-03T07:00:00-05:00')).toEqual({
      utc_offset_minutes: -300,
      changes: [],
    });
    expect(night('2026-10-24T22:00:00+02:00', '2026-10-25T07:00:00+01:00')).toEqual({
      utc_offset_minutes: 120,
      changes: [{ at: new Date('2026-10-25T06:00:00Z'), utc_offset_minutes: 60 }],
    });
  });

  it('takes a zone for bare UTC, which says nothing of the sleeper’s day', () => {
    const sydney = { request: 'Australia/Sydney', organization: 'Europe/Brussels' };
    expect(night('2026-11-02T10:30:00Z', '2026-11-02T20:00:00Z', sydney).utc_offset_minutes).toBe(660);
    expect(night('2026-11-02T10:30:00Z', '2026-11-02T20:00:00Z', {}).utc_offset_minutes).toBe(0);
    expect(night('2026-11-02T10:30:00Z', '2026-11-02T20:00:00Z', { device: 'No/Zone' }).utc_offset_minutes).toBe(0);
  });
});
