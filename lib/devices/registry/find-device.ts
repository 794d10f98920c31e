import type { Actor } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import { type DeviceDocument, devices } from '@/models/device';
import type { Transaction } from '@/models/transaction';

/**
 * Step: the device of the actor's organisation by its opaque id.
 * @throws AppError `not_found`
 */
export async function findDevice(actor: Actor, deviceRef: string, tx?: Transaction): Promise<DeviceDocument> {
  const found = await devices(actor.organization_id).findOne({ _id: deviceRef }, tx ? { tx } : {});
  if (!found) throw new AppError('not_found');
  return found;
}
