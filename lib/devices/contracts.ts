import { z } from 'zod';
import { SCOPES } from '@/lib/accounts/permissions';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { deviceRefSchema } from './device-contracts';
import { LONGEST_OVERLAP_HOURS } from './domain/key-state';

const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    device_id: z.string().nullable().meta({ description: 'The one device the key acts for, with its own records.' }),
    site: z.string().nullable().meta({ description: 'The one site whose devices the key sends for.' }),
    replaces: z.string().nullable().meta({ description: 'The key this one was rotated from.' }),
    replaced_by: z.string().nullable().meta({ description: 'The key rotated from this one.' }),
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
    site: z.string().trim().min(1).max(100).nullable().optional(),
    requests_per_minute: z.number().int().min(1).max(1_000_000).nullable().default(null),
    expires_at: z.iso.datetime({ offset: true }).nullable().default(null),
  })
  .superRefine((key, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    const site = key.site ?? null;
    if (key.device_id !== null && site !== null)
      refuse('site', 'A key is bound to a device or to a site, not to both.');
    if (key.device_id !== null && key.scopes.includes('admin'))
      refuse('scopes', 'A key bound to a device can send and read its own recordings, nothing else.');
    if (site !== null && key.scopes.some((scope) => !scope.startsWith('ingest:')))
      refuse('scopes', 'A key bound to a site can send, nothing else.');
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
  query: z.object({ device_ref: deviceRefSchema.optional() }),
  content: null,
  read: null,
  responses: {
    200: {
      description: 'All keys, or those bound to one device or its site, oldest first',
      schema: z.object({ data: z.array(keySchema), next_cursor: z.string().nullable() }).meta({ id: 'ApiKeyList' }),
    },
  },
  errors: [...KEY_ERRORS, 'invalid_query', 'not_found'],
});

const keyParams = z.object({ id: z.string().regex(/^key_[0-9A-Z]{26}$/) });

const rotationSchema = z
  .strictObject({
    overlap_hours: z
      .number()
      .int()
      .min(0)
      .max(LONGEST_OVERLAP_HOURS)
      .meta({ description: 'How long the old key still works; 0 ends it at once.' }),
  })
  .meta({ id: 'KeyRotation' });

export type KeyRotation = z.output<typeof rotationSchema>;

export const rotateKeyContract = defineContract({
  operation_id: 'rotateKey',
  method: 'POST',
  path: '/api/keys/{id}/rotate',
  summary: 'Issue a key in the place of another, which works on for a while',
  tag: 'Keys',
  access,
  params: keyParams,
  query: z.object({}),
  content: { 'application/json': rotationSchema },
  read: jsonBody(rotationSchema),
  responses: { 201: { description: 'The new key; its secret is shown this once', schema: issuedKeySchema } },
  errors: [...KEY_ERRORS, 'not_found', 'key_replaced', 'invalid_body', 'unreadable_body', 'unsupported_format'],
  reply: (key: IssuedApiKey) => ({ status: 201, json: key }),
});

export const revokeKeyContract = defineContract({
  operation_id: 'revokeKey',
  method: 'POST',
  path: '/api/keys/{id}/revoke',
  summary: 'Revoke an API key at once',
  tag: 'Keys',
  access,
  params: keyParams,
  query: z.object({}),
  content: null,
  read: null,
  responses: { 200: { description: 'The revoked key', schema: keySchema } },
  errors: [...KEY_ERRORS, 'not_found'],
});
