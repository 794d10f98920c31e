import { z } from 'zod';
import { defineContract, type Reply } from '@/lib/http/contract';
import { linksSchema, MODALITIES, RECORD_STATUSES, recordingSchema, warningSchema } from '@/lib/recordings/contracts';
import { ecgUploadPartSchema, ecgUploadSchema } from './envelope/ecg';
import { therapyUploadPartSchema, therapyUploadSchema } from './envelope/therapy';
import { readUpload } from './read-upload';

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
  errors: [
    'not_signed_in',
    'cross_origin',
    'not_permitted',
    'not_found',
    'invalid_query',
    'unreadable_body',
    'body_too_large',
    'unsupported_format',
    'invalid_upload',
    'idempotency_key_reused',
    'upload_in_progress',
    'too_many_requests',
    'too_busy',
    'store_unavailable',
  ],
  reply: (answer: UploadAnswer): Reply => ({ status: STATUS_OF[answer.status], json: answer }),
});
