import { Schema } from 'mongoose';
import type { EcgLink } from '@/lib/correlation/domain/links/link-ecg';
import type { StoredReading } from '@/lib/ecg/domain/reading/reading';
import type { Urgency } from '@/lib/ecg/domain/urgency';
import { MEASURING_STATES, type Measuring } from '@/lib/measure/domain/measuring';
import {
  type FileRole,
  MODALITIES,
  type Modality,
  PRIORITIES,
  RECORD_STATUSES,
  type Recording,
  type StoredTherapy,
  TIME_SOURCES,
} from '@/lib/recordings/contracts';
import type { Exclusion } from '@/lib/therapy/domain/assembly/exclusions';
import type { TherapyDigest } from '@/lib/therapy/domain/assembly/night-types';
import { defineModel, type IndexPlan, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** One kept file of a record: where, what, how large and its digest. */
export interface StoredFile {
  role: FileRole;
  key: string;
  content_type: string;
  bytes: number;
  sha256: string;
}

/** A recording as stored: the wire's names, instants as dates, and what only we need to know. */
export interface RecordDocument {
  _id: string;
  organization_id: string;
  /** The record this is a version of; equals `_id` in `ecgdata` and `therapydata`. */
  record_id: string;
  modality: Modality;
  status: Recording['status'];
  version: number;
  revision: number;
  change: number;
  patient_id: string | null;
  patient_ref: string | null;
  claimed: Recording['claimed'];
  reasons: string[];
  device_id: string;
  source_id?: string;
  recording_date: Date;
  device_time: string;
  utc_offset_minutes: number;
  time_source: Recording['time_source'];
  time_ambiguous: boolean;
  clock_offset_ms: number | null;
  duration_ms: number;
  priority: Recording['priority'];
  /** Place in a reading list, made in `lib/ecg/domain/urgency.ts`. */
  urgency: Urgency;
  channels: Recording['channels'];
  filters: Recording['filters'];
  measurements: Recording['measurements'];
  /** Per lead, for ECGs; null for therapy. */
  quality: Recording['quality'];
  reading: StoredReading;
  /** Why somebody wants this ECG recorded again; null or absent where nobody does. */
  repeat_request?: { reason: string; author: string | null; author_id: string | null; recorded_at: Date } | null;
  /** How far measuring has come; null for therapy, absent in records older than its job. */
  measuring?: Measuring | null;
  /** What was computed from an ECG's samples; absent until then, null where they could not be read. */
  derived?: Recording['derived'];
  statements: string[];
  therapy: StoredTherapy | null;
  /** What nights are assembled from, so that they need no signals. */
  therapy_digest: TherapyDigest | null;
  /** Nights this record has a part in, by its patient's boundary hour; absent for ECGs. */
  nights?: string[];
  /** How a stored ECG stands to its patient's nights (COR-1); absent in records older than it, null where it is nobody's. */
  link?: EcgLink | null;
  warnings: Recording['warnings'];
  order: Recording['order'];
  device: Recording['device'];
  site: string | null;
  operator: string | null;
  vendor: Record<string, unknown> | null;
  /** How the PDF's text agrees with the record; null until it was read, or where there is none. */
  report_check: Recording['report_check'];
  /** The patient's name as this upload said it, whatever the patient is called; absent in records older than it. */
  sent_name?: { family_name: string | null; given_name: string | null } | null;
  files: StoredFile[];
  /** Each move to another patient, oldest first; absent where it was never moved. */
  moves?: { from_patient_ref: string; to_patient_ref: string; at: Date; by: string }[];
  /**
   * Present while the record is deleted: when, by whom, and what it was. With `erasing_at` its objects are going or gone,
   * and nothing brings it back.
   */
  deleted?: { at: Date; by: string; was: 'stored' | 'quarantined'; erasing_at?: Date } | null;
  legal_hold?: { at: Date; by: string } | null;
  /** What of a therapy record a person took out of the figures; absent where nobody ever did. */
  excluded_sessions?: Exclusion[];
  /** What makes two uploads the same recording (VAL-3): patient, device, start, channels, samples. */
  content_hash: string;
  /** The samples alone, to find one trace under two patients. */
  samples_hash: string;
  /** Everything that was sent, but `sent_at`: tells a retry from a correction of a known `source_id`. */
  upload_hash: string;
  received_at: Date;
  updated_at: Date;
  received_from: { kind: 'user' | 'key' | 'system'; id: string };
}

const mixed = Schema.Types.Mixed;

const FIELDS = {
  _id: required(String),
  organization_id: required(String),
  record_id: required(String),
  modality: { type: String, required: true, enum: MODALITIES },
  status: { type: String, required: true, enum: RECORD_STATUSES },
  version: required(Number),
  revision: required(Number),
  change: required(Number),
  patient_id: nullable(String),
  patient_ref: nullable(String),
  claimed: nullable(mixed),
  reasons: { type: [String], required: true },
  device_id: required(String),
  source_id: { type: String, default: undefined },
  recording_date: required(Date),
  device_time: required(String),
  utc_offset_minutes: required(Number),
  time_source: { type: String, required: true, enum: TIME_SOURCES },
  time_ambiguous: required(Boolean),
  clock_offset_ms: nullable(Number),
  duration_ms: required(Number),
  priority: { type: String, required: true, enum: PRIORITIES },
  urgency: required(Number),
  channels: { type: [mixed], required: true },
  filters: nullable(mixed),
  measurements: nullable(mixed),
  quality: nullable(mixed),
  measuring: { type: String, enum: [...MEASURING_STATES, null], default: undefined },
  derived: { type: mixed, default: undefined },
  reading: required(mixed),
  repeat_request: { type: mixed, default: undefined },
  statements: { type: [String], required: true },
  therapy: nullable(mixed),
  therapy_digest: nullable(mixed),
  nights: { type: [String], default: undefined },
  link: { type: mixed, default: undefined },
  warnings: { type: [mixed], required: true },
  order: nullable(mixed),
  device: nullable(mixed),
  site: nullable(String),
  operator: nullable(String),
  vendor: nullable(mixed),
  report_check: nullable(mixed),
  sent_name: nullable(mixed),
  files: { type: [mixed], required: true },
  moves: { type: [mixed], default: undefined },
  deleted: { type: mixed, default: undefined },
  legal_hold: { type: mixed, default: undefined },
  excluded_sessions: { type: [mixed], default: undefined },
  content_hash: required(String),
  samples_hash: required(String),
  upload_hash: required(String),
  received_at: required(Date),
  updated_at: required(Date),
  received_from: required(mixed),
};

/** All of an organisation, page by page, in an order that no change of a document disturbs: to compare the two stores. */
const IN_ORDER_INDEX: IndexPlan = { keys: { organization_id: 1, _id: 1 } };

const LATEST_INDEXES: IndexPlan[] = [
  IN_ORDER_INDEX,
  // records of a patient by time; starts with patient_id so that the seed query of the hospital runs on it as written
  { keys: { patient_id: 1, organization_id: 1, recording_date: -1, _id: -1 } },
  { keys: { patient_ref: 1, organization_id: 1, recording_date: -1, _id: -1 } },
  { keys: { device_id: 1, organization_id: 1, recording_date: -1, _id: -1 } },
  { keys: { organization_id: 1, recording_date: -1, _id: -1 } },
  // a device's own id names one record for ever
  {
    keys: { organization_id: 1, device_id: 1, source_id: 1 },
    options: { unique: true, partialFilterExpression: { source_id: { $exists: true } } },
  },
  { keys: { organization_id: 1, content_hash: 1 }, options: { unique: true } },
  { keys: { organization_id: 1, samples_hash: 1 } },
  // held recordings, the most urgent and then the longest waiting first
  {
    keys: { organization_id: 1, status: 1, urgency: 1, received_at: 1, _id: 1 },
    options: { partialFilterExpression: { status: 'quarantined' } },
  },
  // deleted records whose time is over
  {
    keys: { organization_id: 1, status: 1, 'deleted.at': 1 },
    options: { partialFilterExpression: { status: 'deleted' } },
  },
  // records that left a chart
  {
    keys: { organization_id: 1, 'moves.from_patient_ref': 1 },
    options: { partialFilterExpression: { moves: { $exists: true } } },
  },
  // what of a device waits for a decision
  {
    keys: { organization_id: 1, device_id: 1 },
    options: { partialFilterExpression: { status: 'quarantined' } },
  },
];

/** Unread ECGs in reading order; partial, so that the worklist stays as small as the work. */
const UNREAD_INDEX: IndexPlan = {
  keys: { organization_id: 1, status: 1, 'reading.state': 1, urgency: 1, received_at: 1, _id: 1 },
  options: { partialFilterExpression: { status: 'stored', 'reading.state': 'unconfirmed' } },
};

/** As above, for what has a first statement and waits for somebody who may confirm it. */
const PRELIMINARY_INDEX: IndexPlan = {
  keys: { organization_id: 1, 'reading.state': 1, status: 1, urgency: 1, received_at: 1, _id: 1 },
  options: { partialFilterExpression: { status: 'stored', 'reading.state': 'preliminary' } },
};

/** ECGs somebody wants recorded again, the longest waiting first. */
const REPEAT_INDEX: IndexPlan = {
  keys: { organization_id: 1, status: 1, 'repeat_request.recorded_at': 1, _id: 1 },
  options: { partialFilterExpression: { 'repeat_request.recorded_at': { $exists: true } } },
};

/** Latest versions of ECGs. */
export const ecgRecords = scope(
  defineModel<RecordDocument>({
    name: 'EcgData',
    collection: 'ecgdata',
    owned: true,
    fields: FIELDS,
    indexes: [...LATEST_INDEXES, UNREAD_INDEX, PRELIMINARY_INDEX, REPEAT_INDEX],
  }),
);

/** Latest versions of therapy days. */
export const therapyRecords = scope(
  defineModel<RecordDocument>({
    name: 'TherapyData',
    collection: 'therapydata',
    owned: true,
    fields: FIELDS,
    indexes: [
      ...LATEST_INDEXES,
      // all that has a part in a patient's night, to assemble it
      { keys: { organization_id: 1, patient_ref: 1, nights: 1 } },
    ],
  }),
);

/** Older versions of either, as they were. */
export const recordVersions = scope(
  defineModel<RecordDocument>({
    name: 'RecordVersion',
    collection: 'recordversions',
    owned: true,
    fields: FIELDS,
    indexes: [
      IN_ORDER_INDEX,
      { keys: { organization_id: 1, record_id: 1, version: 1 }, options: { unique: true } },
      // a late retry of an older version is a duplicate of that version
      { keys: { organization_id: 1, content_hash: 1 } },
    ],
  }),
);

/** The latest records of a modality's family: ECGs in one collection, CPAP and BiPAP in the other. */
export function recordsOf(modality: Modality) {
  return modality === 'ecg' ? ecgRecords : therapyRecords;
}
