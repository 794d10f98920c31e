import { ECG_ALGORITHM } from '@/lib/measure/domain/ecg-measurement';
import { type OrganizationDocument, organizations } from '@/models/organization';
import type { ComputedValues } from './contracts';

/**
 * What an organisation has decided about computed values. Nothing decided is no sign-off, except in the demonstration's
 * organisation, which holds no patients.
 */
export function computedValuesOf({ demo, computed_values }: OrganizationDocument): ComputedValues {
  const { name: algorithm, version } = ECG_ALGORITHM;
  const undecided = { shown: demo, algorithm, version, decided_by: null, decided_by_name: null, decided_at: null };
  // a decision from before names were kept beside it has none
  return { ...undecided, revision: 0, ...computed_values };
}

/** Whether an organisation shows the values of today's algorithm: a sign-off counts for the version it was given to. */
export function showsComputedNow(organization: OrganizationDocument): boolean {
  const { shown, version } = computedValuesOf(organization);
  return shown && version === ECG_ALGORITHM.version;
}

/** As `showsComputedNow`, of an organisation by its id; one that is not there shows nothing. */
export async function showsComputed(organizationId: string): Promise<boolean> {
  const organization = await organizations.get(organizationId);
  return organization !== null && showsComputedNow(organization);
}
