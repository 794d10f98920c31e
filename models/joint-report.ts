import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** A joint report of ECG and therapy as it was made (COR-7): what it was made from, and the page itself. */
export interface JointReportDocument {
  _id: string;
  organization_id: string;
  patient_ref: string;
  /** Dates, both included. */
  from: string;
  to: string;
  /** Everything it was made from, as canonical JSON. */
  inputs: string;
  inputs_sha256: string;
  /** The page, base64: what was handed out stays what it was, whatever a later release would draw. */
  pdf_base64: string;
  pdf_sha256: string;
  /** The records it was made from: when one leaves the patient, the report is withdrawn. */
  record_ids: string[];
  night_count: number;
  ecg_count: number;
  unconfirmed_count: number;
  made_at: Date;
  author: string | null;
  author_id: string | null;
  withdrawn_at: Date | null;
  change: number;
}

const model = defineModel<JointReportDocument>({
  name: 'JointReport',
  collection: 'jointreports',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    patient_ref: required(String),
    from: required(String),
    to: required(String),
    inputs: required(String),
    inputs_sha256: required(String),
    pdf_base64: required(String),
    pdf_sha256: required(String),
    record_ids: { type: [String], required: true },
    night_count: required(Number),
    ecg_count: required(Number),
    unconfirmed_count: required(Number),
    made_at: required(Date),
    author: nullable(String),
    author_id: nullable(String),
    withdrawn_at: nullable(Date),
    change: required(Number),
  },
  indexes: [
    // the reports of a patient, newest first: ids rise with time
    { keys: { organization_id: 1, patient_ref: 1, _id: -1 } },
    // what a record has a part in, when it leaves the patient or is erased
    { keys: { organization_id: 1, record_ids: 1 } },
  ],
});

/** The joint reports of one organisation. */
export const jointReports = scope(model);
