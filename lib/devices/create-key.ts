import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { apiKeys } from '@/models/api-key';
import { withTransaction } from '@/models/transaction';
import { makeKey, presentKey } from './api-key';
import { authorizeHandOut } from './authorize-hand-out';
import type { IssuedApiKey, NewApiKey } from './contracts';

/**
 * Issues a key; the answer is the only time it is shown. Nobody can hand out more than devices need unless they hold
 * it themselves.
 * @throws AppError `not_permitted`
 */
export async function createKey(services: Services, actor: Actor, input: { body: NewApiKey }): Promise<IssuedApiKey> {
  authorize(actor, 'key:write');
  authorizeHandOut(actor, input.body.scopes);
  const { key, document } = makeKey(services, input.body, actorId(actor));
  await withTransaction(async (tx) => {
    await apiKeys(actor.organization_id).insert(document, { tx });
    await recordEvent(
      services,
      actor,
      {
        action: 'key.created',
        subject: { kind: 'key', id: document._id },
        details: {
          scopes: document.scopes.join(' '),
          device_bound: document.device_id !== null,
          site_bound: document.site !== null,
        },
      },
      tx,
    );
  });
  return { ...presentKey({ ...document, organization_id: actor.organization_id }), key };
}
