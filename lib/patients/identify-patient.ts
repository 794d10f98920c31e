import { type Actor, authorize } from '@/lib/accounts/actor';
import type { Services } from '@/lib/platform/services';
import { askById } from './ask-by-id';
import type { PatientIdentity } from './identify-contracts';
import { presentIdentity } from './present-patient';

/**
 * The patient with exactly this id, to be compared before a record is filed under them. Every question is audited, also
 * one that finds nobody.
 * @throws AppError `not_found`
 */
export async function identifyPatient(
  services: Services,
  actor: Actor,
  input: { body: { patient_id: string } },
): Promise<PatientIdentity> {
  authorize(actor, 'patient:read');
  return presentIdentity(await askById(services, actor, input.body.patient_id));
}
