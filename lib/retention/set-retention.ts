import { type Actor, authorize } from '@/lib/accounts/actor';
import { changeSetting } from '@/lib/organization/change-setting';
import type { Services } from '@/lib/platform/services';
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
  const { deleted_days, records_days } = body;
  return changeSetting(services, actor, {
    name: 'retention',
    current: ({ retention }) => retention ?? DEFAULT_RETENTION,
    next: body,
    action: 'organization.retention_changed',
    details: { deleted_days, records_days },
  });
}
