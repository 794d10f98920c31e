import { type Actor, authorize } from '@/lib/accounts/actor';
import { type ReadingPhrases, UNCHOSEN_PHRASES } from '@/lib/ecg/phrase-contracts';
import { changeSetting } from '@/lib/organization/change-setting';
import type { Services } from '@/lib/platform/services';

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
  const phrases = [...new Set(body.phrases)];
  return changeSetting(services, actor, {
    name: 'reading_phrases',
    current: ({ reading_phrases }) => reading_phrases ?? UNCHOSEN_PHRASES,
    next: { phrases, revision: body.revision },
    action: 'organization.phrases_changed',
    details: { phrases: phrases.length },
  });
}
