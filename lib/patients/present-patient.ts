import { NIGHT_BOUNDARY_HOURS } from '@/lib/therapy/domain/night';
import type { FactOrigin, PatientDocument } from '@/models/patient';
import { FLAG_NAMES, type FlagName, type Patient, type PatientFlag, type PatientSummary } from './contracts';
import type { PatientIdentity } from './identify-contracts';

function originOf(origin: FactOrigin | undefined) {
  return {
    date: origin?.date ?? null,
    source: origin?.source ?? null,
    author: origin?.author ?? null,
    recorded_at: origin?.recorded_at.toISOString() ?? null,
  };
}

function flagsOf(document: PatientDocument): Patient['flags'] {
  const flag = (name: FlagName): PatientFlag => ({
    value: document.flags[name] ?? 'unknown',
    ...originOf(document.flag_origins?.[name]),
  });
  const all = FLAG_NAMES.map((name) => [name, flag(name)] as const);
  // made of every flag's name just above
  return Object.fromEntries(all) as Patient['flags'];
}

/** Who a stored patient is, and nothing else of them. */
export function presentIdentity(document: PatientDocument): PatientIdentity {
  return {
    patient_ref: document._id,
    patient_id: document.patient_id,
    family_name: document.family_name,
    given_name: document.given_name,
    birth_date: document.birth_date,
    sex: document.sex,
    verified: document.verified,
  };
}

/** A stored patient as it goes over the wire. */
export function presentPatient(document: PatientDocument): Patient {
  const { therapy_start: start, diagnostic_ahi: ahi } = document;
  return {
    ...presentIdentity(document),
    flags: flagsOf(document),
    therapy_start: start ? { value: start.value, ...originOf(start) } : null,
    diagnostic_ahi: ahi ? { value: ahi.value, ...originOf(ahi) } : null,
    night_boundary_hour: document.night_boundary_hour ?? NIGHT_BOUNDARY_HOURS,
    last_ecg_id: document.last_ecg_facts?.id ?? null,
    last_night_id: document.last_night?.id ?? null,
    revision: document.revision,
    created_at: document.created_at.toISOString(),
  };
}

function lastEcgOf(document: PatientDocument): PatientSummary['last_ecg'] {
  const { last_ecg, last_ecg_facts: facts } = document;
  return last_ecg && facts ? { recording_date: last_ecg.toISOString(), ...facts } : null;
}

/** A patient as one row of the list: identity and the newest values. */
export function presentPatientSummary(document: PatientDocument): PatientSummary {
  return {
    ...presentIdentity(document),
    ecg_count: document.ecg_count,
    therapy_count: document.therapy_count,
    last_ecg: lastEcgOf(document),
    last_night: document.last_night ?? null,
    recent_usage: document.recent_usage ?? null,
  };
}
