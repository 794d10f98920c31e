import { describe, expect, it } from 'vitest';
import { type DeviceActivity, deviceStatus, missedNights, silentBefore, waitingSince } from './silence';

const BRUSSELS = 'Europe/Brussels';
const NOW = new Date('2026-11-22T14:02:00+01:00');
const at = (text: string) => new Date(text);

describe('missed nights', () => {
  it.each([
    ['this morning', '2026-11-22T08:11:00+01:00', 0],
    ['tonight’s first minutes', '2026-11-22T00:05:00+01:00', 0],
    ['yesterday evening', '2026-11-21T23:55:00+01:00', 1],
    ['yesterday morning', '2026-11-21T09:02:00+01:00', 1],
    ['two days ago', '2026-11-20T07:00:00+01:00', 2],
    ['three days ago', '2026-11-19T07:00:00+01:00', 3],
    ['four days ago', '2026-11-18T07:22:00+01:00', 4],
    ['four days ago, in the afternoon', '2026-11-18T15:00:00+01:00', 4],
    ['in the future', '2026-11-24T07:00:00+01:00', 0],
  ])('since %s at 14:02', (_when, since, nights) => {
    expect(missedNights(at(since), NOW, BRUSSELS)).toBe(nights);
  });

  it('are due at noon, not before', () => {
    const since = at('2026-11-21T08:00:00+01:00');
    expect(missedNights(since, at('2026-11-22T11:59:59+01:00'), BRUSSELS)).toBe(0);
    expect(missedNights(since, at('2026-11-22T12:00:00+01:00'), BRUSSELS)).toBe(1);
  });

  it('are counted in the zone of the device', () => {
    const since = at('2026-11-21T16:00:00Z');
    expect(missedNights(since, at('2026-11-22T22:00:00Z'), 'UTC')).toBe(1);
    // there it is already the 22nd at one, and the 23rd at seven in the morning
    expect(missedNights(since, at('2026-11-22T22:00:00Z'), 'Asia/Tokyo')).toBe(0);
  });

  it('are whole nights over a change of the clocks', () => {
    expect(missedNights(at('2026-10-24T08:00:00+02:00'), at('2026-10-27T12:30:00+01:00'), BRUSSELS)).toBe(3);
    expect(missedNights(at('2026-03-28T08:00:00+01:00'), at('2026-03-31T12:30:00+02:00'), BRUSSELS)).toBe(3);
  });
});

const aDevice = (change: Partial<DeviceActivity> = {}): DeviceActivity => ({
  cadence: 'nightly',
  shared: false,
  assignments: [],
  last_seen_at: at('2026-11-22T08:11:00+01:00'),
  created_at: at('2026-01-01T00:00:00Z'),
  ...change,
});
const period = (from: string, to: string | null) => ({ from: at(from), to: to === null ? null : at(to) });

describe('the status of a device', () => {
  it.each([
    ['nightly, heard of this morning', aDevice(), { kind: 'on_time' }],
    ['one night overdue', aDevice({ last_seen_at: at('2026-11-21T09:02:00+01:00') }), { kind: 'late', hours: 2 }],
    ['two nights overdue', aDevice({ last_seen_at: at('2026-11-20T09:02:00+01:00') }), { kind: 'late', hours: 26 }],
    ['three nights missed', aDevice({ last_seen_at: at('2026-11-19T07:22:00+01:00') }), { kind: 'silent', nights: 3 }],
    ['used today', aDevice({ cadence: 'on_use' }), { kind: 'on_time' }],
    [
      'not used for a month, sending on use',
      aDevice({ cadence: 'on_use', last_seen_at: at('2026-10-28T10:30:00+01:00') }),
      { kind: 'idle' },
    ],
    [
      'nobody has it any more',
      aDevice({
        assignments: [period('2026-06-01T12:00:00Z', '2026-11-18T12:00:00Z')],
        last_seen_at: at('2026-11-18T08:00:00Z'),
      }),
      { kind: 'idle' },
    ],
    [
      'shared, whatever was assigned once',
      aDevice({
        shared: true,
        assignments: [period('2026-06-01T12:00:00Z', '2026-07-01T12:00:00Z')],
        last_seen_at: at('2026-11-18T08:00:00+01:00'),
      }),
      { kind: 'silent', nights: 4 },
    ],
    [
      'with its patient since yesterday, last heard of in summer',
      aDevice({
        assignments: [period('2026-11-21T15:00:00+01:00', null)],
        last_seen_at: at('2026-07-01T08:00:00Z'),
      }),
      { kind: 'late', hours: 2 },
    ],
    [
      'with its patient for a week and never heard of',
      aDevice({ assignments: [period('2026-11-15T15:00:00+01:00', null)], last_seen_at: null }),
      { kind: 'silent', nights: 7 },
    ],
    [
      'on the shelf for months, never heard of',
      aDevice({ last_seen_at: null, created_at: at('2026-06-01T08:00:00Z') }),
      { kind: 'never_seen' },
    ],
    ['registered today', aDevice({ last_seen_at: null, created_at: NOW }), { kind: 'never_seen' }],
    ['never used, sending on use', aDevice({ last_seen_at: null, cadence: 'on_use' }), { kind: 'never_seen' }],
  ])('%s', (_what, device, status) => {
    expect(deviceStatus(device, NOW, BRUSSELS)).toEqual(status);
  });

  it('cannot be silent sooner than the shortest three missed nights', () => {
    // the clocks go forward in the night of the 29th: a midnight to the third noon is an hour shorter
    const noon = at('2026-03-30T12:00:00+02:00');
    const seen = at('2026-03-27T23:59:59+01:00');
    expect(missedNights(seen, noon, BRUSSELS)).toBe(3);
    expect(seen.getTime()).toBeLessThanOrEqual(silentBefore(noon).getTime());
  });

  it('waits for nothing from a device that sends when it is used', () => {
    expect(waitingSince(aDevice({ cadence: 'on_use' }), NOW)).toBeNull();
    expect(waitingSince(aDevice(), NOW)).toEqual(at('2026-11-22T08:11:00+01:00'));
  });
});
