import { Schema } from 'mongoose';
import { NIGHT_VALUES, type NightValues as Values } from '@/lib/therapy/contracts';
import type { AssembledNight } from '@/lib/therapy/domain/assembly/night-types';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** Values of a night, each null where it is not known. */
export type NightValues = Values;

/** One patient's night, rebuilt from `therapydata` whenever one of its sources changes. */
export interface NightDocument extends AssembledNight {
  /** Made of organisation, patient and night, so that a rebuilt night keeps its address. */
  _id: string;
  organization_id: string;
  patient_ref: string;
  patient_id: string;
  /** The values as the devices reported them; null where none did, or where several devices cannot be put together. */
  device_reported: NightValues | null;
  change: number;
  updated_at: Date;
}

const value = nullable(Number);

const model = defineModel<NightDocument>({
  name: 'TherapyNight',
  collection: 'therapynights',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    patient_ref: required(String),
    patient_id: required(String),
    night: required(String),
    boundary_hour: required(Number),
    start: required(Date),
    end: required(Date),
    utc_offset_minutes: required(Number),
    clock: { type: [Schema.Types.Mixed], required: true },
    overlapping: required(Boolean),
    coverage: required(Schema.Types.Mixed),
    sessions: { type: [Schema.Types.Mixed], required: true },
    ...Object.fromEntries(NIGHT_VALUES.map((name) => [name, value])),
    device_reported: nullable(Schema.Types.Mixed),
    leak_type: nullable(String),
    leak_limit_l_min: value,
    mode: nullable(String),
    settings: required(Schema.Types.Mixed),
    mask: nullable(String),
    devices: { type: [Schema.Types.Mixed], required: true },
    record_ids: { type: [String], required: true },
    excluded: required(Boolean),
    exclusion: nullable(Schema.Types.Mixed),
    with_excluded: nullable(Schema.Types.Mixed),
    change: required(Number),
    updated_at: required(Date),
  },
  indexes: [
    // nights of a patient by date; one document a night
    { keys: { organization_id: 1, patient_ref: 1, night: -1 }, options: { unique: true } },
    // recent nights of everybody, for the worklist
    { keys: { organization_id: 1, night: -1, _id: -1 } },
    // whether any night has changed
    { keys: { organization_id: 1, change: -1 } },
  ],
});

/** The assembled nights of one organisation. */
export const therapyNights = scope(model);
