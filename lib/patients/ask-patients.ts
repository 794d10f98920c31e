import { Temporal } from 'temporal-polyfill';
import type { Actor } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { organizations } from '@/models/organization';
import type { FacetSelection } from './domain/facets';
import type { PatientQuestion } from './patient-set';

/** Step: a question about patients with the clock it is asked by; `byAge` where ages, which count in the organisation's zone, matter. */
export async function askedBy(
  services: Services,
  actor: Actor,
  asked: { text: string; facets: FacetSelection },
  byAge: boolean,
): Promise<PatientQuestion> {
  const now = services.clock.now();
  const organization = byAge ? await organizations.get(actor.organization_id) : null;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(organization?.time_zone ?? 'UTC')
    .toPlainDate()
    .toString();
  return { organization_id: actor.organization_id, now, today, ...asked };
}
