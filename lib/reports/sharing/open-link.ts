import type { RequestOrigin } from '@/lib/accounts/actor';
import { recordAnonymousEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import { takeRequest } from '@/lib/http/rate-limit';
import type { Services } from '@/lib/platform/services';
import { jointReports } from '@/models/joint-report';
import { organizations } from '@/models/organization';
import { type ShareLinkDocument, shareLinks } from '@/models/share-link';
import { type Transaction, withTransaction } from '@/models/transaction';
import type { ReportFile } from '../contracts';
import { sha256 } from '../domain/canonical-json';
import { linkState } from '../domain/link-state';
import { splitToken } from '../domain/share-code';
import type { OpenLink } from '../link-contracts';
import { pageOf } from '../read-report';
import { sharingOf } from './report-sharing';
import { codeHmac, sameDigest } from './secrets';

/** What one address may try in a minute; the link itself counts wrong codes, in the store and for good. */
const TRIES_PER_MINUTE = 30;

interface Try {
  services: Services;
  origin: RequestOrigin;
  link: ShareLinkDocument;
  tx: Transaction;
}

function note({ services, origin, link, tx }: Try, action: 'report.link_opened' | 'report.link_refused', why: string) {
  const { organization_id, _id, patient_ref, report_id } = link;
  const subject = { kind: 'report_link', id: _id };
  const details = { report: report_id, why };
  return recordAnonymousEvent(services, organization_id, _id, origin, { action, patient_ref, subject, details }, tx);
}

/** Everything but the code: why the link opens nothing whatever is typed; null where the code decides. */
async function overBy({ services, link, tx }: Try): Promise<string | null> {
  const organization = await organizations.get(link.organization_id, tx);
  if (!organization || !sharingOf(organization).allowed) return 'sharing_off';
  const state = linkState(link, services.clock.now());
  return state === 'live' ? null : state;
}

async function refuse(attempt: Try, why: string): Promise<null> {
  await note(attempt, 'report.link_refused', why);
  return null;
}

/** Judges one try. Every outcome of a live link writes the link, so that tries at the same moment follow each other. */
async function judge(attempt: Try, code: string): Promise<ReportFile | null> {
  const { services, link, tx } = attempt;
  const over = await overBy(attempt);
  if (over) return refuse(attempt, over);
  const links = shareLinks(link.organization_id);
  if (!sameDigest(link.code_hmac, codeHmac(services, link._id, code))) {
    await links.updateOne({ _id: link._id }, { $inc: { wrong_tries: 1 } }, { tx });
    return refuse(attempt, 'wrong_code');
  }
  const report = await jointReports(link.organization_id).findOne({ _id: link.report_id }, { tx });
  if (!report || report.withdrawn_at) return refuse(attempt, 'withdrawn');
  await links.updateOne(
    { _id: link._id },
    { $inc: { opens: 1 }, $set: { last_opened_at: services.clock.now() } },
    { tx },
  );
  await note(attempt, 'report.link_opened', 'code');
  return pageOf(report);
}

/**
 * Opens a shared report for somebody who is not signed in. Opens and wrong codes are counted in the transaction that judges
 * the try, and each leaves an event with the link's maker's organisation.
 * @throws AppError `share_refused`, the same whatever did not fit; `too_many_requests`
 */
export async function openLink(
  services: Services,
  origin: RequestOrigin,
  { body }: { body: OpenLink },
): Promise<ReportFile> {
  await takeRequest(`shared-report:${origin.ip ?? 'unknown'}`, TRIES_PER_MINUTE);
  const named = splitToken(body.token);
  const file =
    named &&
    (await withTransaction(async (tx) => {
      const token_sha256 = sha256(named.token);
      const link = await shareLinks(named.organization_id).findOne({ token_sha256 }, { tx });
      return link && judge({ services, origin, link, tx }, body.code);
    }));
  if (!file) throw new AppError('share_refused');
  return file;
}
