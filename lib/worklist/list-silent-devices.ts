import { deviceStatus, silentBefore } from '@/lib/devices/domain/silence';
import { type DeviceDocument, devices } from '@/models/device';
import type { Filter } from '@/models/plugins/queries';
import { type SilentDevice, WORKLIST_ROWS, type Worklist } from './contracts';
import { capped, TO_THE_CAP } from './list-steps';

/** Devices that may be silent, by index; the status of each decides. Exported for the test that nothing scans. */
export function silentFilters(now: Date): { fell_silent: Filter<DeviceDocument>; never_sent: Filter<DeviceDocument> } {
  return {
    fell_silent: { cadence: 'nightly', last_seen_at: { $lte: silentBefore(now) } },
    never_sent: { cadence: 'nightly', last_seen_at: null },
  };
}

function silentRow(device: DeviceDocument, now: Date, timeZone: string): SilentDevice | null {
  const status = deviceStatus(device, now, device.time_zone ?? timeZone);
  if (status.kind !== 'silent') return null;
  return {
    device_ref: device._id,
    device_id: device.device_id,
    make: device.make,
    model: device.model,
    last_seen_at: device.last_seen_at?.toISOString() ?? null,
    silent_nights: status.nights,
  };
}

/**
 * Step: silent devices, the most recently silent first: an old silence is known, a new one is news.
 * @param timeZone of the organisation, for devices that state none
 */
export async function listSilentDevices(
  organizationId: string,
  now: Date,
  timeZone: string,
): Promise<Worklist['silent_devices']> {
  const scoped = devices(organizationId);
  const { fell_silent, never_sent } = silentFilters(now);
  const found = await Promise.all([
    scoped.find(fell_silent, { sort: { last_seen_at: -1, _id: -1 }, ...TO_THE_CAP }),
    scoped.find(never_sent, TO_THE_CAP),
  ]);
  const rows = found.flat().flatMap((device) => silentRow(device, now, timeZone) ?? []);
  rows.sort((a, b) => a.silent_nights - b.silent_nights || a.device_ref.localeCompare(b.device_ref));
  return { count: capped(rows.length), rows: rows.slice(0, WORKLIST_ROWS) };
}
