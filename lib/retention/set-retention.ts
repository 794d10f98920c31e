import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { withTransaction } from '@/models/transaction';
import { DEFAULT_RETENTION, type Retention } from './contracts';

/**
 * Changes how long records of the organisation are kept; the worker acts by it from its next round on.
 * @throws AppError `stale_revision`
 */
export async function setRetention(
  services: Services,
  actor: Actor,
  { body }: { body: Retention },
): Promise<Retention> {
  authorize(actor, 'organization:write');
  const { organization_id } = actor;
  return withTransaction(async (tx) => {
    const before = (await organizations.get(organization_id, tx))?.retention ?? DEFAULT_RETENTION;
    const after = { ...body, revision: body.revision + 1 };
    if (before.revision !== body.revision) throw new AppError('stale_revision');
    await organizations.setRetention(organization_id, after, tx);
    const { deleted_days, records_days } = after;
    await recordEvent(
      services,
      actor,
      {
        action: 'organization.retention_changed',
        subject: { kind: 'organization', id: organization_id },
        before,
        after,
        details: { deleted_days, records_days },
      },
      tx,
    );
    return after;
  });
}
