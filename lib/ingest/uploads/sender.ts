import type { Actor } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';

/** An actor as an upload keeps it until it is read. */
export function senderOf(actor: Actor): Record<string, unknown> {
  const { origin: _request, permissions, ...rest } = actor;
  return { ...rest, permissions: [...permissions] };
}

/** The actor an upload was kept for, acting in a request of its own. */
export function actorOf(services: Services, sender: Record<string, unknown>): Actor {
  const { permissions } = sender;
  const origin = { request_id: services.ids.id('req'), ip: null };
  const all = new Set(Array.isArray(permissions) ? permissions : []);
  // written by senderOf, whatever kind of actor it was
  return { ...sender, permissions: all, origin } as unknown as Actor;
}
