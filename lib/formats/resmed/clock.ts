/*
 * Times of a card are those of the device's own clock and carry no zone. Here they are milliseconds as if that clock
 * showed UTC, so that differences are times elapsed; nothing is moved for summer time (the device does not either).
 */

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;
const NOON_MS = DAY_MS / 2;

/** The device-day of a time: it begins at noon. @returns `YYYY-MM-DD` */
export function dayOf(clock_ms: number): string {
  return new Date(clock_ms - NOON_MS).toISOString().slice(0, 10);
}

/** Noon of a device-day, at which it begins. */
export function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}

/** A time as the device's clock showed it: `YYYY-MM-DDTHH:MM:SS`, with a fraction where there is one. */
export function clockText(clock_ms: number): string {
  return new Date(clock_ms).toISOString().replace(/(?:\.000)?Z$/, '');
}
