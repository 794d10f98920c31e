import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { type DeviceDocument, devices } from '@/models/device';
import { withTransaction } from '@/models/transaction';
import type { Device, DeviceChange } from '../device-contracts';
import { findDevice } from './find-device';
import { presentDevice } from './present-devices';

/** The part of a device that a person decides, for the digest of before and after. */
function factsOf(device: DeviceDocument) {
  const { make, model, serial, firmware, udi, kind, cadence, shared, site, time_zone, verified } = device;
  return { make, model, serial, firmware, udi, kind, cadence, shared, site, time_zone, verified };
}

/** Whether a patient has the device or will have it: sharing it would silence that assignment. */
function isPromised(device: DeviceDocument, now: Date): boolean {
  return device.assignments.some(({ to }) => to === null || to > now);
}

/**
 * Changes what is known of a device. Whoever saves it vouches for it, so it is verified from then on.
 * @throws AppError `not_found`, `stale_revision`, `device_assigned`
 */
export async function updateDevice(
  services: Services,
  actor: Actor,
  input: { device_ref: string; body: DeviceChange },
): Promise<Device> {
  authorize(actor, 'device:write');
  const { revision, ...facts } = input.body;
  const changed = await withTransaction(async (tx) => {
    const before = await findDevice(actor, input.device_ref, tx);
    if (before.revision !== revision) throw new AppError('stale_revision');
    if (facts.shared && isPromised(before, services.clock.now())) throw new AppError('device_assigned');
    const after: DeviceDocument = { ...before, ...facts, verified: true, revision: revision + 1 };
    const set = { ...factsOf(after), revision: after.revision };
    await devices(actor.organization_id).updateOne({ _id: before._id, revision }, { $set: set }, { tx });
    await recordEvent(
      services,
      actor,
      {
        action: 'device.updated',
        subject: { kind: 'device', id: before._id },
        before: factsOf(before),
        after: factsOf(after),
        details: { revision: after.revision },
      },
      tx,
    );
    return after;
  });
  return presentDevice(services, actor, changed);
}
