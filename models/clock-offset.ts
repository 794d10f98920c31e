import { CLOCK_METHODS, type ClockMethod } from '@/lib/correlation/domain/clock/clock-rule';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** How the clocks of an ECG device and a therapy device stood to each other, for one patient (COR-3). */
export interface ClockOffsetDocument {
  _id: string;
  organization_id: string;
  patient_ref: string;
  ecg_device_id: string;
  therapy_device_id: string;
  /** What is to be added to the ECG's time to have the therapy device's. */
  offset_ms: number;
  /** Null where whoever set it could not say. */
  uncertainty_ms: number | null;
  method: ClockMethod;
  /** The night it was determined on, as a date. */
  night: string;
  reason: string;
  author: string | null;
  author_id: string | null;
  set_at: Date;
  revision: number;
  change: number;
}

const model = defineModel<ClockOffsetDocument>({
  name: 'ClockOffset',
  collection: 'clockoffsets',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    patient_ref: required(String),
    ecg_device_id: required(String),
    therapy_device_id: required(String),
    offset_ms: required(Number),
    uncertainty_ms: nullable(Number),
    method: { type: String, required: true, enum: CLOCK_METHODS },
    night: required(String),
    reason: required(String),
    author: nullable(String),
    author_id: nullable(String),
    set_at: required(Date),
    revision: required(Number),
    change: required(Number),
  },
  indexes: [
    // the offsets of a patient; one a pair of devices
    {
      keys: { organization_id: 1, patient_ref: 1, ecg_device_id: 1, therapy_device_id: 1 },
      options: { unique: true },
    },
  ],
});

/** The clock offsets of one organisation. */
export const clockOffsets = scope(model);
