import { type Actor, authorize } from '@/lib/accounts/actor';
import { askById } from '@/lib/patients/ask-by-id';
import type { Services } from '@/lib/platform/services';
import type { Assignee } from '../device-contracts';
import { initialsOf } from '../domain/initials';

/**
 * The patient with exactly this id, told by initials and birth year: enough to notice a mistyped id, too little to read
 * a chart by. Every question is audited, also one that finds nobody.
 * @throws AppError `not_found`
 */
export async function identifyAssignee(
  services: Services,
  actor: Actor,
  input: { body: { patient_id: string } },
): Promise<Assignee> {
  authorize(actor, 'device:write');
  const patient = await askById(services, actor, input.body.patient_id);
  return {
    patient_ref: patient._id,
    initials: initialsOf(patient),
    birth_year: patient.birth_date === null ? null : Number(patient.birth_date.slice(0, 4)),
  };
}
