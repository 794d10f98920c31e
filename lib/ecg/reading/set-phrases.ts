import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { type ReadingPhrases, UNCHOSEN_PHRASES } from '@/lib/ecg/phrase-contracts';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { withTransaction } from '@/models/transaction';

/**
 * Changes the phrases readers pick from. What was written with the old ones stays as it was written.
 * @throws AppError `stale_revision`
 */
export async function setPhrases(
  services: Services,
  actor: Actor,
  { body }: { body: ReadingPhrases },
): Promise<ReadingPhrases> {
  authorize(actor, 'organization:write');
  const { organization_id } = actor;
  return withTransaction(async (tx) => {
    const before = (await organizations.get(organization_id, tx))?.reading_phrases ?? UNCHOSEN_PHRASES;
    if (before.revision !== body.revision) throw new AppError('stale_revision');
    const after = { phrases: [...new Set(body.phrases)], revision: body.revision + 1 };
    await organizations.setReadingPhrases(organization_id, after, tx);
    const subject = { kind: 'organization', id: organization_id };
    const details = { phrases: after.phrases.length };
    await recordEvent(services, actor, { action: 'organization.phrases_changed', subject, before, after, details }, tx);
    return after;
  });
}
