import type { Actor } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { type PatientDocument, patients } from '@/models/patient';

/**
 * Step: the patient with exactly this id. Every question is audited, also one that finds nobody; how much of the patient
 * is told is the caller's to decide.
 * @throws AppError `not_found`
 */
export async function askById(services: Services, actor: Actor, patient_id: string): Promise<PatientDocument> {
  const patient = await patients(actor.organization_id).findOne({ patient_id });
  await recordAct(services, actor, {
    action: 'patient.identified',
    patient_ref: patient?._id ?? null,
    details: { by: 'patient_id', found: patient ? 1 : 0 },
  });
  if (!patient) throw new AppError('not_found');
  return patient;
}
