import { type Actor, authorize } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { apiKeys } from '@/models/api-key';
import { presentKey } from './api-key';
import type { ApiKey } from './contracts';

/** The keys of the organisation, oldest first. */
export async function listKeys(_services: Services, actor: Actor): Promise<{ data: ApiKey[]; next_cursor: null }> {
  authorize(actor, 'key:write');
  const documents = await apiKeys(actor.organization_id).find({}, { sort: { _id: 1 } });
  return { data: documents.map(presentKey), next_cursor: null };
}
