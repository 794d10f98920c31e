import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { withTransaction } from '@/models/transaction';
import { NO_SITES, type SiteList } from './contracts';

/**
 * Names the sites of the organisation. Times without a zone that come from then on are read by it (ING-4); recordings
 * that are stored keep the time they were given, with its source.
 * @throws AppError `stale_revision`
 */
export async function setSites(services: Services, actor: Actor, { body }: { body: SiteList }): Promise<SiteList> {
  authorize(actor, 'organization:write');
  const { organization_id } = actor;
  return withTransaction(async (tx) => {
    const before = (await organizations.get(organization_id, tx))?.sites ?? NO_SITES;
    const after = { ...body, revision: body.revision + 1 };
    if (before.revision !== body.revision) throw new AppError('stale_revision');
    await organizations.setSites(organization_id, after, tx);
    await recordEvent(
      services,
      actor,
      {
        action: 'organization.sites_changed',
        subject: { kind: 'organization', id: organization_id },
        before,
        after,
        details: { sites: after.sites.length },
      },
      tx,
    );
    return after;
  });
}
