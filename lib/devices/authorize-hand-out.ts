import type { Actor } from '@/lib/accounts/actor';
import { permissionsOfScopes, type Scope } from '@/lib/accounts/permissions';
import { AppError } from '@/lib/errors/app-error';

/** What a device manager may hand out although the role does not hold it: what devices need to send. */
const FOR_DEVICES = new Set([
  'ecg:ingest',
  'report:attach',
  'therapy:ingest',
  'record:read',
  'patient:read',
  'device:read',
]);

/**
 * Step: nobody can hand out more than devices need unless they hold it themselves.
 * @throws AppError `not_permitted`
 */
export function authorizeHandOut(actor: Actor, scopes: readonly Scope[]): void {
  for (const permission of permissionsOfScopes(scopes)) {
    if (!FOR_DEVICES.has(permission) && !actor.permissions.has(permission)) throw new AppError('not_permitted');
  }
}
