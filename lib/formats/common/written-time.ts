import type { WrittenTime } from '../recording';
import type { Warnings } from './warnings';

/** `YYYY-MM-DD` of a date that exists, else `null`. */
export function dateText(year: number, month: number, day: number): string | null {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return null;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day <= days ? `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}` : null;
}

/** `HH:MM[:SS[.fff]]` of a time of day, else `null`. */
export function timeText(hour: number, minute: number, second?: number, fraction = ''): string | null {
  if (!(hour >= 0 && hour < 24 && minute >= 0 && minute < 60)) return null;
  if (second === undefined) return `${two(hour)}:${two(minute)}`;
  if (!(second >= 0 && second < 60)) return null;
  return `${two(hour)}:${two(minute)}:${two(second)}${fraction === '' ? '' : `.${fraction}`}`;
}

const two = (value: number) => String(value).padStart(2, '0');

/** A written time of its parts; `null` when nothing of it is known. A part that was written but does not exist warns. */
export function writtenTime(
  parts: { date?: string | null; time?: string | null; utc_offset_minutes?: number | null },
  warnings?: Warnings,
  wrote = false,
): WrittenTime | null {
  const { date = null, time = null, utc_offset_minutes = null } = parts;
  if (wrote && (date === null || time === null)) {
    warnings?.add('invalid_date', 'The time of the recording is written in a way that is no date or no time.');
  }
  return date === null && time === null ? null : { date, time, utc_offset_minutes };
}

/** An offset from UTC as RFC 3339 writes it: `+01:00`, `-08:00`. */
export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Minutes of an offset such as `+0100`, `-08:00` or `Z`; `null` for anything else. */
export function offsetMinutes(text: string): number | null {
  if (text === 'Z') return 0;
  const match = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  if (match === null) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (Number(match[3]) > 59 || minutes > 18 * 60) return null;
  // A plain 0 for -00:00.
  return match[1] === '-' ? 0 - minutes : minutes;
}

/**
 * The digits of HL7 (TS) and DICOM (DT): `YYYYMMDD[HH[MM[SS[.fff]]]][±ZZZZ]`. An hour alone is no time of day. `null`
 * when it is no such text or the date does not exist.
 */
export function timeOfDigits(text: string | null | undefined): WrittenTime | null {
  const match = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,9}))?)?)?)?([+-]\d{4}|Z)?$/.exec(
    text?.trim() ?? '',
  );
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const date = dateText(Number(year), Number(month), Number(day));
  if (date === null) return null;
  const seconds = second === undefined ? undefined : Number(second);
  const time = minute === undefined ? null : timeText(Number(hour), Number(minute), seconds, fraction);
  return { date, time, utc_offset_minutes: zone === undefined ? null : offsetMinutes(zone) };
}

/** `YYYY-MM-DD[(T| )HH:MM[:SS[.fff]][ ][Z|±HH[:]MM]]` as ISO 8601 and its relatives write it; `null` for all else. */
export function timeOfIso(text: string | null | undefined): WrittenTime | null {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/.exec(
      text?.trim() ?? '',
    );
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const date = dateText(Number(year), Number(month), Number(day));
  if (date === null) return null;
  const seconds = second === undefined ? undefined : Number(second);
  const time = hour === undefined ? null : timeText(Number(hour), Number(minute), seconds, fraction);
  return { date, time, utc_offset_minutes: zone === undefined ? null : offsetMinutes(zone) };
}

const DAY_MS = 86_400_000;

/**
 * Milliseconds from one written time to another, both complete and both with the same offset or both without one;
 * `null` where they cannot be compared.
 */
export function msBetween(from: WrittenTime | null, to: WrittenTime | null): number | null {
  const [start, end] = [wallClockMs(from), wallClockMs(to)];
  if (start === null || end === null || from?.utc_offset_minutes !== to?.utc_offset_minutes) return null;
  return end - start;
}

function wallClockMs(written: WrittenTime | null): number | null {
  if (written?.date == null || written.time === null) return null;
  const [hour = '0', minute = '0', second = '0'] = written.time.split(':');
  const days = Date.parse(`${written.date}T00:00:00Z`) / DAY_MS;
  // In whole microseconds: 0.1 s has no exact double, and a difference of two must not show it.
  const micros = Math.round(Number(second) * 1e6);
  return days * DAY_MS + (Number(hour) * 60 + Number(minute)) * 60_000 + micros / 1000;
}
