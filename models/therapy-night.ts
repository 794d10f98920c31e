import { Schema } from 'mongoose';
import type { Modality } from '@/lib/recordings/contracts';
import type { SESSION_KINDS } from '@/lib/therapy/contracts';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** One stretch of mask-on time within a night. */
export interface NightSession {
  record_id: string;
  modality: Modality;
  device_id: string;
  start: Date;
  end: Date;
  utc_offset_minutes: number;
  /** The device's local time may have changed during the session. */
  end_utc_offset_minutes: number;
  kind: (typeof SESSION_KINDS)[number];
  /** Events of every kind. */
  event_count: number | null;
  /** Apnoeas and hypopnoeas. */
  breathing_event_count: number | null;
  /** The longest of its signals. */
  signal_minutes: number;
  excluded: boolean;
}

/**
 * Values of a night, each null where it is not known. Minutes, events per hour of usage, L/min, cmH2O, percent.
 * `NightDocument` holds them twice: as computed from sessions, events and signals, and as devices reported them.
 */
export interface NightValues {
  usage_minutes: number | null;
  ahi: number | null;
  oai: number | null;
  cai: number | null;
  mai: number | null;
  uai: number | null;
  hi: number | null;
  leak_p50_l_min: number | null;
  leak_p95_l_min: number | null;
  large_leak_minutes: number | null;
  pressure_p50_cmh2o: number | null;
  pressure_p95_cmh2o: number | null;
  epap_p95_cmh2o: number | null;
  time_at_max_pressure_minutes: number | null;
  periodic_breathing_minutes: number | null;
  unscored_minutes: number | null;
  spo2_min_percent: number | null;
  t90_minutes: number | null;
  t88_minutes: number | null;
  odi: number | null;
  valid_oximetry_minutes: number | null;
}

/** A device of a night, with the values it reported itself for it. */
export interface NightDevice {
  device_id: string;
  make: string | null;
  model: string | null;
  serial: string | null;
  firmware: string | null;
  device_reported: NightValues | null;
}

/** One patient's night, rebuilt from `therapydata` whenever one of its sources changes. */
export interface NightDocument extends NightValues {
  /** Made of organisation, patient and night, so that a rebuilt night keeps its address. */
  _id: string;
  organization_id: string;
  patient_ref: string;
  patient_id: string;
  /** `YYYY-MM-DD` (PAP-2). */
  night: string;
  /** Hour of the device's day at which one night becomes the next. */
  boundary_hour: number;
  start: Date;
  end: Date;
  utc_offset_minutes: number;
  /** The device's local time: the offset that holds from each instant on. */
  clock: { at: Date; utc_offset_minutes: number }[];
  sessions: NightSession[];
  /** Sessions overlap: usage counts shared time once, and no index is computed. */
  overlapping: boolean;
  /** For how long the signals were sent that the percentiles are made of. */
  coverage: { leak_minutes: number; pressure_minutes: number; epap_minutes: number };
  /** The values as the devices reported them; null where none did, or where several devices cannot be put together. */
  device_reported: NightValues | null;
  leak_type: 'unintentional' | 'total' | null;
  /** The limit for vendor and mask; null where there is none. */
  leak_limit_l_min: number | null;
  mode: string | null;
  settings: Record<string, string | number>;
  mask: string | null;
  devices: NightDevice[];
  record_ids: string[];
  excluded: boolean;
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
    usage_minutes: value,
    ahi: value,
    oai: value,
    cai: value,
    mai: value,
    uai: value,
    hi: value,
    leak_p50_l_min: value,
    leak_p95_l_min: value,
    large_leak_minutes: value,
    pressure_p50_cmh2o: value,
    pressure_p95_cmh2o: value,
    epap_p95_cmh2o: value,
    time_at_max_pressure_minutes: value,
    periodic_breathing_minutes: value,
    unscored_minutes: value,
    spo2_min_percent: value,
    t90_minutes: value,
    t88_minutes: value,
    odi: value,
    valid_oximetry_minutes: value,
    device_reported: nullable(Schema.Types.Mixed),
    leak_type: nullable(String),
    leak_limit_l_min: value,
    mode: nullable(String),
    settings: required(Schema.Types.Mixed),
    mask: nullable(String),
    devices: { type: [Schema.Types.Mixed], required: true },
    record_ids: { type: [String], required: true },
    excluded: required(Boolean),
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
