import { Schema } from 'mongoose';
import { MODALITIES, type Modality } from '@/lib/recordings/contracts';
import { defineModel, nullable, required } from './define-model';
import { scope } from './plugins/organization-scope';

export const UPLOAD_STATES = ['open', 'processing', 'done', 'failed'] as const;

/** What a staged file is of its upload. */
export type StagedRole = 'data' | 'file' | 'report';

/** A file that waits to be read, as one object or as parts of it in their order. */
export interface StagedFile {
  role: StagedRole;
  name: string;
  content_type: string;
  parts: { key: string; bytes: number }[];
  bytes: number;
  /** Hex; what the whole must have when it is read. Null where nobody said it before. */
  sha256: string | null;
}

/**
 * An upload that is kept before it is read: too large to be read while its sender waits, or sent in parts.
 * `open`: still arriving, until `expires_at`. `processing`: complete; a job reads it. `done`, `failed`: what became of it,
 * kept for a while for whoever asks. Only the first two have objects below `staging_prefix`.
 */
export interface UploadDocument {
  _id: string;
  organization_id: string;
  /** The id its record gets, if it becomes a new one; told to the sender at once. */
  record_id: string;
  modality: Modality;
  state: (typeof UPLOAD_STATES)[number];
  /** Who sent it, to act for again when it is read. */
  sender: Record<string, unknown>;
  sender_id: string;
  /** What its address said. */
  given: Record<string, string>;
  idempotency_key: string | null;
  files: StagedFile[];
  staging_prefix: string;
  answer: Record<string, unknown> | null;
  problem: Record<string, unknown> | null;
  received_at: Date;
  /** When what has arrived so far is given up; null once it is complete. */
  expires_at: Date | null;
  /** TTL: when the document goes by itself; null while there may be objects to sweep. */
  forget_at: Date | null;
}

const mixed = Schema.Types.Mixed;

const model = defineModel<UploadDocument>({
  name: 'Upload',
  collection: 'uploads',
  owned: true,
  fields: {
    _id: required(String),
    organization_id: required(String),
    record_id: required(String),
    modality: { type: String, required: true, enum: MODALITIES },
    state: { type: String, required: true, enum: UPLOAD_STATES },
    sender: required(mixed),
    sender_id: required(String),
    given: required(mixed),
    idempotency_key: nullable(String),
    files: { type: [mixed], required: true },
    staging_prefix: required(String),
    answer: nullable(mixed),
    problem: nullable(mixed),
    received_at: required(Date),
    expires_at: nullable(Date),
    forget_at: nullable(Date),
  },
  indexes: [
    { keys: { organization_id: 1, record_id: 1 }, options: { unique: true } },
    // the sweeper's queue
    { keys: { organization_id: 1, state: 1, expires_at: 1 } },
    { keys: { forget_at: 1 }, options: { expireAfterSeconds: 0 } },
  ],
});

/** The uploads of one organisation. */
export const uploads = scope(model);
