import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import type { UserActor } from '@/lib/accounts/actor';
import { sessionIdFromCookies } from '@/lib/accounts/next-auth';
import { type Permission, ROLE_LABELS, type Role } from '@/lib/accounts/permissions';
import { resolveSession } from '@/lib/accounts/resolve-session';
import { AppError } from '@/lib/errors/app-error';
import { requestOrigin } from '@/lib/http/request-origin';
import { type Services, services } from '@/lib/platform/services';
import { connectStores } from '@/models/connection';
import { organizations } from '@/models/organization';
import { users } from '@/models/user';

/** What every signed-in page gets: who is looking and on whose behalf. */
export interface PortalContext {
  services: Services;
  actor: UserActor;
  user: { name: string; email: string; role: Role; role_label: string; must_change_password: boolean };
  organization: { name: string; time_zone: string; demo: boolean };
}

// One look-up a request, however many components ask.
const contextOfRequest = cache(async (): Promise<PortalContext | null> => {
  const all = services();
  await connectStores();
  const cookieHeader = (await cookies()).toString();
  const sessionId = await sessionIdFromCookies(cookieHeader, all);
  if (!sessionId) return null;
  const actor = await resolveSession(all, sessionId, requestOrigin(await headers(), all.ids));
  if (!actor) return null;
  const [user, organization] = await Promise.all([users.byId(actor.user_id), organizations.get(actor.organization_id)]);
  if (!user || !organization) return null;
  return {
    services: all,
    actor,
    user: {
      name: user.name,
      email: user.email,
      role: user.role,
      role_label: ROLE_LABELS[user.role],
      must_change_password: user.must_change_password,
    },
    organization: { name: organization.name, time_zone: organization.time_zone, demo: organization.demo },
  };
});

/**
 * Who is looking at a portal page. Without a live session it leads to the sign-in page, with a first password to the
 * page that changes it.
 */
export async function portalContext(options: { allow_first_password?: boolean } = {}): Promise<PortalContext> {
  const context = await contextOfRequest();
  if (!context) {
    const path = (await headers()).get('x-portal-path') ?? '/';
    redirect(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
  }
  if (context.user.must_change_password && !options.allow_first_password) redirect('/account/password');
  return context;
}

/** Who is looking at a page that is for holders of a permission; the not-found page for everybody else. */
export async function portalContextFor(permission: Permission): Promise<PortalContext> {
  const context = await portalContext();
  if (!context.actor.permissions.has(permission)) notFound();
  return context;
}

/** The value, or the not-found page where the use-case says there is none for this person to see. */
export async function orNotFound<Value>(promise: Promise<Value>): Promise<Value> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'not_permitted')) notFound();
    throw error;
  }
}
