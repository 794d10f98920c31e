import { Temporal } from 'temporal-polyfill';
import type { TIME_SOURCES } from '@/lib/recordings/contracts';

/** Where the zone of a time came from (ING-4). */
export type TimeSource = (typeof TIME_SOURCES)[number];

/** Time zones known at the time of an upload, the nearest to the recording first. IANA names or offsets (`+01:00`). */
export interface KnownZones {
  request?: string | undefined;
  device?: string | undefined;
  site?: string | undefined;
  organization?: string | undefined;
}

/** A device's time, understood. */
export interface ResolvedTime {
  ok: true;
  /** The instant. */
  recording_date: Date;
  /** As the device reported it. */
  device_time: string;
  utc_offset_minutes: number;
  time_source: TimeSource;
  /** The clock showed this time twice or not at all that night. */
  time_ambiguous: boolean;
}

export type UnresolvedTime = { ok: false; reason: 'invalid_date_time' | 'no_time_zone' | 'unknown_time_zone' };

const DEVICE_TIME =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:([Zz])|([+-])((?:0\d|1[0-3]):[0-5]\d|14:00))?$/;

interface ParsedTime {
  local: Temporal.PlainDateTime;
  /** Minutes east of UTC; `null` for a naive time. */
  offset_minutes: number | null;
}

function parse(text: string): ParsedTime | null {
  const match = DEVICE_TIME.exec(text);
  if (!match) return null;
  const [, date, time, utc, sign, offset] = match;
  try {
    const local = Temporal.PlainDateTime.from(`${date}T${time}`);
    if (utc !== undefined) return { local, offset_minutes: 0 };
    if (sign === undefined || offset === undefined) return { local, offset_minutes: null };
    const minutes = Number(offset.slice(0, 2)) * 60 + Number(offset.slice(3));
    return { local, offset_minutes: sign === '-' && minutes > 0 ? -minutes : minutes };
  } catch {
    return null;
  }
}

/** Whether a text is a device's time: RFC 3339, the offset may be missing, the date must exist. */
export function isDeviceTime(text: string): boolean {
  return parse(text) !== null;
}

/** Whether a text carries its own offset from UTC. */
export function hasOffset(text: string): boolean {
  const parsed = parse(text);
  return parsed !== null && parsed.offset_minutes !== null;
}

/** Whether a zone is known: an IANA name or a fixed offset. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    // A time or a whole timestamp would be taken for its zone.
    return !/\d[T ]|\[/.test(name);
  } catch {
    return false;
  }
}

const SOURCES = [
  ['request', 'request_zone'],
  ['device', 'device_zone'],
  ['site', 'site_zone'],
  ['organization', 'organization_zone'],
] as const;

/**
 * What instant a device meant (ING-4). A time with an offset speaks for itself; a naive one is read in the nearest
 * known zone. In the hour that the clocks repeat it takes the earlier offset and is marked ambiguous, unless
 * `options.not_before` (something that came before it in the same upload) proves the later. In the hour that the clocks
 * skip, which only an unadjusted clock can show, the offset from before the change holds and it is marked ambiguous:
 * the recording is kept, its time is flagged.
 *
 * @returns `no_time_zone` for a naive time when no zone is known, `unknown_time_zone` when the nearest one is no zone
 */
export function resolveDeviceTime(
  text: string,
  zones: KnownZones,
  options: { not_before?: Date | undefined } = {},
): ResolvedTime | UnresolvedTime {
  const parsed = parse(text);
  if (!parsed) return { ok: false, reason: 'invalid_date_time' };
  const { local, offset_minutes } = parsed;
  if (offset_minutes !== null) {
    const epoch = local.toZonedDateTime('UTC').epochMilliseconds - offset_minutes * 60_000;
    return resolved(text, epoch, offset_minutes, 'offset', false);
  }
  const source = SOURCES.find(([from]) => zones[from] !== undefined);
  const zone = source && zones[source[0]];
  if (!source || zone === undefined) return { ok: false, reason: 'no_time_zone' };
  if (!isTimeZone(zone)) return { ok: false, reason: 'unknown_time_zone' };
  const before = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const after = local.toZonedDateTime(zone, { disambiguation: 'later' });
  if (before.epochMilliseconds === after.epochMilliseconds) return zoned(text, before, source[1], false);
  const skipped = !before.toPlainDateTime().equals(local);
  if (skipped) return zoned(text, after, source[1], true);
  const floor = options.not_before?.getTime() ?? Number.NEGATIVE_INFINITY;
  const provesLater = before.epochMilliseconds < floor && floor <= after.epochMilliseconds;
  return provesLater ? zoned(text, after, source[1], false) : zoned(text, before, source[1], true);
}

function zoned(text: string, time: Temporal.ZonedDateTime, source: TimeSource, ambiguous: boolean): ResolvedTime {
  return resolved(text, time.epochMilliseconds, time.offsetNanoseconds / 60_000_000_000, source, ambiguous);
}

function resolved(text: string, epoch: number, offset: number, source: TimeSource, ambiguous: boolean): ResolvedTime {
  return {
    ok: true,
    recording_date: new Date(epoch),
    device_time: text,
    utc_offset_minutes: offset,
    time_source: source,
    time_ambiguous: ambiguous,
  };
}

/**
 * How far the device's clock is ahead of ours, in ms (negative: behind). The time on the way counts as the device
 * being behind, so the true offset is this or a little more.
 */
export function clockOffsetMs(sent_at: Date, received_at: Date): number {
  return sent_at.getTime() - received_at.getTime();
}
