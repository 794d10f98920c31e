import type { Actor } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';

/**
 * Step: a key bound to a device sees that device's records and nothing else, and a night may hold several devices'.
 * @throws AppError `not_permitted`
 */
export function refuseBoundKeys(actor: Actor): void {
  if (actor.kind === 'key' && actor.device_id !== null) throw new AppError('not_permitted');
}
