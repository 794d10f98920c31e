import { Schema } from 'mongoose';
import { type FLAG_VALUES, type FlagName, type PatientSummary, SEXES } from '@/lib/patients/contracts';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** Where a stored fact comes from. */
export interface FactOrigin {
  date: string | null;
  source: string | null;
  /** Name of the person who entered it, as it was then, and the account's id. */
  author: string | null;
  author_id: string | null;
  recorded_at: Date;
}

/** What is known of a flag beyond its value. */
export type FlagValue = (typeof FLAG_VALUES)[number];

/** Values of the newest ECG, kept on the patient so that a list needs no second query. */
export interface LastEcg {
  id: string;
  reading_state: string;
  heart_rate_bpm: number | null;
  qtc_ms: number | null;
  qtc_formula: string | null;
}

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
  /** A flag nobody has set is unknown, whether it stands here or not. */
  flags: Partial<Record<FlagName, FlagValue>>;
  flag_origins?: Partial<Record<FlagName, FactOrigin>>;
  therapy_start?: ({ value: string } & FactOrigin) | null;
  diagnostic_ahi?: ({ value: number } & FactOrigin) | null;
  /** Record id of the ECG that others are compared with, and who chose it. */
  baseline_ecg?: ({ value: string } & FactOrigin) | null;
  /** Folded words and forms the search compares by prefix, made in `lib/patients/domain/search-tokens.ts`. */
  search_tokens: string[];
  /** `group:value`, made in `lib/patients/domain/facets.ts`. */
  facets?: string[];
  last_ecg: Date | null;
  last_ecg_facts?: LastEcg | null;
  last_night?: PatientSummary['last_night'];
  recent_usage?: PatientSummary['recent_usage'];
  last_record_at?: Date | null;
  ecg_count: number;
  therapy_count: number;
  /** Hour of the day at which one night becomes the next (PAP-2); 12 where absent. Another one is for shift workers. */
  night_boundary_hour?: number;
  revision: number;
  change: number;
  created_at: Date;
  updated_at: Date;
}

const mixed = Schema.Types.Mixed;

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
    flags: required(mixed),
    flag_origins: { type: mixed, default: undefined },
    therapy_start: nullable(mixed),
    diagnostic_ahi: nullable(mixed),
    baseline_ecg: { type: mixed, default: undefined },
    search_tokens: { type: [String], required: true },
    facets: { type: [String], default: undefined },
    last_ecg: nullable(Date),
    last_ecg_facts: nullable(mixed),
    last_night: nullable(mixed),
    recent_usage: nullable(mixed),
    last_record_at: nullable(Date),
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
    { keys: { organization_id: 1, updated_at: -1, _id: -1 } },
    // a chosen facet, newest first, and its count
    { keys: { organization_id: 1, facets: 1, updated_at: -1, _id: -1 } },
    // age groups and "recorded within n days"
    { keys: { organization_id: 1, birth_date: 1 } },
    { keys: { organization_id: 1, last_record_at: -1 } },
  ],
});

/** The patients of one organisation. */
export const patients = scope(model);
