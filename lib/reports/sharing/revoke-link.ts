import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { shareLinks } from '@/models/share-link';
import { withTransaction } from '@/models/transaction';
import type { ReportLink } from '../link-contracts';
import { presentLink } from './present-link';

/**
 * Ends a link: it opens nothing from then on. Ending it again changes nothing.
 * @throws AppError `not_found`
 */
export async function revokeLink(services: Services, actor: Actor, { id }: { id: string }): Promise<ReportLink> {
  authorize(actor, 'report:share');
  const links = shareLinks(actor.organization_id);
  const now = services.clock.now();
  return withTransaction(async (tx) => {
    const known = await links.findOne({ _id: id }, { tx });
    if (!known) throw new AppError('not_found');
    if (known.revoked_at) return presentLink(known, now);
    await links.updateOne({ _id: id }, { $set: { revoked_at: now } }, { tx });
    const { patient_ref, opens } = known;
    const subject = { kind: 'report_link', id };
    await recordEvent(services, actor, { action: 'report.link_revoked', patient_ref, subject, details: { opens } }, tx);
    return presentLink({ ...known, revoked_at: now }, now);
  });
}
