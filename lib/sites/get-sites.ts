import { type Actor, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { NO_SITES, type SiteList } from './contracts';

/** The sites of the organisation and their time zones. */
export async function getSites(_services: Services, actor: Actor): Promise<SiteList> {
  authorize(actor, 'organization:write');
  const organization = await organizations.get(actor.organization_id);
  if (!organization) throw new AppError('not_permitted');
  return organization.sites ?? NO_SITES;
}
