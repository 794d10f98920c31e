import type { ShareLinkDocument } from '@/models/share-link';
import { linkState } from '../domain/link-state';
import type { ReportLink } from '../link-contracts';

/** A stored link as lists show it: never its token or code. */
export function presentLink(document: Omit<ShareLinkDocument, 'organization_id'>, now: Date): ReportLink {
  const { report_id, recipient, purpose, author, max_opens, opens, wrong_tries } = document;
  return {
    id: document._id,
    ...{ report_id, recipient, purpose, author, max_opens, opens, wrong_tries },
    created_at: document.created_at.toISOString(),
    expires_at: document.expires_at.toISOString(),
    last_opened_at: document.last_opened_at?.toISOString() ?? null,
    state: linkState(document, now),
  };
}
