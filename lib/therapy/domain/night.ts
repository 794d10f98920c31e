/** Hours after midnight at which one night becomes the next, unless a patient has another boundary (shift workers). */
export const NIGHT_BOUNDARY_HOURS = 12;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * The night a session belongs to (PAP-2): the date of its start in the device's local time, less 12 hours by default.
 * Only the start counts, so a session that crosses noon is one session of one night.
 *
 * @param start instant of the session's start
 * @param utc_offset_minutes offset of the device's local time at that instant, east of UTC
 * @returns `YYYY-MM-DD`
 */
export function nightOf(start: Date, utc_offset_minutes: number, boundary_hours = NIGHT_BOUNDARY_HOURS): string {
  const local = start.getTime() + utc_offset_minutes * MINUTE_MS - boundary_hours * HOUR_MS;
  return new Date(local).toISOString().slice(0, 10);
}
