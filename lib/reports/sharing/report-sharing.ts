import { type Actor, authorize } from '@/lib/accounts/actor';
import { authorOf } from '@/lib/accounts/author-of';
import { AppError } from '@/lib/errors/app-error';
import { changeSetting } from '@/lib/organization/change-setting';
import type { Services } from '@/lib/platform/services';
import { type OrganizationDocument, organizations } from '@/models/organization';
import type { ReportSharing, ReportSharingChange } from '../contracts';

/** What an organisation has decided about sharing by link; nothing decided is off. */
export function sharingOf({ report_sharing }: OrganizationDocument): ReportSharing {
  const undecided = { allowed: false, decided_by: null, decided_by_name: null, decided_at: null, revision: 0 };
  // a decision from before names were kept beside it has none
  return { ...undecided, ...report_sharing };
}

/** Whether reports may be shared by link. */
export async function getReportSharing(_services: Services, actor: Actor): Promise<ReportSharing> {
  if (!actor.permissions.has('report:share')) authorize(actor, 'organization:write');
  const organization = await organizations.get(actor.organization_id);
  if (!organization) throw new AppError('not_permitted');
  return sharingOf(organization);
}

/**
 * Allows reports to be shared by link, or ends it: from then on no link opens, and none is made.
 * @throws AppError `stale_revision`
 */
export async function setReportSharing(
  services: Services,
  actor: Actor,
  { body }: { body: ReportSharingChange },
): Promise<ReportSharing> {
  authorize(actor, 'organization:write');
  const { allowed, revision } = body;
  const { author, author_id, recorded_at } = await authorOf(services, actor);
  return changeSetting(services, actor, {
    name: 'report_sharing',
    current: sharingOf,
    next: {
      ...{ allowed, revision },
      ...{ decided_by: author_id, decided_by_name: author, decided_at: recorded_at.toISOString() },
    },
    action: 'organization.report_sharing_changed',
    details: { allowed },
  });
}
