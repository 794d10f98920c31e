import type { PatientDocument } from '@/models/patient';
import type { Patient, PatientSummary } from './contracts';

/** A stored patient as it goes over the wire. */
export function presentPatient(document: PatientDocument): Patient {
  return {
    patient_ref: document._id,
    patient_id: document.patient_id,
    family_name: document.family_name,
    given_name: document.given_name,
    birth_date: document.birth_date,
    sex: document.sex,
    verified: document.verified,
    flags: document.flags,
    revision: document.revision,
    created_at: document.created_at.toISOString(),
  };
}

/** The same with what a list shows beside the identity. */
export function presentPatientSummary(document: PatientDocument): PatientSummary {
  return {
    ...presentPatient(document),
    last_ecg: document.last_ecg?.toISOString() ?? null,
    ecg_count: document.ecg_count,
    therapy_count: document.therapy_count,
  };
}
