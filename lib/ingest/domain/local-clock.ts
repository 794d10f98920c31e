import { Temporal } from 'temporal-polyfill';
import { isTimeZone, type KnownZones, type ResolvedTime } from './device-time';

/** A device's local time over a stretch: the offset it began with, and each change of it. */
export interface LocalClock {
  utc_offset_minutes: number;
  changes: { at: Date; utc_offset_minutes: number }[];
}

const BARE_UTC = /[Zz]$/;

/**
 * The device's local time from one of its times to another. Where the device sent local times, they say it; their
 * zone tells at which instant the clocks changed in between, and where only offsets were sent the change is put to the
 * end. A bare UTC time says nothing about the sleeper's day: then the nearest known zone does (PAP-2).
 */
export function localClock(start: ResolvedTime, end: ResolvedTime, zones: KnownZones): LocalClock {
  const zone = zoneOf(zones);
  const bare = BARE_UTC.test(start.device_time) && BARE_UTC.test(end.device_time);
  if (zone !== null && (bare || start.time_source !== 'offset')) return zonedClock(start, end, zone);
  const { utc_offset_minutes } = start;
  const changed = end.utc_offset_minutes !== utc_offset_minutes;
  return {
    utc_offset_minutes,
    changes: changed ? [{ at: end.recording_date, utc_offset_minutes: end.utc_offset_minutes }] : [],
  };
}

function zoneOf({ request, device, site, organization }: KnownZones): string | null {
  const zone = request ?? device ?? site ?? organization;
  return zone !== undefined && isTimeZone(zone) ? zone : null;
}

const minutesOf = (time: Temporal.ZonedDateTime) => time.offsetNanoseconds / 60_000_000_000;

function zonedClock(start: ResolvedTime, end: ResolvedTime, zone: string): LocalClock {
  const first = Temporal.Instant.fromEpochMilliseconds(start.recording_date.getTime()).toZonedDateTimeISO(zone);
  const changes: LocalClock['changes'] = [];
  let next = first.getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds <= end.recording_date.getTime()) {
    changes.push({ at: new Date(next.epochMilliseconds), utc_offset_minutes: minutesOf(next) });
    next = next.getTimeZoneTransition('next');
  }
  return { utc_offset_minutes: minutesOf(first), changes };
}
