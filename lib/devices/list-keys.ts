import { type Actor, authorize } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { type ApiKeyDocument, apiKeys } from '@/models/api-key';
import type { DeviceDocument } from '@/models/device';
import type { Filter } from '@/models/plugins/queries';
import { presentKey } from './api-key';
import type { ApiKey } from './contracts';
import { findDevice } from './registry/find-device';

/** Keys are bound to the device itself or to the site it stands at. */
function boundTo({ device_id, site }: DeviceDocument): Filter<ApiKeyDocument>[] {
  return [{ device_id }, ...(site === null ? [] : [{ site }])];
}

/**
 * The keys of the organisation, or those bound to one device or its site, oldest first.
 * @throws AppError `not_found` when there is no such device.
 */
export async function listKeys(
  _services: Services,
  actor: Actor,
  input: { device_ref?: string | undefined },
): Promise<{ data: ApiKey[]; next_cursor: null }> {
  authorize(actor, 'key:write');
  const device = input.device_ref === undefined ? null : await findDevice(actor, input.device_ref);
  const filter = device === null ? {} : { $or: boundTo(device) };
  const documents = await apiKeys(actor.organization_id).find(filter, { sort: { _id: 1 } });
  return { data: documents.map(presentKey), next_cursor: null };
}
