import { zoneOffsetMinutes } from './format-time';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** An instant as the value of a date-and-time field in a zone: `2026-11-22T14:02`. */
export function toLocalInput(instant: string, timeZone: string): string {
  const local = new Date(Date.parse(instant) + zoneOffsetMinutes(instant, timeZone) * MINUTE_MS);
  return local.toISOString().slice(0, 16);
}

/**
 * The instant a date-and-time field means in a zone, as ISO text; null while the field is not filled. In the hour that
 * the clocks repeat it is the earlier one, in the hour they skip it is read with the offset from before.
 */
export function fromLocalInput(value: string, timeZone: string): string | null {
  const wall = Date.parse(`${value}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) || Number.isNaN(wall)) return null;
  const offsetAt = (ms: number) => zoneOffsetMinutes(new Date(ms).toISOString(), timeZone) * MINUTE_MS;
  const before = wall - offsetAt(wall - DAY_MS);
  const candidates = [before, wall - offsetAt(wall + DAY_MS)].filter((ms) => ms + offsetAt(ms) === wall);
  return new Date(candidates.length > 0 ? Math.min(...candidates) : before).toISOString();
}
