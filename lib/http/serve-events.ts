import { actorId, type UserActor } from '@/lib/accounts/actor';
import { resolveSession } from '@/lib/accounts/resolve-session';
import { environment } from '@/lib/config/env';
import { AppError } from '@/lib/errors/app-error';
import { toAppError } from '@/lib/errors/to-app-error';
import { openEventStream, streamsAreFull } from '@/lib/events/event-streams';
import { type Services, services } from '@/lib/platform/services';
import { connectStores } from '@/models/connection';
import { authenticate, requireOwnPage } from './authenticate';
import { problemResponse, SAFE_HEADERS } from './problem';
import { takeRequest } from './rate-limit';
import { requestOrigin } from './request-origin';

const HEARTBEAT_MS = 15_000;
const FULL_RETRY_S = 30;

/** Who may listen: a person, by session, who may read records. Listening is no activity: it keeps no session alive. */
async function listener(request: Request, all: Services): Promise<UserActor> {
  const { public_url, requests_per_minute } = environment();
  requireOwnPage(request, public_url);
  await connectStores();
  const origin = requestOrigin(request.headers, all.ids);
  const actor = await authenticate(request, all, public_url, origin, { by_itself: true });
  await takeRequest(actorId(actor), requests_per_minute);
  if (actor.kind !== 'user' || !actor.permissions.has('record:read')) throw new AppError('not_permitted');
  if (streamsAreFull()) throw new AppError('too_many_requests', { retryAfterS: FULL_RETRY_S });
  return actor;
}

/**
 * Answers with the stream of changes of the caller's organisation. No `endpoint()`: an answer that does not end cannot
 * be checked against a schema. What endpoint() guards is guarded here.
 */
export async function serveEvents(request: Request, heartbeat_ms = HEARTBEAT_MS): Promise<Response> {
  const all = services();
  const { log } = all;
  const requestId = all.ids.id('req');
  const line = { request_id: requestId, operation: 'streamEvents' };
  try {
    const actor = await listener(request, all);
    const stillAllowed = async () => {
      const now = await resolveSession(all, actor.session_id, actor.origin, { by_itself: true });
      return now?.permissions.has('record:read') ?? false;
    };
    const body = openEventStream({ log, actor, stillAllowed, heartbeat_ms, gone: request.signal });
    log.info({ ...line, status: 200, organization_id: actor.organization_id, actor: actor.user_id }, 'request');
    return new Response(body, {
      headers: {
        ...SAFE_HEADERS,
        'Content-Type': 'text/event-stream; charset=utf-8',
        // not compressed and not held back on the way
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
        'X-Request-Id': requestId,
      },
    });
  } catch (error) {
    const failure = toAppError(error);
    log[failure.code === 'internal' ? 'error' : 'info']({ ...line, code: failure.code, err: failure.cause }, 'request');
    return problemResponse(failure, requestId);
  }
}
