import { type Actor, actorId, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { patients } from '@/models/patient';
import type { Modality, Recording } from '../contracts';
import { presentTo } from '../present-record';
import { belongingTo } from './belonging';
import { type ChangeContext, changeRecord } from './change-record';
import type { RecordMove } from './contracts';

/**
 * Step: the patient with this hospital id.
 * @throws AppError `unknown_patient`
 */
export async function patientById({ organization, tx }: ChangeContext, patient_id: string) {
  const patient = await patients(organization._id).findOne({ patient_id }, { tx });
  if (!patient) throw new AppError('unknown_patient');
  return patient;
}

/** Step: the event in the trail of the chart a record comes to; the one it leaves has the change's own event. */
async function noteArrival(context: ChangeContext, recordId: string, patientRef: string, reason: string) {
  const { services, actor, tx } = context;
  const subject = { kind: 'record', id: recordId };
  await recordEvent(services, actor, { action: 'record.received', patient_ref: patientRef, subject, reason }, tx);
}

/**
 * Moves a misfiled record to another patient (ING-8): nights, counts and lists of both follow, its reading is void, and
 * both charts' trails say so. Moving it back undoes it.
 * @throws AppError `not_found`, `stale_revision`, `unknown_patient`, `not_in_this_state` where it is not filed under anybody
 *   else
 */
export async function moveRecording(
  services: Services,
  actor: Actor,
  input: { modality: Modality; id: string; body: RecordMove },
): Promise<Recording> {
  authorize(actor, 'record:move');
  const { id, modality, body } = input;
  const name = { id, modality, revision: body.revision };
  const moved = await changeRecord(services, actor, name, async (document, context) => {
    const patient = await patientById(context, body.patient_id);
    const { patient_ref: from } = document;
    if (document.status !== 'stored' || from === null || from === patient._id) throw new AppError('not_in_this_state');
    await noteArrival(context, document.record_id, patient._id, body.reason);
    const move = { from_patient_ref: from, to_patient_ref: patient._id, at: context.now, by: actorId(actor) };
    return {
      set: { ...belongingTo(document, patient), moves: [...(document.moves ?? []), move] },
      action: 'record.moved',
      reason: body.reason,
    };
  });
  return presentTo(actor, moved);
}
