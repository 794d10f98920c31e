import { z } from 'zod';
import { LINK_KINDS } from '@/lib/correlation/domain/links/link-ecg';
import { defineContract, type Reply } from '@/lib/http/contract';
import { beatsToJson } from '@/lib/measure/domain/beat-list/beat-json';
import { BEAT_LABELS, MARK_KINDS } from '@/lib/measure/domain/beat-list/beat-list';
import { BEATS_CONTENT_TYPE, encodeBeats } from '@/lib/measure/domain/beat-list/beat-wire';
import { PACKED_PARAMETER } from '@/lib/signals/packed-type';
import { windowToJson } from '@/lib/signals/window-json';
import { encodeWindow, WINDOW_CONTENT_TYPE } from '@/lib/signals/window-wire';
import { eventColumnsSchema } from '@/lib/therapy/contracts';
import {
  FILE_ROLES,
  fileLinkSchema,
  MODALITIES,
  PRIORITIES,
  READING_STATES,
  RECORD_STATUSES,
  recordingPageSchema,
  recordingSchema,
} from './contracts';
import type { ReadBeats } from './read-beats';
import type { ReadSignals } from './read-signals';

const READ_ERRORS = [
  'not_signed_in',
  'not_permitted',
  'too_many_requests',
  'store_unavailable',
  'not_found',
  'invalid_query',
] as const;
const access = { kind: 'permission', any_of: ['record:read'] } as const;

const modality = z.enum(MODALITIES);
const recordParams = z.object({ modality, id: z.string().regex(/^rec_[0-9A-Z]{26}$/) });
const version = z.coerce.number().int().min(1).optional();
const instantParameter = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional();
const number = z.coerce.number().optional();
const milliseconds = z.coerce.number().min(0).optional();
const packed = z
  .literal(PACKED_PARAMETER.value)
  .optional()
  .meta({ description: 'Asks for the binary form packed, where `Accept` cannot name it.' });

const recordingQuery = z.object({
  patient_id: z.string().min(1).max(64).optional(),
  patient_ref: z.string().max(40).optional(),
  device_id: z.string().min(1).max(100).optional(),
  from: instantParameter,
  to: instantParameter,
  status: z.enum(RECORD_STATUSES).optional(),
  reading: z.enum(READING_STATES).optional(),
  priority: z.enum(PRIORITIES).optional(),
  heart_rate_min: number,
  heart_rate_max: number,
  qtc_min: number,
  link: z.enum(LINK_KINDS).optional().meta({ description: 'How an ECG stands to therapy.' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
});

export const listRecordingsContract = defineContract({
  operation_id: 'listRecordings',
  method: 'GET',
  path: '/api/{modality}/data',
  summary: 'Search records, newest first',
  tag: 'Records',
  access,
  params: z.object({ modality }),
  query: recordingQuery,
  content: null,
  read: null,
  responses: { 200: { description: 'One page', schema: recordingPageSchema } },
  errors: READ_ERRORS,
});

export const getRecordingContract = defineContract({
  operation_id: 'getRecording',
  method: 'GET',
  path: '/api/{modality}/data/{id}',
  summary: 'One record',
  tag: 'Records',
  access,
  params: recordParams,
  query: z.object({ version }),
  content: null,
  read: null,
  responses: { 200: { description: 'The record', schema: recordingSchema } },
  errors: READ_ERRORS,
});

export const getRecordingFileContract = defineContract({
  operation_id: 'getRecordingFile',
  method: 'GET',
  path: '/api/{modality}/data/{id}/files/{role}',
  summary: 'A presigned address of one file',
  tag: 'Records',
  access,
  params: recordParams.extend({ role: z.enum(FILE_ROLES) }),
  query: z.object({ version }),
  content: null,
  read: null,
  responses: { 200: { description: 'Where the file is, for a while', schema: fileLinkSchema } },
  errors: [...READ_ERRORS, 'report_withheld'],
});

const jsonWindowSchema = z
  .object({
    from_ms: z.number(),
    to_ms: z.number(),
    start: z.iso.datetime(),
    channels: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        unit: z.string(),
        sampling_rate_hz: z.number(),
        kind: z.enum(['samples', 'minmax']),
        start_ms: z.number(),
        step_ms: z.number(),
        values: z.array(z.number().nullable()).optional(),
        min: z.array(z.number().nullable()).optional(),
        max: z.array(z.number().nullable()).optional(),
      }),
    ),
  })
  .meta({
    id: 'SignalWindow',
    description: 'Samples, or min and max of bins no wider than a pixel column; gaps are null.',
  });

