import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordAct } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { patients } from '@/models/patient';
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
  const patient = await patients(actor.organization_id).findOne({ patient_id: input.body.patient_id });
  await recordAct(services, actor, {
    action: 'patient.identified',
    patient_ref: patient?._id ?? null,
    details: { by: 'patient_id', found: patient ? 1 : 0 },
  });
  if (!patient) throw new AppError('not_found');
  return {
    patient_ref: patient._id,
    initials: initialsOf(patient),
    birth_year: patient.birth_date === null ? null : Number(patient.birth_date.slice(0, 4)),
  };
}
