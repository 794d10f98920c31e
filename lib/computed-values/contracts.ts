import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';

const text = z.string();

const computedValuesSchema = z
  .object({
    shown: z.boolean(),
    algorithm: text,
    version: text.meta({ description: 'The version signed off; the values of another one are not shown.' }),
    decided_by: text.nullable(),
    decided_at: z.iso.datetime().nullable(),
    revision: z.number().int().min(0),
  })
  .meta({
    id: 'ComputedValues',
    description: 'Whether values computed from ECGs are shown in the organisation: off until somebody signs them off.',
  });

const computedValuesChangeSchema = z
  .strictObject({ shown: z.boolean(), version: text.max(20), revision: z.number().int().min(0) })
  .meta({
    id: 'ComputedValuesChange',
    description:
      '`version` is the one signed off, which must be that of the program; `revision` as it was read, 409 if it changed.',
  });

/** Whether computed values are shown, and who decided so. */
export type ComputedValues = z.infer<typeof computedValuesSchema>;
export type ComputedValuesChange = z.infer<typeof computedValuesChangeSchema>;

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;
const access = { kind: 'permission', any_of: ['organization:write'] } as const;
const responses = { 200: { description: 'Whether computed values are shown', schema: computedValuesSchema } };

export const getComputedValuesContract = defineContract({
  operation_id: 'getComputedValues',
  method: 'GET',
  path: '/api/organization/computed-values',
  summary: 'Whether values computed from ECGs are shown in the organisation',
  tag: 'Organisation',
  access,
  params: z.object({}),
  query: z.object({}),
  content: null,
  read: null,
  responses,
  errors: READ_ERRORS,
});

export const setComputedValuesContract = defineContract({
  operation_id: 'setComputedValues',
  method: 'PUT',
  path: '/api/organization/computed-values',
  summary: 'Sign off values computed from ECGs, or take that back',
  tag: 'Organisation',
  access,
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': computedValuesChangeSchema },
  read: jsonBody(computedValuesChangeSchema),
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
