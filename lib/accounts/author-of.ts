import type { Services } from '@/lib/platform/services';
import { users } from '@/models/user';
import { type Actor, actorId } from './actor';

/** Who says something, as it is kept beside what was said: the name as it was then, and the account's id. */
export interface Author {
  author: string | null;
  author_id: string | null;
  recorded_at: Date;
}

/** Step: the actor as author of what is said now. */
export async function authorOf(services: Services, actor: Actor): Promise<Author> {
  const user = actor.kind === 'user' ? await users.byId(actor.user_id) : null;
  const author = user?.name ?? (actor.kind === 'key' ? 'API key' : null);
  return { author, author_id: actorId(actor), recorded_at: services.clock.now() };
}
