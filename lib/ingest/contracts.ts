import { z } from 'zod';
import { defineContract, type Reply } from '@/lib/http/contract';
import { problemSchema } from '@/lib/http/problem';
import { linksSchema, MODALITIES, RECORD_STATUSES, recordingSchema, warningSchema } from '@/lib/recordings/contracts';
import { ecgUploadPartSchema, ecgUploadSchema } from './envelope/ecg';
import { therapyUploadPartSchema, therapyUploadSchema } from './envelope/therapy';
import { readJsonBytes, readUpload } from './read-upload';
import { MOST_BATCH_ITEMS } from './reader/split-batch';

const storedSchema = z.object({
  id: z.string(),
  status: z.enum(RECORD_STATUSES),
  version: z.number().int(),
  patient_id: z.string().nullable(),
  device_id: z.string(),
  recording_date: z.iso.datetime(),
  warnings: z.array(warningSchema),
  links: linksSchema,
});

const answers = {
  stored: storedSchema.meta({ id: 'UploadStored', description: 'Committed: durable and searchable.' }),
  duplicate: storedSchema
    .extend({ status: z.literal('duplicate') })
    .meta({ id: 'UploadDuplicate', description: 'Seen before; nothing was added.' }),
  quarantined: storedSchema
    .extend({ status: z.literal('quarantined'), reasons: z.array(z.string()), claimed: recordingSchema.shape.claimed })
    .meta({ id: 'UploadQuarantined', description: 'Kept, but attributed to nobody until a person decides.' }),
};

type Stored = z.infer<typeof storedSchema>;

/** What became of an upload, as the sender is told. */
export type UploadAnswer =
  | (Stored & { status: 'stored' })
  | (Omit<Stored, 'status'> & { status: 'duplicate' })
  | z.infer<typeof answers.quarantined>;

const STATUS_OF: Record<UploadAnswer['status'], number> = { stored: 201, duplicate: 200, quarantined: 202 };

const jsonUpload = z.union([ecgUploadSchema, therapyUploadSchema]);
const multipartUpload = z
  .object({
    data: z.union([ecgUploadPartSchema, therapyUploadPartSchema]),
    report: z.string().optional().meta({ format: 'binary', description: 'The report as PDF, at most 20 MB.' }),
  })
  .meta({ id: 'MultipartUpload' });

const UPLOAD_ERRORS = [
  'not_signed_in',
  'cross_origin',
  'not_permitted',
  'not_found',
  'invalid_query',
  'unreadable_body',
  'body_too_large',
  'unsupported_format',
  'invalid_upload',
  'too_many_requests',
  'too_busy',
  'store_unavailable',
] as const;

export const uploadContract = defineContract({
  operation_id: 'uploadRecording',
  method: 'POST',
  path: '/api/{modality}/data',
  summary: 'Upload a recording',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['ecg:ingest', 'therapy:ingest'] },
  params: z.object({ modality: z.enum(MODALITIES) }),
  query: z.object({}),
  content: { 'application/json': jsonUpload, 'multipart/form-data': multipartUpload },
  read: readUpload,
  responses: {
    200: { description: 'A duplicate', schema: answers.duplicate },
    201: { description: 'Stored', schema: answers.stored },
    202: { description: 'Quarantined', schema: answers.quarantined },
  },
  errors: [...UPLOAD_ERRORS, 'idempotency_key_reused', 'upload_in_progress'],
  reply: (answer: UploadAnswer): Reply => ({ status: STATUS_OF[answer.status], json: answer }),
});

const failedItemSchema = z
  .object({ status: z.literal('failed'), problem: problemSchema })
  .meta({ id: 'BatchItemFailed', description: 'This upload was refused or failed; nothing of it was kept.' });

/** What became of one upload of a batch. */
export type BatchItemAnswer = UploadAnswer | z.infer<typeof failedItemSchema>;

export const batchContract = defineContract({
  operation_id: 'uploadBatch',
  method: 'POST',
  path: '/api/{modality}/data/batch',
  summary: 'Upload up to 100 recordings in one request',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['ecg:ingest', 'therapy:ingest'] },
  params: z.object({ modality: z.enum(MODALITIES) }),
  query: z.object({}),
  content: {
    'application/json': z
      .strictObject({ items: z.array(jsonUpload).min(1).max(MOST_BATCH_ITEMS) })
      .meta({ id: 'UploadBatch' }),
  },
  read: readJsonBytes,
  responses: {
    200: {
      description: 'One result an item, in order',
      schema: z.object({
        results: z.array(z.union([answers.quarantined, answers.duplicate, answers.stored, failedItemSchema])),
      }),
    },
  },
  errors: UPLOAD_ERRORS,
});
