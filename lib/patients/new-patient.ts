import type { Person } from '@/lib/recordings/contracts';
import type { PatientDocument } from '@/models/patient';
import { SEXES } from './contracts';
import { searchTokens } from './domain/search-tokens';

/** What is known of a patient nobody knew before. */
export interface FirstSight {
  _id: string;
  patient_id: string;
  /** As a recording said it; null where it said nothing. */
  person: Person | null;
  change: number;
  now: Date;
}

/** A patient as first seen: known from uploads alone, so unverified, with nothing counted yet. */
export function newPatient({
  _id,
  patient_id,
  person,
  change,
  now,
}: FirstSight): Omit<PatientDocument, 'organization_id'> {
  const identity = {
    patient_id,
    family_name: person?.family_name ?? null,
    given_name: person?.given_name ?? null,
    birth_date: person?.birth_date ?? null,
  };
  return {
    _id,
    ...identity,
    sex: SEXES.find((sex) => sex === person?.sex) ?? 'unknown',
    verified: false,
    flags: {},
    search_tokens: searchTokens(identity),
    last_ecg: null,
    ecg_count: 0,
    therapy_count: 0,
    revision: 1,
    change,
    created_at: now,
    updated_at: now,
  };
}
