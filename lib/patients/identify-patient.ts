import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { patients } from '@/models/patient';
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
  const patient = await patients(actor.organization_id).findOne({ patient_id: input.body.patient_id });
  await recordAct(services, actor, {
    action: 'patient.identified',
    patient_ref: patient?._id ?? null,
    details: { by: 'patient_id', found: patient ? 1 : 0 },
  });
  if (!patient) throw new AppError('not_found');
  return presentIdentity(patient);
}
