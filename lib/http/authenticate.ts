import type { Actor, RequestOrigin } from '@/lib/accounts/actor';
import { sessionIdFromCookies } from '@/lib/accounts/next-auth';
import { resolveApiKey } from '@/lib/accounts/resolve-api-key';
import { resolveSession } from '@/lib/accounts/resolve-session';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { takeRequest } from './rate-limit';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Sent by a page that asks of its own accord; it can only shorten a session, so anybody may send it. */
const BY_ITSELF_HEADER = 'x-nightbeat-by-itself';

/** Failed authentications one address may make in a minute. */
const FAILURES_PER_MINUTE = 300;

/** Whether an Origin header names this portal. */
function isOwnOrigin(origin: string, request: Request, publicUrl: string): boolean {
  return origin === publicUrl || new URL(origin).host === request.headers.get('host');
}

/**
 * A change asked for with a session must come from a page of ours: browsers send Origin with every such request.
 * @throws AppError `cross_origin`
 */
function requireSameOrigin(request: Request, publicUrl: string): void {
  if (SAFE_METHODS.has(request.method)) return;
  const origin = request.headers.get('origin');
  if (!origin || !isOwnOrigin(origin, request, publicUrl)) throw new AppError('cross_origin');
}

/**
 * Whoever opens a stream must be a page of ours. Browsers say where a request comes from in Sec-Fetch-Site, also of
 * those that change nothing, and in Origin where it is another site.
 * @throws AppError `cross_origin`
 */
export function requireOwnPage(request: Request, publicUrl: string): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if ((site !== null && site !== 'same-origin') || (origin !== null && !isOwnOrigin(origin, request, publicUrl)))
    throw new AppError('cross_origin');
}

async function actorOf(
  request: Request,
  services: Services,
  publicUrl: string,
  origin: RequestOrigin,
  options: { by_itself?: boolean },
): Promise<Actor | null> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const [, key] = /^Bearer ([\w.-]{1,200})$/i.exec(authorization) ?? [];
    return key ? resolveApiKey(services, key, origin) : null;
  }
  const sessionId = await sessionIdFromCookies(request.headers.get('cookie') ?? '', services);
  if (!sessionId) return null;
  requireSameOrigin(request, publicUrl);
  const by_itself = options.by_itself === true || request.headers.has(BY_ITSELF_HEADER);
  return resolveSession(services, sessionId, origin, { by_itself });
}

/**
 * Who is calling, by API key or by session. A key that is sent but wrong is never replaced by a session.
 * @param options `by_itself`: the request is a page's own doing and keeps no session alive, whatever its headers say
 * @throws AppError `not_signed_in`, `cross_origin`, or `too_many_requests` after many failures from one address.
 */
export async function authenticate(
  request: Request,
  services: Services,
  publicUrl: string,
  origin: RequestOrigin,
  options: { by_itself?: boolean } = {},
): Promise<Actor> {
  const actor = await actorOf(request, services, publicUrl, origin, options);
  if (actor) return actor;
  await takeRequest(`failed:${origin.ip ?? 'unknown'}`, FAILURES_PER_MINUTE);
  throw new AppError('not_signed_in');
}
