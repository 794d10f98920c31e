import { type Actor, authorize } from '@/lib/accounts/actor';
import { recordEvent } from '@/lib/audit/event';
import { AppError } from '@/lib/errors/app-error';
import { newPatient } from '@/lib/patients/new-patient';
import type { Services } from '@/lib/platform/services';
import type { Recording } from '@/lib/recordings/contracts';
import { belongingTo } from '@/lib/recordings/lifecycle/belonging';
import { type ChangeContext, changeRecord } from '@/lib/recordings/lifecycle/change-record';
import type { QuarantineAssignment } from '@/lib/recordings/lifecycle/contracts';
import { presentTo } from '@/lib/recordings/present-record';
import { type PatientDocument, patients } from '@/models/patient';
import { type RecordDocument, recordsOf } from '@/models/record';

async function patientFor(
  context: ChangeContext,
  document: RecordDocument,
  { patient_id, register }: QuarantineAssignment,
): Promise<PatientDocument> {
  const { services, actor, organization, change, now, tx } = context;
  const scoped = patients(organization._id);
  const known = await scoped.findOne({ patient_id }, { tx });
  if (known) return known;
  if (!register) throw new AppError('unknown_patient');
  // what was sent of the person counts only where it was sent of this very id
  const person = document.claimed?.patient_id === patient_id ? document.claimed.patient : null;
  const patient = newPatient({ _id: services.ids.id('pat'), patient_id, person, change, now });
  await scoped.insert(patient, { tx });
  const subject = { kind: 'patient', id: patient._id };
  await recordEvent(services, actor, { action: 'patient.registered', patient_ref: patient._id, subject }, tx);
  return { ...patient, organization_id: organization._id };
}

/** The device's own id of a held record, where no other record has taken it meanwhile. */
async function sourceOf({ organization, tx }: ChangeContext, document: RecordDocument) {
  const source_id = document.source_id ?? document.claimed?.source_id ?? null;
  if (source_id === null || document.source_id !== undefined) return {};
  const { device_id } = document;
  const taken = await recordsOf(document.modality)(organization._id).findOne({ device_id, source_id }, { tx });
  return taken ? {} : { source_id };
}

/**
 * Files a held recording under the patient a person has decided on (ING-6). From here on it is a record like any other.
 * @throws AppError `not_found`, `stale_revision`, `not_in_this_state` where it is not held, `unknown_patient`
 */
export async function assignHeld(
  services: Services,
  actor: Actor,
  input: { id: string; body: QuarantineAssignment },
): Promise<Recording> {
  authorize(actor, 'quarantine:resolve');
  const { id, body } = input;
  const assigned = await changeRecord(services, actor, { id, revision: body.revision }, async (document, context) => {
    if (document.status !== 'quarantined') throw new AppError('not_in_this_state');
    const patient = await patientFor(context, document, body);
    return {
      set: { ...belongingTo(document, patient), ...(await sourceOf(context, document)) },
      action: 'record.assigned',
      reason: body.reason,
    };
  });
  return presentTo(actor, assigned);
}
