import { Schema } from 'mongoose';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

export const JOB_STATES = ['waiting', 'running', 'dead'] as const;

/** Work to do, later or again. A job that has ended well is gone. */
export interface JobDocument {
  _id: string;
  organization_id: string;
  kind: string;
  /** What the job is about: a second request for the same work meets the first. */
  key: string;
  payload: Record<string, unknown>;
  /** `dead`: failed too often; a person must look. */
  state: (typeof JOB_STATES)[number];
  run_at: Date;
  /** Changes with every claim and every new request, so that only the newest holder can end the job. */
  token: string;
  lease_ends_at: Date | null;
  attempts: number;
  /** Name and code of the last error, never its text. */
  last_error: string | null;
  created_at: Date;
}

const model = defineModel<JobDocument>({
  name: 'Job',
  collection: 'jobs',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    kind: required(String),
    key: required(String),
    payload: required(Schema.Types.Mixed),
    state: { type: String, required: true, enum: JOB_STATES },
    run_at: required(Date),
    token: required(String),
    lease_ends_at: nullable(Date),
    attempts: required(Number),
    last_error: nullable(String),
    created_at: required(Date),
  },
  indexes: [
    { keys: { organization_id: 1, key: 1 }, options: { unique: true } },
    // the oldest job that is due
    { keys: { organization_id: 1, state: 1, run_at: 1, _id: 1 } },
    // jobs whose holder has died
    { keys: { organization_id: 1, state: 1, lease_ends_at: 1 } },
  ],
});

/** The jobs of one organisation. */
export const jobs = scope(model);
