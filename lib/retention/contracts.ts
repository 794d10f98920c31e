import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';

/** What an organisation keeps that has said nothing else. */
export const DEFAULT_RETENTION = { deleted_days: 30, records_days: null, revision: 0 } as const;

const policy = {
  deleted_days: z
    .number()
    .int()
    .min(1)
    .max(3650)
    .meta({ description: 'Days a deleted record can be restored; it is then erased, unless it is on legal hold.' }),
  records_days: z.number().int().min(30).max(36_500).nullable().meta({
    description:
      'Days a filed record is kept, from its recording or its receipt, whichever is later; it is then deleted, unless it is on legal hold. Null: for ever.',
  }),
};

const retentionSchema = z
  .object({ ...policy, revision: z.number().int().min(0) })
  .meta({ id: 'Retention', description: 'How long records of the organisation are kept.' });

const retentionChangeSchema = z
  .strictObject({ ...policy, revision: z.number().int().min(0) })
  .meta({ id: 'RetentionChange', description: '`revision` as it was read; 409 if it changed.' });

/** How long records of an organisation are kept. */
export type Retention = z.infer<typeof retentionSchema>;

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;
const access = { kind: 'permission', any_of: ['organization:write'] } as const;
const responses = { 200: { description: 'How long records are kept', schema: retentionSchema } };

export const getRetentionContract = defineContract({
  operation_id: 'getRetention',
  method: 'GET',
  path: '/api/organization/retention',
  summary: 'How long records of the organisation are kept',
  tag: 'Organisation',
  access,
  params: z.object({}),
  query: z.object({}),
  content: null,
  read: null,
  responses,
  errors: READ_ERRORS,
});

export const setRetentionContract = defineContract({
  operation_id: 'setRetention',
  method: 'PUT',
  path: '/api/organization/retention',
  summary: 'Change how long records of the organisation are kept',
  tag: 'Organisation',
  access,
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': retentionChangeSchema },
  read: jsonBody(retentionChangeSchema),
  responses,
  errors: [
    ...READ_ERRORS,
    'cross_origin',
    'invalid_body',
    'unreadable_body',
    'unsupported_format',
    'body_too_large',
    'stale_revision',
  ],
});
