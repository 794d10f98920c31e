import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { permissionsOfScopes } from '@/lib/accounts/permissions';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { apiKeys } from '@/models/api-key';
import { withTransaction } from '@/models/transaction';
import { makeKey, presentKey } from './api-key';
import type { IssuedApiKey, NewApiKey } from './contracts';

/** Scopes a device manager may hand out although the role does not hold them: what devices need to send. */
const FOR_DEVICES = new Set(['ecg:ingest', 'therapy:ingest', 'record:read', 'patient:read', 'device:read']);

/**
 * Issues a key; the answer is the only time it is shown. Nobody can hand out more than devices need unless they hold
 * it themselves.
 * @throws AppError `not_permitted`
 */
export async function createKey(services: Services, actor: Actor, input: { body: NewApiKey }): Promise<IssuedApiKey> {
  authorize(actor, 'key:write');
  for (const permission of permissionsOfScopes(input.body.scopes)) {
    if (!FOR_DEVICES.has(permission) && !actor.permissions.has(permission)) throw new AppError('not_permitted');
  }
  const { key, document } = makeKey(services, input.body, actorId(actor));
  await withTransaction(async (tx) => {
    await apiKeys(actor.organization_id).insert(document, { tx });
    await recordEvent(
      services,
      actor,
      {
        action: 'key.created',
        subject: { kind: 'key', id: document._id },
        details: { scopes: document.scopes.join(' '), device_bound: document.device_id !== null },
      },
      tx,
    );
  });
  return { ...presentKey({ ...document, organization_id: actor.organization_id }), key };
}
