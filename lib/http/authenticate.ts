import type { Actor, RequestOrigin } from '@/lib/accounts/actor';
import { sessionIdFromCookies } from '@/lib/accounts/next-auth';
import { resolveApiKey } from '@/lib/accounts/resolve-api-key';
import { resolveSession } from '@/lib/accounts/resolve-session';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { takeRequest } from './rate-limit';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Failed authentications one address may make in a minute. */
const FAILURES_PER_MINUTE = 300;

/**
 * A change asked for with a session must come from a page of ours: browsers send Origin with every such request.
 * @throws AppError `cross_origin`
 */
function requireSameOrigin(request: Request, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return;
  const origin = request.headers.get('origin');
  if (!origin) throw new AppError('cross_origin');
  const host = request.headers.get('host');
  if (origin !== publicUrl && new URL(origin).host !== host) throw new AppError('cross_origin');
}

async function actorOf(
  request: Request,
  services: Services,
  publicUrl: string,
  origin: RequestOrigin,
): Promise<Actor | null> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const [, key] = /^Bearer ([\w.-]{1,200})$/i.exec(authorization) ?? [];
    return key ? resolveApiKey(services, key, origin) : null;
  }
  const sessionId = await sessionIdFromCookies(request.headers.get('cookie') ?? '', services);
  if (!sessionId) return null;
  requireSameOrigin(request, publicUrl);
  return resolveSession(services, sessionId, origin);
}

/**
 * Who is calling, by API key or by session. A key that is sent but wrong is never replaced by a session.
 * @throws AppError `not_signed_in`, `cross_origin`, or `too_many_requests` after many failures from one address.
 */
export async function authenticate(
  request: Request,
  services: Services,
  publicUrl: string,
  origin: RequestOrigin,
): Promise<Actor> {
  const actor = await actorOf(request, services, publicUrl, origin);
  if (actor) return actor;
  await takeRequest(`failed:${origin.ip ?? 'unknown'}`, FAILURES_PER_MINUTE);
  throw new AppError('not_signed_in');
}
