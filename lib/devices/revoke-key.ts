import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { apiKeys } from '@/models/api-key';
import { withTransaction } from '@/models/transaction';
import { presentKey } from './api-key';
import type { ApiKey } from './contracts';

/**
 * Revokes a key; it opens nothing from the next request on. Revoking it again changes nothing.
 * @throws AppError `not_found`
 */
export async function revokeKey(services: Services, actor: Actor, input: { id: string }): Promise<ApiKey> {
  authorize(actor, 'key:write');
  const keys = apiKeys(actor.organization_id);
  await withTransaction(async (tx) => {
    const revoked = await keys.updateOne(
      { _id: input.id, revoked_at: null },
      { $set: { revoked_at: services.clock.now() } },
      { tx },
    );
    if (revoked > 0)
      await recordEvent(services, actor, { action: 'key.revoked', subject: { kind: 'key', id: input.id } }, tx);
  });
  const document = await keys.findOne({ _id: input.id });
  if (!document) throw new AppError('not_found');
  return presentKey(document);
}
