import { type Actor, authorize } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { apiKeys } from '@/models/api-key';
import { presentKey } from './api-key';
import type { ApiKey } from './contracts';
import { findDevice } from './registry/find-device';

/**
 * The keys of the organisation, or of one device, oldest first.
 * @throws AppError `not_found` when there is no such device.
 */
export async function listKeys(
  _services: Services,
  actor: Actor,
  input: { device_ref?: string | undefined },
): Promise<{ data: ApiKey[]; next_cursor: null }> {
  authorize(actor, 'key:write');
  const filter =
    input.device_ref === undefined ? {} : { device_id: (await findDevice(actor, input.device_ref)).device_id };
  const documents = await apiKeys(actor.organization_id).find(filter, { sort: { _id: 1 } });
  return { data: documents.map(presentKey), next_cursor: null };
}