/** Binary unless JSON is what the caller asks for. */
function replyWindow({ window, start }: ReadSignals, request: Request): Reply {
  const accepted = request.headers.get('accept') ?? '';
  if (accepted.includes('application/json')) return { status: 200, json: windowToJson(window, start), unchecked: true };
  return { status: 200, bytes: encodeWindow(window, start), content_type: WINDOW_CONTENT_TYPE };
}

export const readSignalsContract = defineContract({
  operation_id: 'readSignals',
  method: 'GET',
  path: '/api/{modality}/data/{id}/signals',
  summary: 'A window of the signals',
  tag: 'Records',
  access,
  params: recordParams,
  query: z.object({
    version,
    from_ms: milliseconds,
    to_ms: milliseconds,
    width: z.coerce.number().int().min(1).max(32_768).optional(),
    channels: z
      .string()
      .max(2000)
      .transform((text) => text.split(','))
      .optional(),
    block: z.enum(['rhythm', 'median']).optional(),
    packed,
  }),
  content: null,
  read: null,
  responses: { 200: { description: 'The window', schema: jsonWindowSchema, bytes: WINDOW_CONTENT_TYPE } },
  errors: [...READ_ERRORS, 'window_too_large'],
  reply: replyWindow,
});

export const readEventsContract = defineContract({
  operation_id: 'readEvents',
  method: 'GET',
  path: '/api/{modality}/data/{id}/events',
  summary: 'Events of a therapy record, by columns',
  tag: 'Records',
  access,
  params: recordParams,
  query: z.object({ version, from_ms: milliseconds, to_ms: milliseconds }),
  content: null,
  read: null,
  responses: { 200: { description: 'The events that reach into the span', schema: eventColumnsSchema } },
  errors: READ_ERRORS,
});

const millisecondsSchema = z.number().int();

const jsonBeatsSchema = z
  .object({
    start: z.iso.datetime(),
    source: z.enum(['file', 'computed']),
    track: z.string().nullable(),
    algorithm: z.string().nullable(),
    version: z.string().nullable(),
    leads: z.array(z.string()),
    duration_ms: z.number(),
    analysed_ms: z.number().nullable(),
    missing_ms: z.number(),
    times_ms: z.array(millisecondsSchema),
    rr_ms: z.array(millisecondsSchema.nullable()),
    labels: z.array(z.enum(BEAT_LABELS).nullable()),
    gaps: z.array(z.object({ from_ms: millisecondsSchema, to_ms: millisecondsSchema })),
    marks: z.array(
      z.object({
        kind: z.enum(MARK_KINDS),
        from_ms: millisecondsSchema,
        to_ms: millisecondsSchema.nullable(),
        text: z.string(),
      }),
    ),
  })
  .meta({
    id: 'Beats',
    description:
      'Beats by columns, marked in the file or found by us. `rr_ms` is null where no interval ends at a beat, `labels` where nobody classified it.',
  });

/** Binary unless JSON is what the caller asks for. */
function replyBeats({ beats, start }: ReadBeats, request: Request): Reply {
  const accepted = request.headers.get('accept') ?? '';
  if (accepted.includes('application/json')) return { status: 200, json: beatsToJson(beats, start), unchecked: true };
  return { status: 200, bytes: encodeBeats(beats), content_type: BEATS_CONTENT_TYPE };
}

export const readBeatsContract = defineContract({
  operation_id: 'readBeats',
  method: 'GET',
  path: '/api/{modality}/data/{id}/beats',
  summary: 'Beats of a long ECG, by columns',
  tag: 'Records',
  access,
  params: recordParams,
  query: z.object({ version, from_ms: milliseconds, to_ms: milliseconds, packed }),
  content: null,
  read: null,
  responses: { 200: { description: 'The beats of the span', schema: jsonBeatsSchema, bytes: BEATS_CONTENT_TYPE } },
  errors: READ_ERRORS,
  reply: replyBeats,
});
