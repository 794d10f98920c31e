import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { type ApiKeyDocument, apiKeys } from '@/models/api-key';
import { withTransaction } from '@/models/transaction';
import { makeKey, presentKey } from './api-key';
import { authorizeHandOut } from './authorize-hand-out';
import type { IssuedApiKey, KeyRotation } from './contracts';
import { endOfOverlap, expiryOfSuccessor, keyState } from './domain/key-state';

/** A key like the old one: same name, scopes, binding, limit and lifetime. */
function successorOf(services: Services, old: ApiKeyDocument, createdBy: string) {
  const { name, scopes, device_id, site, requests_per_minute } = old;
  const expires_at = expiryOfSuccessor(old, services.clock.now())?.toISOString() ?? null;
  const made = makeKey(services, { name, scopes, device_id, site, requests_per_minute, expires_at }, createdBy);
  return { key: made.key, document: { ...made.document, replaces: old._id } };
}

/**
 * Issues a key in the place of another, which works on for the overlap: nothing sent meanwhile is lost. A key is
 * replaced once; of two rotations at the same time one finds it replaced.
 * @throws AppError `not_found`, `not_permitted`, `key_replaced`
 */
export async function rotateKey(
  services: Services,
  actor: Actor,
  input: { id: string; body: KeyRotation },
): Promise<IssuedApiKey> {
  authorize(actor, 'key:write');
  const keys = apiKeys(actor.organization_id);
  return withTransaction(async (tx) => {
    const old = await keys.findOne({ _id: input.id }, { tx });
    if (!old) throw new AppError('not_found');
    authorizeHandOut(actor, old.scopes);
    const now = services.clock.now();
    if (keyState(old, now) !== 'live') throw new AppError('key_replaced');
    const { key, document } = successorOf(services, old, actorId(actor));
    const ends_at = endOfOverlap(old, now, input.body.overlap_hours);
    await keys.insert(document, { tx });
    await keys.updateOne({ _id: old._id }, { $set: { replaced_by: document._id, expires_at: ends_at } }, { tx });
    await recordEvent(
      services,
      actor,
      {
        action: 'key.rotated',
        subject: { kind: 'key', id: old._id },
        details: { replaced_by: document._id, overlap_hours: input.body.overlap_hours },
      },
      tx,
    );
    return { ...presentKey({ ...document, organization_id: actor.organization_id }), key };
  });
}
