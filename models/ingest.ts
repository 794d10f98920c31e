import { Schema } from 'mongoose';
import { MODALITIES, type Modality } from '@/lib/recordings/contracts';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

export const INGEST_STATES = ['claimed', 'abandoned', 'answered'] as const;

/**
 * The claim of one upload on its recording, and later the remembered answer.
 * `claimed`: somebody holding `token` is storing it until `lease_ends_at`. `abandoned`: the lease ran out and was taken
 * away; objects below `object_prefix` are rubbish. `answered`: committed; kept for its Idempotency-Key.
 */
export interface IngestDocument {
  _id: string;
  organization_id: string;
  /** What the claim is on (recording content, device's own id, idempotency key); absent once it claims nothing. */
  keys?: string[];
  state: (typeof INGEST_STATES)[number];
  modality: Modality;
  token: string;
  object_prefix: string;
  lease_ends_at: Date;
  request_hash: string | null;
  answer: Record<string, unknown> | null;
  /** TTL: when the document goes by itself. Null while there may be objects to sweep. */
  expires_at: Date | null;
}

const model = defineModel<IngestDocument>({
  name: 'Ingest',
  collection: 'ingests',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    keys: { type: [String], default: undefined },
    state: { type: String, required: true, enum: INGEST_STATES },
    modality: { type: String, required: true, enum: MODALITIES },
    token: required(String),
    object_prefix: required(String),
    lease_ends_at: required(Date),
    request_hash: nullable(String),
    answer: nullable(Schema.Types.Mixed),
    expires_at: nullable(Date),
  },
  indexes: [
    // one claim on a recording at a time, whatever names it: unique over every element of keys
    {
      keys: { organization_id: 1, keys: 1 },
      options: { unique: true, partialFilterExpression: { keys: { $exists: true } } },
    },
    // the sweeper's queue
    { keys: { organization_id: 1, state: 1, lease_ends_at: 1 } },
    { keys: { expires_at: 1 }, options: { expireAfterSeconds: 0 } },
  ],
});

/** The claims of one organisation. */
export const ingests = scope(model);
