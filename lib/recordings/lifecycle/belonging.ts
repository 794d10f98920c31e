import { unreadVersion } from '@/lib/ecg/domain/reading/reading';
import { nightFields } from '@/lib/therapy/night-fields';
import { type PatientDocument, patients } from '@/models/patient';
import type { RecordDocument } from '@/models/record';
import type { ChangeContext, RecordChange } from './change-record';

type Fields = RecordChange['set'];

/** What was judged of a therapy record while it was somebody else's says nothing of whoever has it now. */
const judgedAnew = ({ therapy }: RecordDocument): Fields => (therapy ? { excluded_sessions: [] } : {});

const unread = ({ version }: RecordDocument): Fields => ({
  reading: unreadVersion(version, null),
  repeat_request: null,
});

/**
 * What a record holds when it is a patient's. A reading made while it was somebody else's is not one of this patient, and
 * neither is an exclusion.
 */
export function belongingTo(document: RecordDocument, patient: PatientDocument): Fields {
  return {
    status: 'stored',
    patient_id: patient.patient_id,
    patient_ref: patient._id,
    claimed: null,
    reasons: [],
    ...unread(document),
    ...judgedAnew(document),
    ...nightFields(document, patient.night_boundary_hour),
  };
}

const personOf = ({ family_name, given_name, birth_date, sex }: PatientDocument) => ({
  family_name,
  given_name,
  birth_date,
  sex,
});

/** What a record holds when it is nobody's: what was sent stands under `claimed`. */
export async function belongingToNobody(
  { organization, tx }: ChangeContext,
  document: RecordDocument,
  reason: string,
): Promise<Fields> {
  const patient =
    document.patient_ref === null
      ? null
      : await patients(organization._id).findOne({ _id: document.patient_ref }, { tx });
  return {
    status: 'quarantined',
    patient_id: null,
    patient_ref: null,
    claimed: document.claimed ?? {
      patient_id: document.patient_id,
      patient: patient && personOf(patient),
      source_id: document.source_id ?? null,
    },
    reasons: [...new Set([...document.reasons, reason])],
    ...unread(document),
    ...judgedAnew(document),
    ...nightFields(document, undefined),
  };
}
