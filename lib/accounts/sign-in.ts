import { createHmac } from 'node:crypto';
import { recordAnonymousEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { sessions } from '@/models/session';
import { signInAttempts } from '@/models/sign-in-attempt';
import { withTransaction } from '@/models/transaction';
import { type UserDocument, users } from '@/models/user';
import type { RequestOrigin } from './actor';
import { passwordFits } from './passwords';
import { SESSION_LIFETIME_MS } from './resolve-session';

/** Failures after which an account, or an address, has to wait. */
const LIMITS = { account: 8, address: 40 } as const;
const WINDOW_MS = 15 * 60_000;

interface Counter {
  id: string;
  limit: number;
}

// Keyed hashes: the store of failures is no list of who tried to sign in.
function countersFor(services: Services, email: string, ip: string | null): Counter[] {
  const id = (kind: string, value: string) =>
    createHmac('sha256', services.keyFor('sign-in-attempts')).update(`${kind}\n${value}`).digest('hex');
  const account = { id: id('account', email), limit: LIMITS.account };
  return ip ? [account, { id: id('address', ip), limit: LIMITS.address }] : [account];
}

async function requireUnthrottled(counters: Counter[], now: Date): Promise<void> {
  for (const counter of counters) {
    const attempt = await signInAttempts.get(counter.id);
    if (attempt && attempt.failures >= counter.limit && attempt.window_ends_at > now) {
      throw new AppError('too_many_requests', {
        retryAfterS: Math.ceil((attempt.window_ends_at.getTime() - now.getTime()) / 1000),
      });
    }
    if (attempt && attempt.window_ends_at <= now) await signInAttempts.forget(counter.id);
  }
}

/** The account, if it may be entered with what was sent. */
function admitted(user: UserDocument | null, fits: boolean, now: Date): UserDocument | null {
  if (!fits || !user || user.disabled_at) return null;
  return user.password_expires_at && user.password_expires_at <= now ? null : user;
}

/**
 * Checks e-mail and password and opens a session. Failures count against the account and the address.
 * @returns the session's id and whose it is.
 * @throws AppError `sign_in_failed` (the same for every reason) or `too_many_requests` with the time to wait.
 */
export async function signIn(
  services: Services,
  input: { email: string; password: string; origin: RequestOrigin },
): Promise<{ session_id: string; user_id: string }> {
  const email = input.email.trim().toLowerCase();
  const now = services.clock.now();
  const counters = countersFor(services, email, input.origin.ip);
  await requireUnthrottled(counters, now);
  const account = await users.byEmail(email);
  const user = admitted(account, await passwordFits(account?.password_hash ?? null, input.password), now);
  if (!user) {
    for (const counter of counters) await signInAttempts.countFailure(counter.id, new Date(now.getTime() + WINDOW_MS));
    if (account)
      await recordAnonymousEvent(services, account.organization_id, account._id, input.origin, {
        action: 'session.refused',
      });
    throw new AppError('sign_in_failed');
  }
  const session_id = services.ids.id('ses');
  await withTransaction(async (tx) => {
    await sessions.insert(
      {
        _id: session_id,
        organization_id: user.organization_id,
        user_id: user._id,
        created_at: now,
        last_seen_at: now,
        expires_at: new Date(now.getTime() + SESSION_LIFETIME_MS),
        revoked_at: null,
        ip: input.origin.ip,
      },
      tx,
    );
    await recordAnonymousEvent(
      services,
      user.organization_id,
      user._id,
      input.origin,
      { action: 'session.created', subject: { kind: 'session', id: session_id } },
      tx,
    );
  });
  await signInAttempts.forget(counters[0]?.id ?? '');
  return { session_id, user_id: user._id };
}
