import { type Actor, authorize } from '@/lib/accounts/actor';
import { authorOf } from '@/lib/accounts/author-of';
import { AppError } from '@/lib/errors/app-error';
import { ECG_ALGORITHM } from '@/lib/measure/domain/ecg-measurement';
import { changeSetting } from '@/lib/organization/change-setting';
import type { Services } from '@/lib/platform/services';
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
  const { shown, version, revision } = body;
  const { author, author_id, recorded_at } = await authorOf(services, actor);
  return changeSetting(services, actor, {
    name: 'computed_values',
    current: computedValuesOf,
    next: {
      ...{ shown, algorithm: ECG_ALGORITHM.name, version, revision },
      ...{ decided_by: author_id, decided_by_name: author, decided_at: recorded_at.toISOString() },
    },
    action: 'organization.computed_values_decided',
    details: { shown, version },
  });
}
