import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import type { Services } from '@/lib/platform/services';
import { patients } from '@/models/patient';
import type { Patient } from './contracts';
import { presentPatient } from './present-patient';

/** Patients by the hospital's exact id, for programs: none or one. */
export async function findPatients(
  services: Services,
  actor: Actor,
  input: { patient_id: string },
): Promise<{ data: Patient[]; next_cursor: null }> {
  authorize(actor, 'patient:read');
  const document = await patients(actor.organization_id).findOne({ patient_id: input.patient_id.trim() });
  await recordAct(services, actor, {
    action: 'patient.searched',
    patient_ref: document?._id ?? null,
    details: { by: 'patient_id', found: document ? 1 : 0 },
  });
  return { data: document ? [presentPatient(document)] : [], next_cursor: null };
}
