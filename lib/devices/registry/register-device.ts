import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { type DeviceDocument, devices } from '@/models/device';
import { isDuplicateKey } from '@/models/store-errors';
import { withTransaction } from '@/models/transaction';
import type { Device, NewDevice } from '../device-contracts';
import { presentDevice } from './present-devices';

/**
 * Registers a device under the id its uploads will carry.
 * @throws AppError `device_known` when the id is taken, also by a device that registered itself.
 */
export async function registerDevice(services: Services, actor: Actor, input: { body: NewDevice }): Promise<Device> {
  authorize(actor, 'device:write');
  const document: DeviceDocument = {
    ...input.body,
    _id: services.ids.id('dev'),
    organization_id: actor.organization_id,
    assignments: [],
    verified: true,
    last_seen_at: null,
    clock_offset_ms: null,
    revision: 1,
    created_at: services.clock.now(),
  };
  try {
    await withTransaction(async (tx) => {
      const { organization_id: _organization, ...own } = document;
      await devices(actor.organization_id).insert(own, { tx });
      await recordEvent(
        services,
        actor,
        { action: 'device.registered', subject: { kind: 'device', id: document._id }, after: input.body },
        tx,
      );
    });
  } catch (error) {
    throw isDuplicateKey(error) ? new AppError('device_known', { cause: error }) : error;
  }
  return presentDevice(services, actor, document);
}
