import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { MODALITIES, recordingPageSchema, recordingSchema } from '../contracts';

const reason = z
  .string()
  .trim()
  .min(3)
  .max(500)
  .meta({ description: 'Why, for the audit trail; without names or patient ids.' });
const revision = z.number().int().min(1).meta({ description: 'The revision this was decided on; 409 if it changed.' });
const patient_id = z.string().trim().min(1).max(64);

const decisionSchema = z.strictObject({ reason, revision }).meta({ id: 'RecordDecision' });
const moveSchema = z.strictObject({ patient_id, reason, revision }).meta({ id: 'RecordMove' });
const assignSchema = z
  .strictObject({
    patient_id,
    register: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether a patient nobody knows yet is registered, as unverified.' }),
    reason,
    revision,
  })
  .meta({ id: 'QuarantineAssignment' });
const legalHoldSchema = z
  .strictObject({ held: z.boolean(), reason, revision })
  .meta({ id: 'LegalHold', description: 'A record on legal hold can be neither deleted nor erased.' });

export type RecordDecision = z.output<typeof decisionSchema>;
export type RecordMove = z.output<typeof moveSchema>;
export type QuarantineAssignment = z.output<typeof assignSchema>;
export type LegalHold = z.output<typeof legalHoldSchema>;

const id = z.string().regex(/^rec_[0-9A-Z]{26}$/);
const heldParams = z.object({ id });
const recordParams = z.object({ modality: z.enum(MODALITIES), id });

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;
const CHANGE_ERRORS = [
  ...READ_ERRORS,
  'cross_origin',
  'not_found',
  'invalid_body',
  'unreadable_body',
  'unsupported_format',
  'stale_revision',
  'not_in_this_state',
] as const;
const changed = { 200: { description: 'The record as it is now', schema: recordingSchema } };

export const listQuarantineContract = defineContract({
  operation_id: 'listQuarantine',
  method: 'GET',
  path: '/api/quarantine',
  summary: 'Recordings held for a decision, urgent ones first, then the oldest, page by page',
  tag: 'Quarantine',
  access: { kind: 'permission', any_of: ['quarantine:resolve'] },
  params: z.object({}),
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  }),
  content: null,
  read: null,
  responses: { 200: { description: 'One page', schema: recordingPageSchema } },
  errors: [...READ_ERRORS, 'invalid_query'],
});

export const assignHeldContract = defineContract({
  operation_id: 'assignHeldRecording',
  method: 'POST',
  path: '/api/quarantine/{id}/assign',
  summary: 'File a held recording under a patient',
  tag: 'Quarantine',
  access: { kind: 'permission', any_of: ['quarantine:resolve'] },
  params: heldParams,
  query: z.object({}),
  content: { 'application/json': assignSchema },
  read: jsonBody(assignSchema),
  responses: changed,
  errors: [...CHANGE_ERRORS, 'unknown_patient'],
});

export const rejectHeldContract = defineContract({
  operation_id: 'rejectHeldRecording',
  method: 'POST',
  path: '/api/quarantine/{id}/reject',
  summary: 'Reject a held recording; it can be restored for as long as deleted ones are kept',
  tag: 'Quarantine',
  access: { kind: 'permission', any_of: ['quarantine:resolve'] },
  params: heldParams,
  query: z.object({}),
  content: { 'application/json': decisionSchema },
  read: jsonBody(decisionSchema),
  responses: changed,
  errors: CHANGE_ERRORS,
});

export const moveRecordingContract = defineContract({
  operation_id: 'moveRecording',
  method: 'POST',
  path: '/api/{modality}/data/{id}/move',
  summary: 'Move a misfiled record to another patient; moving it back undoes it',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['record:move'] },
  params: recordParams,
  query: z.object({}),
  content: { 'application/json': moveSchema },
  read: jsonBody(moveSchema),
  responses: changed,
  errors: [...CHANGE_ERRORS, 'unknown_patient'],
});

export const deleteRecordingContract = defineContract({
  operation_id: 'deleteRecording',
  method: 'DELETE',
  path: '/api/{modality}/data/{id}',
  summary: 'Delete a record; it can be restored for as long as deleted ones are kept',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['record:delete'] },
  params: recordParams,
  query: z.object({}),
  content: { 'application/json': decisionSchema },
  read: jsonBody(decisionSchema),
  responses: changed,
  errors: [...CHANGE_ERRORS, 'legal_hold'],
});

export const restoreRecordingContract = defineContract({
  operation_id: 'restoreRecording',
  method: 'POST',
  path: '/api/{modality}/data/{id}/restore',
  summary: 'Restore a deleted record to what it was',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['record:delete'] },
  params: recordParams,
  query: z.object({}),
  content: { 'application/json': decisionSchema },
  read: jsonBody(decisionSchema),
  responses: changed,
  errors: CHANGE_ERRORS,
});

export const setLegalHoldContract = defineContract({
  operation_id: 'setLegalHold',
  method: 'PUT',
  path: '/api/{modality}/data/{id}/hold',
  summary: 'Put a record on legal hold, or take it off',
  tag: 'Records',
  access: { kind: 'permission', any_of: ['record:delete'] },
  params: recordParams,
  query: z.object({}),
  content: { 'application/json': legalHoldSchema },
  read: jsonBody(legalHoldSchema),
  responses: changed,
  errors: CHANGE_ERRORS,
});
