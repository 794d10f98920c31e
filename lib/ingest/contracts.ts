import { z } from 'zod';
import { defineContract, type Reply } from '@/lib/http/contract';
import { problemSchema } from '@/lib/http/problem';
import { linksSchema, MODALITIES, RECORD_STATUSES, recordingSchema, warningSchema } from '@/lib/recordings/contracts';
import { ecgUploadPartSchema, ecgUploadSchema } from './envelope/ecg';
import { cardUploadPartSchema, therapyUploadSchema } from './envelope/therapy';
import { MAX_JSON_BYTES, MAX_UPLOAD_BYTES, readJsonBytes, readUpload } from './read-upload';
import type { GIVEN_FIELDS } from './reader/reader-task';
import { MOST_BATCH_ITEMS } from './reader/split-batch';

const storedSchema = z.object({
  id: z.string(),
  status: z.enum(RECORD_STATUSES),
  version: z.number().int(),
  patient_id: z.string().nullable(),
  device_id: z.string(),
  recording_date: z.iso.datetime(),
  night: z.iso.date().optional().meta({ description: 'Of therapy: the night it begins in.' }),
  warnings: z.array(warningSchema),
  links: linksSchema,
});

/** What the sender of one recording is told, by what became of it. */
export const answers = {
  stored: storedSchema.meta({ id: 'UploadStored', description: 'Committed: durable and searchable.' }),
  duplicate: storedSchema
    .extend({ status: z.literal('duplicate') })
    .meta({ id: 'UploadDuplicate', description: 'Seen before; nothing was added.' }),
  quarantined: storedSchema
    .extend({ status: z.literal('quarantined'), reasons: z.array(z.string()), claimed: recordingSchema.shape.claimed })
    .meta({ id: 'UploadQuarantined', description: 'Kept, but attributed to nobody until a person decides.' }),
};

const processingSchema = z.object({ id: z.string(), status: z.literal('processing'), links: linksSchema }).meta({
  id: 'UploadProcessing',
  description: 'Kept, waiting to be read; a GET of `links.self` tells what became of it.',
});

/** What is told of an upload that is kept but not read yet. */
export type ProcessingAnswer = z.infer<typeof processingSchema>;

type Stored = z.infer<typeof storedSchema>;

/** What became of an upload, as the sender is told. */
export type UploadAnswer =
  | (Stored & { status: 'stored' })
  | (Omit<Stored, 'status'> & { status: 'duplicate' })
  | z.infer<typeof answers.quarantined>;

const failedItemSchema = z
  .object({ status: z.literal('failed'), problem: problemSchema })
  .meta({ id: 'BatchItemFailed', description: 'This upload was refused or failed; nothing of it was kept.' });

const itemSchema = z.union([answers.quarantined, answers.duplicate, answers.stored, failedItemSchema]);

/** What became of one upload of a batch, or of one record of an import. */
export type BatchItemAnswer = UploadAnswer | z.infer<typeof failedItemSchema>;

const importSchema = z
  .object({
    id: z.string(),
    records: z.array(itemSchema),
    files: z
      .array(z.object({ name: z.string(), code: z.string(), detail: z.string() }))
      .meta({ description: 'Files that could not be used, by the names they came with.' }),
  })
  .meta({ id: 'ImportAnswer', description: 'An import answers for each record it was found to hold.' });

/** What became of an import. */
export type ImportAnswer = z.infer<typeof importSchema>;

const STATUS_OF: Record<(UploadAnswer | ProcessingAnswer)['status'], number> = {
  stored: 201,
  duplicate: 200,
  quarantined: 202,
  processing: 202,
};

/** What any upload may be answered. */
export type AnyAnswer = UploadAnswer | ImportAnswer | ProcessingAnswer;

/** An import made something as soon as one of its records is new. */
function statusOf(answer: AnyAnswer): number {
  if ('status' in answer) return STATUS_OF[answer.status];
  return answer.records.some(({ status }) => status === 'stored' || status === 'quarantined') ? 201 : 200;
}

/** The answer to an upload, by what became of it. */
export function replyUpload(answer: AnyAnswer): Reply {
  return { status: statusOf(answer), json: answer };
}

export const UPLOAD_RESPONSES = {
  200: { description: 'A duplicate, or an import without news', schema: z.union([answers.duplicate, importSchema]) },
  201: { description: 'Stored, or an import with news', schema: z.union([answers.stored, importSchema]) },
  202: {
    description: 'Quarantined, or kept and waiting to be read',
    schema: z.union([answers.quarantined, processingSchema]),
  },
};

/** Every shape an answer may have; kept with a large upload until somebody asks. */
export const anyAnswerSchema = z.union([answers.quarantined, answers.duplicate, answers.stored, importSchema]);

/** How much the route takes, told with every answer of it. */
export const UPLOAD_LIMIT_HEADERS = {
  'Nightbeat-Max-Body-Bytes': String(MAX_UPLOAD_BYTES),
  'Nightbeat-Max-Json-Bytes': String(MAX_JSON_BYTES),
};

const jsonUpload = z.union([ecgUploadSchema, therapyUploadSchema]);
const multipartUpload = z
  .object({
    data: z
      .union([ecgUploadPartSchema, cardUploadPartSchema])
      .optional()
      .meta({ description: 'Required without a file; beside one it wins over what the file says.' }),
    file: z
      .array(z.string().meta({ format: 'binary' }))
      .optional()
      .meta({ description: 'A device’s file, or all that belong to one recording (a WFDB record), names kept.' }),
    report: z.string().optional().meta({ format: 'binary', description: 'The report as PDF, at most 20 MB.' }),
  })
  .meta({ id: 'MultipartUpload' });

export const UPLOAD_ERRORS = [
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

const given = z.string().min(1).max(200).optional();
/** For senders of bare files; the upload's own check follows, with the fields of the file. */
const givenQuery = z.object({
  device_id: given.meta({ description: 'The device of a bare file. Not needed with a key that is bound to a device.' }),
  patient_id: given.meta({ description: 'Whose a bare file is, where it does not say.' }),
  recording_date: given.meta({ description: 'When a bare file was recorded, where it does not say.' }),
  timezone: given.meta({ description: 'The zone of a bare file’s time.' }),
  source_id: given.meta({ description: 'The sender’s own name for this recording.' }),
} satisfies Record<(typeof GIVEN_FIELDS)[number], z.ZodType>);

const anyFile = z
  .string()
  .meta({ id: 'DeviceFile', format: 'binary', description: 'A file as the device wrote it, told by its content.' });

export const uploadContract = defineContract({
  operation_id: 'uploadRecording',
  method: 'POST',
  path: '/api/{modality}/data',
  summary: 'Upload a recording',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['ecg:ingest', 'therapy:ingest'] },
  params: z.object({ modality: z.enum(MODALITIES) }),
  query: givenQuery,
  content: {
    'application/json': jsonUpload,
    'multipart/form-data': multipartUpload,
    'application/octet-stream': anyFile,
  },
  read: readUpload,
  responses: UPLOAD_RESPONSES,
  headers: UPLOAD_LIMIT_HEADERS,
  errors: [...UPLOAD_ERRORS, 'idempotency_key_reused', 'upload_in_progress'],
  reply: replyUpload,
});

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
        results: z.array(itemSchema),
      }),
    },
  },
  errors: UPLOAD_ERRORS,
});
