import { type Actor, authorize } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import { computedValuesOf } from './computed-values-of';
import type { ComputedValues } from './contracts';

/** Whether computed values are shown in the organisation, and who decided so. */
export async function getComputedValues(_services: Services, actor: Actor): Promise<ComputedValues> {
  authorize(actor, 'organization:write');
  const organization = await organizations.get(actor.organization_id);
  if (!organization) throw new AppError('not_permitted');
  return computedValuesOf(organization);
}
