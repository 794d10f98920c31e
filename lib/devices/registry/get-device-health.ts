import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { ecgRecords, therapyRecords } from '@/models/record';
import type { DeviceHealth } from '../device-contracts';
import { HEALTH_DAYS, healthDays } from '../domain/health';
import { findDevice } from './find-device';

const DAY_MS = 86_400_000;

const nightOf = (therapy: Record<string, unknown> | null) =>
  typeof therapy?.night === 'string' ? therapy.night : null;

/** When the recordings of a device since an instant were made, and of which night they are. */
async function recordingsOf(organizationId: string, deviceId: string, since: Date) {
  const filter = { device_id: deviceId, recording_date: { $gte: since } };
  const projection = { recording_date: 1, 'therapy.night': 1 } as const;
  const both = await Promise.all(
    [ecgRecords, therapyRecords].map((records) => records(organizationId).find(filter, { projection })),
  );
  return both.flat().map(({ recording_date, therapy }) => ({ recording_date, night: nightOf(therapy) }));
}

/**
 * What came from a device in the last thirty nights, by the time it was recorded, held recordings included.
 * @throws AppError `not_found`
 */
export async function getDeviceHealth(
  services: Services,
  actor: Actor,
  input: { device_ref: string },
): Promise<DeviceHealth> {
  authorize(actor, 'device:read');
  const device = await findDevice(actor, input.device_ref);
  const organization = await organizations.get(actor.organization_id);
  if (!organization) throw new AppError('not_found');
  await recordView(services, actor, { action: 'device.viewed', subject: { kind: 'device', id: device._id } });
  const now = services.clock.now();
  // two days more than are shown: a night begins up to a day before its date ends, in any zone
  const since = new Date(now.getTime() - (HEALTH_DAYS + 2) * DAY_MS);
  const recordings = await recordingsOf(actor.organization_id, device.device_id, since);
  const days = healthDays(device, recordings, now, device.time_zone ?? organization.time_zone);
  return {
    days,
    nights_received: days.filter(({ received }) => received > 0).length,
    nights_missing: days.filter(({ received, expected }) => expected && received === 0).length,
  };
}
