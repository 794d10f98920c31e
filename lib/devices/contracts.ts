import { z } from 'zod';
import { SCOPES } from '@/lib/accounts/permissions';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';

const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    device_id: z.string().nullable(),
    requests_per_minute: z.number().int().nullable(),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    revoked_at: z.iso.datetime().nullable(),
    last_used_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey', description: 'An API key without its secret.' });

export type ApiKey = z.infer<typeof keySchema>;

const issuedKeySchema = keySchema
  .extend({ key: z.string().meta({ description: 'The whole key. Shown this once.' }) })
  .meta({ id: 'IssuedApiKey' });

export type IssuedApiKey = z.infer<typeof issuedKeySchema>;

export const newKeySchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1)
      .refine((scopes) => new Set(scopes).size === scopes.length, 'Each scope once.'),
    device_id: z.string().trim().min(1).max(100).nullable().default(null),
    requests_per_minute: z.number().int().min(1).max(1_000_000).nullable().default(null),
    expires_at: z.iso.datetime({ offset: true }).nullable().default(null),
  })
  .meta({ id: 'NewApiKey' });

export type NewApiKey = z.output<typeof newKeySchema>;

const KEY_ERRORS = [
  'not_signed_in',
  'cross_origin',
  'not_permitted',
  'too_many_requests',
  'store_unavailable',
] as const;
const access = { kind: 'permission', any_of: ['key:write'] } as const;

export const createKeyContract = defineContract({
  operation_id: 'createKey',
  method: 'POST',
  path: '/api/keys',
  summary: 'Issue an API key',
  tag: 'Keys',
  access,
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': newKeySchema },
  read: jsonBody(newKeySchema),
  responses: { 201: { description: 'The key; its secret is shown this once', schema: issuedKeySchema } },
  errors: [...KEY_ERRORS, 'invalid_body', 'unreadable_body', 'unsupported_format'],
  reply: (key: IssuedApiKey) => ({ status: 201, json: key }),
});

export const listKeysContract = defineContract({
  operation_id: 'listKeys',
  method: 'GET',
  path: '/api/keys',
  summary: 'The API keys of the organisation',
  tag: 'Keys',
  access,
  params: z.object({}),
  query: z.object({}),
  content: null,
  read: null,
  responses: {
    200: {
      description: 'All keys',
      schema: z.object({ data: z.array(keySchema), next_cursor: z.string().nullable() }).meta({ id: 'ApiKeyList' }),
    },
  },
  errors: [...KEY_ERRORS],
});

export const revokeKeyContract = defineContract({
  operation_id: 'revokeKey',
  method: 'POST',
  path: '/api/keys/{id}/revoke',
  summary: 'Revoke an API key at once',
  tag: 'Keys',
  access,
  params: z.object({ id: z.string().regex(/^key_[0-9A-Z]{26}$/) }),
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'The revoked key', schema: keySchema } },
  errors: [...KEY_ERRORS, 'not_found'],
});
