import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

/** A link by which somebody outside may open one report (COR-7). Token and code are kept as digests only. */
export interface ShareLinkDocument {
  _id: string;
  organization_id: string;
  patient_ref: string;
  report_id: string;
  token_sha256: string;
  /** Keyed with the installation's secret: a code is too short for a plain digest. */
  code_hmac: string;
  recipient: string;
  purpose: string;
  created_at: Date;
  author: string | null;
  author_id: string | null;
  expires_at: Date;
  max_opens: number;
  opens: number;
  wrong_tries: number;
  last_opened_at: Date | null;
  revoked_at: Date | null;
  /** When its report was withdrawn or erased. */
  withdrawn_at: Date | null;
}

const model = defineModel<ShareLinkDocument>({
  name: 'ShareLink',
  collection: 'sharelinks',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    patient_ref: required(String),
    report_id: required(String),
    token_sha256: required(String),
    code_hmac: required(String),
    recipient: required(String),
    purpose: required(String),
    created_at: required(Date),
    author: nullable(String),
    author_id: nullable(String),
    expires_at: required(Date),
    max_opens: required(Number),
    opens: required(Number),
    wrong_tries: required(Number),
    last_opened_at: nullable(Date),
    revoked_at: nullable(Date),
    withdrawn_at: nullable(Date),
  },
  indexes: [
    // what somebody outside sends
    { keys: { organization_id: 1, token_sha256: 1 }, options: { unique: true } },
    // the links of a patient, newest first: ids rise with time
    { keys: { organization_id: 1, patient_ref: 1, _id: -1 } },
    // those that end with a report
    { keys: { organization_id: 1, report_id: 1 } },
  ],
});

/**
 * The links of one organisation. They stay when they are over: they are the account of who was given what; only erasing
 * in the database removes one.
 */
export function shareLinks(organizationId: string) {
  const { find, findOne, insert, findOneAndUpdate, updateOne, explain } = scope(model)(organizationId);
  return { find, findOne, insert, findOneAndUpdate, updateOne, explain };
}
