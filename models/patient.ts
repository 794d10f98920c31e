import { Schema } from 'mongoose';
import { type FLAG_VALUES, SEXES } from '@/lib/patients/contracts';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

type Flag = (typeof FLAG_VALUES)[number];

/** A person in one organisation. `_id` is the opaque `patient_ref`; `patient_id` is the hospital's, as sent. */
export interface PatientDocument {
  _id: string;
  organization_id: string;
  patient_id: string;
  family_name: string | null;
  given_name: string | null;
  birth_date: string | null;
  sex: (typeof SEXES)[number];
  verified: boolean;
  flags: { pacemaker: Flag; atrial_fibrillation: Flag };
  /** Folded words and forms the search compares by prefix, made in `lib/patients/domain/search-tokens.ts`. */
  search_tokens: string[];
  last_ecg: Date | null;
  ecg_count: number;
  therapy_count: number;
  /** Hour of the day at which one night becomes the next (PAP-2); 12 where absent. Another one is for shift workers. */
  night_boundary_hour?: number;
  revision: number;
  change: number;
  created_at: Date;
  updated_at: Date;
}

const model = defineModel<PatientDocument>({
  name: 'Patient',
  collection: 'patients',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    patient_id: required(String),
    family_name: nullable(String),
    given_name: nullable(String),
    birth_date: nullable(String),
    sex: { type: String, required: true, enum: SEXES },
    verified: required(Boolean),
    flags: required(Schema.Types.Mixed),
    search_tokens: { type: [String], required: true },
    last_ecg: nullable(Date),
    ecg_count: required(Number),
    therapy_count: required(Number),
    night_boundary_hour: { type: Number, min: 0, max: 23, default: undefined },
    revision: required(Number),
    change: required(Number),
    created_at: required(Date),
    updated_at: required(Date),
  },
  indexes: [
    { keys: { organization_id: 1, patient_id: 1 }, options: { unique: true } },
    // as-typed search: one prefix range over the folded words of an organisation
    { keys: { organization_id: 1, search_tokens: 1 } },
    // the list shown before anything is typed
    { keys: { organization_id: 1, updated_at: -1, _id: 1 } },
  ],
});

/** The patients of one organisation. */
export const patients = scope(model);
