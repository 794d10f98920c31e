import type { RequestOrigin } from '@/lib/accounts/actor';
import type { Ids } from '@/lib/platform/ids';

/**
 * Where a request comes from. The address is the nearest hop of `X-Forwarded-For`: the server overwrites that header
 * with the socket's address unless a proxy of ours is trusted (see `trustForwardedAddress`), so it cannot be forged.
 */
export function requestOrigin(headers: Headers, ids: Ids): RequestOrigin {
  const hops = headers.get('x-forwarded-for')?.split(',') ?? [];
  return { request_id: ids.id('req'), ip: hops.at(-1)?.trim() || null };
}
