import { recordAnonymousEvent } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { sessions } from '@/models/session';
import { withTransaction } from '@/models/transaction';
import type { RequestOrigin } from './actor';

/** Revokes a session; one that is gone already is no error. */
export async function signOut(services: Services, input: { session_id: string; origin: RequestOrigin }): Promise<void> {
  const session = await sessions.byId(input.session_id);
  if (!session || session.revoked_at) return;
  await withTransaction(async (tx) => {
    await sessions.revoke(session._id, services.clock.now(), tx);
    await recordAnonymousEvent(
      services,
      session.organization_id,
      session.user_id,
      input.origin,
      { action: 'session.ended', subject: { kind: 'session', id: session._id } },
      tx,
    );
  });
}
