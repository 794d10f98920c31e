import { offsetText } from '@/lib/formats/common/written-time';
import { type KnownZones, resolveDeviceTime } from '../domain/device-time';

const HOUR_MS = 3_600_000;

/**
 * The zones in which one device-day of a card is read: the nearest known one, held at the offset it has at the day's
 * noon. A device does not move its clock for summer time, so its minutes are minutes elapsed; read by the zone's rules
 * alone, the night on which the clocks go back would gain an hour of use that nobody had.
 * @param night `YYYY-MM-DD`
 * @returns whether the zone's clocks change before the next noon, so that times after it may be an hour off
 */
export function zonesOfDay(zones: KnownZones, night: string): { zones: KnownZones; clocks_change: boolean } {
  const noon = resolveDeviceTime(`${night}T12:00:00`, zones);
  if (!noon.ok) return { zones, clocks_change: false };
  const next = new Date(Date.parse(`${night}T12:00:00Z`) + 24 * HOUR_MS).toISOString().slice(0, 10);
  const after = resolveDeviceTime(`${next}T12:00:00`, zones);
  const offset = offsetText(noon.utc_offset_minutes);
  const held = Object.fromEntries(Object.entries(zones).map(([from, zone]) => [from, zone && offset]));
  return { zones: held, clocks_change: after.ok && after.utc_offset_minutes !== noon.utc_offset_minutes };
}
