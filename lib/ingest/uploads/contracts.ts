import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { problemSchema } from '@/lib/http/problem';
import { jsonBody } from '@/lib/http/read-body';
import { linksSchema, MODALITIES, recordingSchema } from '@/lib/recordings/contracts';
import { getRecordingContract } from '@/lib/recordings/endpoints';
import { anyAnswerSchema, replyUpload, UPLOAD_ERRORS, UPLOAD_LIMIT_HEADERS, UPLOAD_RESPONSES } from '../contracts';
import { MAX_UPLOAD_BYTES } from '../read-upload';

/** Most bytes of the `data` of an upload in parts; the recording itself comes as files. */
const MAX_DATA_BYTES = 1024 * 1024;
const MAX_FILES = 1000;

const access = { kind: 'permission', any_of: ['ecg:ingest', 'therapy:ingest'] } as const;
const uploadParams = z.object({ upload_id: z.string().regex(/^upl_[0-9A-Z]{26}$/) });

const announcedFile = z.strictObject({
  name: z.string().min(1).max(255),
  bytes: z.number().int().min(1).max(MAX_UPLOAD_BYTES),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'Of the whole file, in lower-case hexadecimal.' }),
  role: z.enum(['file', 'report']).default('file'),
  content_type: z
    .string()
    .max(127)
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .default('application/octet-stream'),
});

const announcement = z
  .strictObject({
    modality: z.enum(MODALITIES),
    data: z
      .record(z.string(), z.unknown())
      .default({})
      .meta({ description: 'What the part `data` of a multipart upload holds: at least `device_id`.' }),
    files: z.array(announcedFile).min(1).max(MAX_FILES),
  })
  .superRefine(({ files }, context) => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > MAX_UPLOAD_BYTES)
      context.addIssue({ code: 'custom', path: ['files'], message: 'All files together may have 512 MB at most.' });
    if (files.filter(({ role }) => role === 'report').length > 1)
      context.addIssue({ code: 'custom', path: ['files'], message: 'There may be one report at most.' });
  })
  .meta({ id: 'UploadAnnouncement' });

/** What is announced before it is sent in parts. */
export type Announcement = z.infer<typeof announcement>;

const openedSchema = z
  .object({
    upload_id: z.string(),
    files: z.array(
      z.object({
        name: z.string(),
        parts: z.array(
          z.object({
            number: z.number().int(),
            from: z.number().int().meta({ description: 'First byte of the file in this part.' }),
            bytes: z.number().int(),
            url: z.string(),
            headers: z.record(z.string(), z.string()).meta({ description: 'Headers the PUT must carry.' }),
          }),
        ),
      }),
    ),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'UploadOpened', description: 'Where each part is to be PUT; then complete the upload.' });

export type OpenedUpload = z.infer<typeof openedSchema>;

export const openUploadContract = defineContract({
  operation_id: 'openUpload',
  method: 'POST',
  path: '/api/uploads',
  summary: 'Announce a large upload and get addresses for its parts',
  tag: 'Uploads',
  access,
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': announcement },
  read: jsonBody(announcement, MAX_DATA_BYTES),
  responses: { 201: { description: 'Open', schema: openedSchema } },
  headers: UPLOAD_LIMIT_HEADERS,
  errors: [...UPLOAD_ERRORS, 'invalid_body'],
  reply: (opened: OpenedUpload) => ({ status: 201, json: opened }),
});

export const completeUploadContract = defineContract({
  operation_id: 'completeUpload',
  method: 'POST',
  path: '/api/uploads/{upload_id}/complete',
  summary: 'Complete an upload whose parts were all sent',
  tag: 'Uploads',
  access,
  params: uploadParams,
  query: z.object({}),
  content: null,
  read: null,
  responses: UPLOAD_RESPONSES,
  errors: [...UPLOAD_ERRORS, 'upload_in_progress', 'not_in_this_state'],
  reply: replyUpload,
});

export const abortUploadContract = defineContract({
  operation_id: 'abortUpload',
  method: 'DELETE',
  path: '/api/uploads/{upload_id}',
  summary: 'Give an upload up; what was sent of it is removed',
  tag: 'Uploads',
  access,
  params: uploadParams,
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'Removed', schema: z.object({ aborted: z.literal(true) }) } },
  errors: UPLOAD_ERRORS,
});

const uploadStateSchema = z
  .object({
    id: z.string(),
    status: z.enum(['processing', 'failed', 'duplicate', 'imported']),
    problem: problemSchema.nullable(),
    answer: anyAnswerSchema.nullable(),
    received_at: z.iso.datetime(),
    links: linksSchema,
  })
  .meta({
    id: 'UploadState',
    description: 'A large upload that is no record: it waits to be read, was refused, or its content was known.',
  });

export type UploadState = z.infer<typeof uploadStateSchema>;

/** The record of an id, or what became of the large upload that was promised it. */
export const getRecordOrUploadContract = defineContract({
  ...getRecordingContract,
  responses: {
    200: {
      description: 'The record, or the state of the large upload it is to come from',
      schema: z.union([recordingSchema, uploadStateSchema]),
    },
  },
});
