import { type Actor, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { DEFAULT_RETENTION, type Retention } from './contracts';

/** How long records of the organisation are kept. */
export async function getRetention(_services: Services, actor: Actor): Promise<Retention> {
  authorize(actor, 'organization:write');
  const organization = await organizations.get(actor.organization_id);
  if (!organization) throw new AppError('not_permitted');
  return organization.retention ?? DEFAULT_RETENTION;
}
