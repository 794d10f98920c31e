import { z } from 'zod';
import { READING_EVENTS, STATEMENT_LENGTH } from '@/lib/ecg/domain/reading/reading';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { READING_STATES, recordingSchema } from '@/lib/recordings/contracts';

const revision = z.number().int().min(1).meta({ description: 'The revision this was decided on; 409 if it changed.' });
const version = z
  .number()
  .int()
  .min(1)
  .meta({ description: 'The version that was read; 409 if there is a newer one.' });
const statement = z
  .string()
  .trim()
  .min(1)
  .max(STATEMENT_LENGTH)
  .transform((text) => text.replaceAll(/\r\n?/g, '\n'))
  .meta({ description: 'The reader’s own words.' });
const reason = z.string().trim().min(3).max(500).meta({ description: 'Why; without names or patient ids.' });

const readingChangeSchema = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.enum(['save', 'confirm']), statement, version, revision }),
    z.strictObject({ action: z.literal('amend'), statement, reason, version, revision }),
    z.strictObject({ action: z.literal('undo'), version, revision }),
  ])
  .meta({
    id: 'ReadingChange',
    description: 'One step: `save` a preliminary statement, `confirm` it, `amend` a confirmed one, `undo` within 60 s.',
  });

export type ReadingEdit = z.output<typeof readingChangeSchema>;

const repeatSchema = z
  .discriminatedUnion('requested', [
    z.strictObject({ requested: z.literal(true), reason, revision }),
    z.strictObject({ requested: z.literal(false), revision }),
  ])
  .meta({ id: 'RepeatRequestChange' });

export type RepeatEdit = z.output<typeof repeatSchema>;

const entrySchema = z
  .object({
    event: z.enum(READING_EVENTS),
    version: z.number().int(),
    state: z.enum(READING_STATES).meta({ description: 'After the step.' }),
    statement: z.string().nullable().meta({ description: 'After the step.' }),
    reason: z.string().nullable(),
    author: z.string().nullable(),
    recorded_at: z.iso.datetime(),
  })
  .meta({ id: 'ReadingEntry', description: 'One step of a reading, as it was.' });

export type ReadingEntry = z.infer<typeof entrySchema>;

export const readingHistorySchema = z
  .object({ data: z.array(entrySchema), next_cursor: z.null() })
  .meta({ id: 'ReadingHistory' });

export type ReadingHistory = z.infer<typeof readingHistorySchema>;

const params = z.object({ id: z.string().regex(/^rec_[0-9A-Z]{26}$/) });
const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable', 'not_found'] as const;
const CHANGE_ERRORS = [
  ...READ_ERRORS,
  'cross_origin',
  'invalid_body',
  'unreadable_body',
  'unsupported_format',
  'body_too_large',
  'stale_revision',
  'not_in_this_state',
] as const;
const access = { kind: 'permission', any_of: ['reading:write'], by_session: true } as const;
const changed = { 200: { description: 'The record as it is now', schema: recordingSchema } };

export const changeReadingContract = defineContract({
  operation_id: 'changeReading',
  method: 'PATCH',
  path: '/api/ecg/data/{id}/reading',
  summary: 'One step of the reading workflow: save, confirm, amend, undo',
  tag: 'Reading',
  access,
  params,
  query: z.object({}),
  content: { 'application/json': readingChangeSchema },
  read: jsonBody(readingChangeSchema),
  responses: changed,
  errors: [...CHANGE_ERRORS, 'undo_over'],
});

export const requestRepeatContract = defineContract({
  operation_id: 'requestRepeat',
  method: 'PUT',
  path: '/api/ecg/data/{id}/repeat-request',
  summary: 'Ask for an ECG to be recorded again, or withdraw that',
  tag: 'Reading',
  access,
  params,
  query: z.object({}),
  content: { 'application/json': repeatSchema },
  read: jsonBody(repeatSchema),
  responses: changed,
  errors: CHANGE_ERRORS,
});

export const getReadingHistoryContract = defineContract({
  operation_id: 'getReadingHistory',
  method: 'GET',
  path: '/api/ecg/data/{id}/reading/history',
  summary: 'Everything readers said of an ECG, oldest first',
  tag: 'Reading',
  access: { kind: 'permission', any_of: ['record:read'] },
  params,
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'The history', schema: readingHistorySchema } },
  errors: READ_ERRORS,
});
