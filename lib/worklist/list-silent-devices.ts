import { type DeviceDocument, devices } from '@/models/device';
import type { Filter } from '@/models/plugins/queries';
import { type SilentDevice, WORKLIST_ROWS, type Worklist } from './contracts';
import { nightsSince, silentBefore } from './domain/silent-device';
import { capped, TO_THE_CAP } from './list-steps';

/**
 * Devices that should send every night and have not for three; exported for the test that nothing scans. One that has
 * never sent anything is on the shelf as far as anybody knows, until somebody has it.
 */
export function silentFilters(now: Date): { fell_silent: Filter<DeviceDocument>; never_sent: Filter<DeviceDocument> } {
  const before = silentBefore(now);
  return {
    fell_silent: { cadence: 'nightly', last_seen_at: { $lte: before } },
    never_sent: { cadence: 'nightly', last_seen_at: null },
  };
}

/** The assignment that holds at an instant, if any. */
function currentAssignment(device: DeviceDocument, now: Date) {
  return device.assignments.find(({ from, to }) => from <= now && (to === null || to > now));
}

/** Since when something could have come: the last upload, or the assignment to somebody. */
function silentSince(device: DeviceDocument, now: Date): Date | null {
  if (device.last_seen_at) return device.last_seen_at;
  const since = currentAssignment(device, now)?.from;
  return since && since <= silentBefore(now) ? since : null;
}

/** Whether the device was handed back: somebody had it, nobody has it now. */
const handedBack = (device: DeviceDocument, now: Date) =>
  device.assignments.length > 0 && currentAssignment(device, now) === undefined;

function rowOf(device: DeviceDocument, since: Date, now: Date): SilentDevice {
  return {
    device_ref: device._id,
    device_id: device.device_id,
    make: device.make,
    model: device.model,
    last_seen_at: device.last_seen_at?.toISOString() ?? null,
    silent_nights: nightsSince(since, now),
  };
}

/** Step: silent devices, the most recently silent first: an old silence is known, a new one is news. */
export async function listSilentDevices(organizationId: string, now: Date): Promise<Worklist['silent_devices']> {
  const scoped = devices(organizationId);
  const { fell_silent, never_sent } = silentFilters(now);
  const found = await Promise.all([
    scoped.find(fell_silent, { sort: { last_seen_at: -1, _id: -1 }, ...TO_THE_CAP }),
    scoped.find(never_sent, TO_THE_CAP),
  ]);
  const rows = found
    .flat()
    .filter((device) => !handedBack(device, now))
    .flatMap((device) => {
      const since = silentSince(device, now);
      return since ? [rowOf(device, since, now)] : [];
    });
  rows.sort((a, b) => a.silent_nights - b.silent_nights || a.device_ref.localeCompare(b.device_ref));
  return { count: capped(rows.length), rows: rows.slice(0, WORKLIST_ROWS) };
}
