import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { patients } from '@/models/patient';
import type { Patient } from './contracts';
import { presentPatient } from './present-patient';

/**
 * One patient; the look is audited before it is answered.
 * @throws AppError `not_found` when there is none in the actor's organisation.
 */
export async function getPatient(services: Services, actor: Actor, input: { patient_ref: string }): Promise<Patient> {
  authorize(actor, 'patient:read');
  const document = await patients(actor.organization_id).findOne({ _id: input.patient_ref });
  if (!document) throw new AppError('not_found');
  await recordView(services, actor, {
    action: 'patient.viewed',
    patient_ref: document._id,
    subject: { kind: 'patient', id: document._id },
  });
  return presentPatient(document);
}
