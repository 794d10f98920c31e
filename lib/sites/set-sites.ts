import { type Actor, authorize } from '@/lib/accounts/actor';
import { changeSetting } from '@/lib/organization/change-setting';
import type { Services } from '@/lib/platform/services';
import { NO_SITES, type SiteList } from './contracts';

/**
 * Names the sites of the organisation. Times without a zone that come from then on are read by it (ING-4); recordings
 * that are stored keep the time they were given, with its source.
 * @throws AppError `stale_revision`
 */
export async function setSites(services: Services, actor: Actor, { body }: { body: SiteList }): Promise<SiteList> {
  authorize(actor, 'organization:write');
  return changeSetting(services, actor, {
    name: 'sites',
    current: ({ sites }) => sites ?? NO_SITES,
    next: body,
    action: 'organization.sites_changed',
    details: { sites: body.sites.length },
  });
}
