import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordView } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { refuseBoundKeys } from '@/lib/therapy/refuse-bound-keys';
import { clockOffsets } from '@/models/clock-offset';
import { patients } from '@/models/patient';
import type { ClockOffsets } from './clock-contracts';
import { presentOffset } from './present-offset';

/**
 * How the clocks of a patient's devices stand to each other; the look is audited as a view of the patient.
 * @throws AppError `not_found`
 */
export async function listClockOffsets(
  services: Services,
  actor: Actor,
  { patient_ref }: { patient_ref: string },
): Promise<ClockOffsets> {
  authorize(actor, 'record:read');
  refuseBoundKeys(actor);
  const { organization_id } = actor;
  const patient = await patients(organization_id).findOne({ _id: patient_ref }, { projection: { _id: 1 } });
  if (!patient) throw new AppError('not_found');
  const known = await clockOffsets(organization_id).find({ patient_ref });
  await recordView(services, actor, {
    action: 'patient.viewed',
    patient_ref,
    subject: { kind: 'patient', id: patient_ref },
  });
  return { data: known.map(presentOffset), next_cursor: null };
}
