import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import { ECG_ALGORITHM } from '@/lib/measure/domain/ecg-measurement';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { withTransaction } from '@/models/transaction';
import { computedValuesOf } from './computed-values-of';
import type { ComputedValues, ComputedValuesChange } from './contracts';

/** A sign-off names what was looked at; whoever means another version has not seen this one. */
function requireVersion(version: string): void {
  if (version === ECG_ALGORITHM.version) return;
  const detail = `The program computes by version ${ECG_ALGORITHM.version}.`;
  throw new AppError('invalid_body', { faults: [{ pointer: '/version', code: 'other_version', detail }] });
}

/**
 * Signs off the values computed from ECGs, so that they are shown, or takes that back. They are computed either way; whoever
 * reads a record sees them from then on.
 * @throws AppError `stale_revision`, `invalid_body` for another version than the program's
 */
export async function setComputedValues(
  services: Services,
  actor: Actor,
  { body }: { body: ComputedValuesChange },
): Promise<ComputedValues> {
  authorize(actor, 'organization:write');
  requireVersion(body.version);
  const { organization_id } = actor;
  return withTransaction(async (tx) => {
    const organization = await organizations.get(organization_id, tx);
    if (!organization) throw new AppError('not_permitted');
    const before = computedValuesOf(organization);
    if (before.revision !== body.revision) throw new AppError('stale_revision');
    const after: ComputedValues = {
      shown: body.shown,
      algorithm: ECG_ALGORITHM.name,
      version: ECG_ALGORITHM.version,
      decided_by: actorId(actor),
      decided_at: services.clock.now().toISOString(),
      revision: body.revision + 1,
    };
    await organizations.setComputedValues(organization_id, after, tx);
    await recordEvent(
      services,
      actor,
      {
        action: 'organization.computed_values_decided',
        subject: { kind: 'organization', id: organization_id },
        before,
        after,
        details: { shown: after.shown, version: after.version },
      },
      tx,
    );
    return after;
  });
}
