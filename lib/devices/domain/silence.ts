import { type Period, periodAt } from './assignment';
import type { DeviceCadence } from './kinds';

/** A device is silent after this many missed nights (DEV-2). */
export const SILENT_AFTER_NIGHTS = 3;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A device that sends when it is used counts as in use for this long after it was last heard of. */
const IN_USE_MS = DAY_MS;
/** The shortest time that can hold three missed nights: from a midnight to a noon, on the day of 23 hours. */
const SHORTEST_SILENCE_MS = 59 * HOUR_MS;

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  });
  formatters.set(timeZone, made);
  return made;
}

/** The calendar day of an instant in a zone, counted from 1970-01-01, and the hour of that day. */
function localDay(instant: Date, timeZone: string): { day: number; hour: number } {
  const parts = formatterOf(timeZone).formatToParts(instant);
  const value = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return { day: Date.UTC(value('year'), value('month') - 1, value('day')) / DAY_MS, hour: value('hour') };
}

/** The calendar date of an instant in a zone, `YYYY-MM-DD`. */
export function localDate(instant: Date, timeZone: string): string {
  return new Date(localDay(instant, timeZone).day * DAY_MS).toISOString().slice(0, 10);
}

/**
 * How many nights should have been delivered since a device was last heard of, and were not. A night is named by the
 * day it begins on, ends at noon and is due then; whoever is heard of on a day has delivered the nights that ended
 * before it, the last of them yesterday's.
 *
 * @param since when the device was last heard of, or from when on something was expected of it
 * @param timeZone IANA name of the zone the device is in
 */
export function missedNights(since: Date, now: Date, timeZone: string): number {
  const delivered = localDay(since, timeZone).day - 1;
  const today = localDay(now, timeZone);
  const due = today.hour >= 12 ? today.day - 1 : today.day - 2;
  return Math.max(0, due - delivered);
}

/** Whoever was heard of after this instant cannot be silent yet, in whatever zone. */
export function silentBefore(now: Date): Date {
  return new Date(now.getTime() - SHORTEST_SILENCE_MS);
}

/** What the silence of a device is judged by. */
export interface DeviceActivity {
  cadence: DeviceCadence;
  /** Used for many patients, so that assignments say nothing of it. */
  shared: boolean;
  assignments: readonly Period[];
  last_seen_at: Date | null;
  created_at: Date;
}

/**
 * From when on nights of a device are waited for: since it was last heard of, since its patient has it, or since it is
 * known, whichever is the latest. Null where none are expected: it sends when it is used, its time with a patient has
 * ended, or it stands on the shelf, nobody's and never heard of.
 */
export function waitingSince(device: DeviceActivity, now: Date): Date | null {
  if (device.cadence !== 'nightly') return null;
  const known = device.last_seen_at ?? device.created_at;
  if (device.shared) return known;
  if (device.assignments.length === 0) return device.last_seen_at;
  const current = periodAt(device.assignments, now);
  if (!current) return null;
  return new Date(Math.max(current.from.getTime(), known.getTime()));
}

/** How a device stands with what is expected of it. */
export type DeviceStatus =
  | { kind: 'on_time' }
  /** One or two nights are overdue; `hours` since the first of them was due. */
  | { kind: 'late'; hours: number }
  | { kind: 'silent'; nights: number }
  | { kind: 'idle' }
  | { kind: 'never_seen' };

/** Whole hours since the noon at which the first missed night was due. */
function hoursLate(nights: number, now: Date, timeZone: string): number {
  const { hour } = localDay(now, timeZone);
  return (nights - 1) * 24 + (hour >= 12 ? hour - 12 : hour + 12);
}

/**
 * On time, late, silent, idle or never seen (DEV-2): `silent` from three missed nights on.
 *
 * @param timeZone of the device, else of its organisation
 */
export function deviceStatus(device: DeviceActivity, now: Date, timeZone: string): DeviceStatus {
  const since = waitingSince(device, now);
  const nights = since === null ? 0 : missedNights(since, now, timeZone);
  if (nights >= SILENT_AFTER_NIGHTS) return { kind: 'silent', nights };
  if (device.last_seen_at === null) return { kind: 'never_seen' };
  if (nights > 0) return { kind: 'late', hours: hoursLate(nights, now, timeZone) };
  if (since !== null) return { kind: 'on_time' };
  const usedLately = device.cadence === 'on_use' && now.getTime() - device.last_seen_at.getTime() <= IN_USE_MS;
  return { kind: usedLately ? 'on_time' : 'idle' };
}
