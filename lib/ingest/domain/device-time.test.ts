import { describe, expect, it } from 'vitest';
import { clockOffsetMs, hasOffset, isDeviceTime, isTimeZone, type KnownZones, resolveDeviceTime } from './device-time';

const brussels = { request: 'Europe/Brussels' };

function resolve(text: string, zones: KnownZones = {}, not_before?: string) {
  const time = resolveDeviceTime(text, zones, {
    not_before: not_before === undefined ? undefined : new Date(not_before),
  });
  if (!time.ok) return time.reason;
  const { recording_date, utc_offset_minutes, time_source, time_ambiguous } = time;
  return [recording_date.toISOString(), utc_offset_minutes, time_source, time_ambiguous];
}

describe('a device’s time', () => {
  it('speaks for itself with an offset, whatever zones are known', () => {
    expect(resolve('2026-11-03T08:15:00+01:00', { request: 'Asia/Tokyo' })).toEqual([
      '2026-11-03T07:15:00.000Z',
      60,
      'offset',
      false,
    ]);
    expect(resolve('2026-11-03T08:15:00.250Z')).toEqual(['2026-11-03T08:15:00.250Z', 0, 'offset', false]);
    expect(resolve('2026-11-03 08:15:00-03:30')).toEqual(['2026-11-03T11:45:00.000Z', -210, 'offset', false]);
    expect(resolve('2026-11-03t08:15:00z')).toEqual(['2026-11-03T08:15:00.000Z', 0, 'offset', false]);
  });

  it('is kept as it was reported', () => {
    expect(resolveDeviceTime('2026-11-03T08:15:00', brussels)).toMatchObject({ device_time: '2026-11-03T08:15:00' });
  });

  it('takes the nearest known zone when it has no offset', () => {
    const zones = { device: 'Europe/London', site: 'Europe/Athens', organization: 'Asia/Tokyo' };
    const naive = '2026-11-03T08:15:00';
    expect(resolve(naive, { ...brussels, ...zones })).toEqual(['2026-11-03T07:15:00.000Z', 60, 'request_zone', false]);
    expect(resolve(naive, zones)).toEqual(['2026-11-03T08:15:00.000Z', 0, 'device_zone', false]);
    expect(resolve(naive, { ...zones, device: undefined })).toEqual([
      '2026-11-03T06:15:00.000Z',
      120,
      'site_zone',
      false,
    ]);
    expect(resolve(naive, { organization: 'Asia/Tokyo' })).toEqual([
      '2026-11-02T23:15:00.000Z',
      540,
      'organization_zone',
      false,
    ]);
    expect(resolve(naive, { request: '-02:00' })).toEqual(['2026-11-03T10:15:00.000Z', -120, 'request_zone', false]);
    expect(resolve(naive)).toBe('no_time_zone');
    expect(resolve(naive, { device: 'Mars/Olympus' })).toBe('unknown_time_zone');
  });

  // Brussels goes back from +02:00 to +01:00 on 25 October 2026 at 01:00 UTC: 02:00 to 03:00 comes twice.
  it('takes the earlier offset in the repeated hour and says so', () => {
    expect(resolve('2026-10-25T02:30:00', brussels)).toEqual(['2026-10-25T00:30:00.000Z', 120, 'request_zone', true]);
    expect(resolve('2026-10-25T01:59:59', brussels)).toEqual(['2026-10-24T23:59:59.000Z', 120, 'request_zone', false]);
    expect(resolve('2026-10-25T03:00:00', brussels)).toEqual(['2026-10-25T02:00:00.000Z', 60, 'request_zone', false]);
  });

  it('takes the later offset in the repeated hour when order proves it', () => {
    const text = '2026-10-25T02:10:00';
    expect(resolve(text, brussels, '2026-10-25T00:50:00Z')).toEqual([
      '2026-10-25T01:10:00.000Z',
      60,
      'request_zone',
      false,
    ]);
    expect(resolve(text, brussels, '2026-10-25T00:05:00Z')).toEqual([
      '2026-10-25T00:10:00.000Z',
      120,
      'request_zone',
      true,
    ]);
    // After both: this proves nothing about which of the two was meant.
    expect(resolve(text, brussels, '2026-10-25T05:00:00Z')).toEqual([
      '2026-10-25T00:10:00.000Z',
      120,
      'request_zone',
      true,
    ]);
  });

  // Brussels skips 02:00 to 03:00 on 29 March 2026.
  it('reads the skipped hour with the offset from before and marks it', () => {
    expect(resolve('2026-03-29T02:30:00', brussels)).toEqual(['2026-03-29T01:30:00.000Z', 120, 'request_zone', true]);
  });

  it.each([
    '2026-11-03',
    '2026-11-03T08:15',
    '2026-02-30T08:15:00Z',
    '2026-11-03T25:00:00Z',
    '2026-11-03T08:15:00+15:00',
    '2026-11-03T08:15:00+0100',
    '20261103T081500Z',
    '2026-11-03T08:15:00Z[Europe/Brussels]',
    ' 2026-11-03T08:15:00Z',
    '1762154100',
    '',
  ])('is not %j', (text) => {
    expect(isDeviceTime(text)).toBe(false);
    expect(resolve(text, brussels)).toBe('invalid_date_time');
  });

  it('says whether it carries an offset', () => {
    expect([hasOffset('2026-11-03T08:15:00Z'), hasOffset('2026-11-03T08:15:00'), hasOffset('x')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('isTimeZone', () => {
  it.each(['Europe/Brussels', 'UTC', 'America/Argentina/Buenos_Aires', '+05:30', '-03:00'])('knows %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });
  it.each(['Europe/Atlantis', '', 'Z1', '2026-11-03T08:15:00+01:00', '2026-11-03T08:15:00[Europe/Brussels]', '+25:00'])(
    'does not know %j',
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );
});

it('says how far the device’s clock is ahead', () => {
  expect(clockOffsetMs(new Date('2026-11-03T08:00:10Z'), new Date('2026-11-03T08:00:00Z'))).toBe(10_000);
});
