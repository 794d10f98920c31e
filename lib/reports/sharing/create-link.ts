import { type Actor, authorize } from '@/lib/accounts/actor';
import { authorOf } from '@/lib/accounts/author-of';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { shareLinks } from '@/models/share-link';
import { withTransaction } from '@/models/transaction';
import { sha256 } from '../domain/canonical-json';
import { joinToken, shareCode } from '../domain/share-code';
import type { IssuedLink, NewLink } from '../link-contracts';
import { reportToGive } from '../read-report';
import { presentLink } from './present-link';
import { sharingOf } from './report-sharing';
import { codeHmac } from './secrets';

const DAY_MS = 86_400_000;

/** The page for recipients; what stands behind the # is never sent to a server as part of an address. */
const SHARED_PAGE = '/shared';

/**
 * Makes a link to a report for one recipient and one purpose (COR-7). The answer is the only time that token and code are
 * shown; kept are their digests.
 * @throws AppError `not_found`; `sharing_off`; `report_withdrawn`
 */
export async function createLink(
  services: Services,
  actor: Actor,
  { id: report_id, body }: { id: string; body: NewLink },
): Promise<IssuedLink> {
  authorize(actor, 'report:share');
  const { organization_id } = actor;
  const { author, author_id, recorded_at } = await authorOf(services, actor);
  const { recipient, purpose, days, max_opens } = body;
  const _id = services.ids.id('lnk');
  const token = services.ids.token();
  const code = shareCode(services.ids.token());
  return withTransaction(async (tx) => {
    const organization = await organizations.get(organization_id, tx);
    const { patient_ref } = await reportToGive(organization_id, report_id, tx);
    if (!organization || !sharingOf(organization).allowed) throw new AppError('sharing_off');
    const document = {
      ...{ _id, patient_ref, report_id, recipient, purpose, author, author_id, max_opens },
      token_sha256: sha256(token),
      code_hmac: codeHmac(services, _id, code),
      created_at: recorded_at,
      expires_at: new Date(recorded_at.getTime() + days * DAY_MS),
      ...{ opens: 0, wrong_tries: 0, last_opened_at: null, revoked_at: null, withdrawn_at: null },
    };
    await shareLinks(organization_id).insert(document, { tx });
    const subject = { kind: 'report_link', id: _id };
    const details = { report: report_id, days, max_opens };
    await recordEvent(services, actor, { action: 'report.link_created', patient_ref, subject, details }, tx);
    const address = `${SHARED_PAGE}#${joinToken(organization_id, token)}`;
    return { ...presentLink(document, recorded_at), address, code };
  });
}
