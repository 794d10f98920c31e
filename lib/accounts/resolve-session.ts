import type { Services } from '@/lib/platform/services';
import { sessions } from '@/models/session';
import { users } from '@/models/user';
import type { RequestOrigin, UserActor } from './actor';
import { type Permission, permissionsOfRole } from './permissions';

/** A session ends after this long without a request… */
export const SESSION_IDLE_MS = 15 * 60_000;
/** …and after this long in any case. */
export const SESSION_LIFETIME_MS = 12 * 3_600_000;

const TOUCH_EVERY_MS = 30_000;

/** Until the first password is changed, its holder may do nothing else. */
const BEFORE_PASSWORD_CHANGE: ReadonlySet<Permission> = new Set<Permission>(['account:self']);

/**
 * The actor a session stands for, or null when it was revoked, has idled or run out, or its person is disabled.
 * Checked against the store at every request, so revoking takes effect at once.
 * @param options `by_itself`: asked by a page, not by a person, so that it does not keep the session from idling
 */
export async function resolveSession(
  services: Services,
  sessionId: string,
  origin: RequestOrigin,
  options: { by_itself?: boolean } = {},
): Promise<UserActor | null> {
  const session = await sessions.byId(sessionId);
  if (!session || session.revoked_at) return null;
  const now = services.clock.now();
  const idleMs = now.getTime() - session.last_seen_at.getTime();
  if (session.expires_at <= now || idleMs > SESSION_IDLE_MS) return null;
  const user = await users.byId(session.user_id);
  if (!user || user.disabled_at || user.organization_id !== session.organization_id) return null;
  if (!options.by_itself && idleMs > TOUCH_EVERY_MS) await sessions.touch(sessionId, now);
  return {
    kind: 'user',
    user_id: user._id,
    session_id: session._id,
    organization_id: user.organization_id,
    role: user.role,
    permissions: user.must_change_password ? BEFORE_PASSWORD_CHANGE : permissionsOfRole(user.role),
    origin,
  };
}
