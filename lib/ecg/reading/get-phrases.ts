import { type Actor, authorize } from '@/lib/accounts/actor';
import { type ReadingPhrases, UNCHOSEN_PHRASES } from '@/lib/ecg/phrase-contracts';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';

/** The phrases readers of this organisation pick from; those of everybody where it has chosen none. */
export async function getPhrases(_services: Services, actor: Actor): Promise<ReadingPhrases> {
  authorize(actor, 'record:read');
  return (await organizations.get(actor.organization_id))?.reading_phrases ?? UNCHOSEN_PHRASES;
}
