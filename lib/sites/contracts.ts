import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { line, zoneName } from '@/lib/http/fields';
import { jsonBody } from '@/lib/http/read-body';

/** What an organisation has that has named no sites. */
export const NO_SITES: SiteList = { sites: [], revision: 0 };

const siteSchema = z.strictObject({
  name: line(100).meta({ description: 'As devices and keys name it.' }),
  time_zone: zoneName,
});

const listShape = { sites: z.array(siteSchema).max(500), revision: z.number().int().min(0) };

const siteListSchema = z.object(listShape).meta({
  id: 'Sites',
  description: 'The sites of the organisation that have a time zone of their own.',
});

const siteListChangeSchema = z
  .strictObject(listShape)
  .refine(({ sites }) => new Set(sites.map(({ name }) => name)).size === sites.length, {
    path: ['sites'],
    message: 'A site stands in the list once.',
  })
  .meta({ id: 'SitesChange', description: 'The whole list; `revision` as it was read, 409 if it changed.' });

/** The sites of an organisation with their time zones. */
export type SiteList = z.infer<typeof siteListSchema>;

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;
const access = { kind: 'permission', any_of: ['organization:write'] } as const;
const responses = { 200: { description: 'The sites', schema: siteListSchema } };

export const getSitesContract = defineContract({
  operation_id: 'getSites',
  method: 'GET',
  path: '/api/organization/sites',
  summary: 'The sites of the organisation and their time zones',
  tag: 'Organisation',
  access,
  params: z.object({}),
  query: z.object({}),
  content: null,
  read: null,
  responses,
  errors: READ_ERRORS,
});

export const setSitesContract = defineContract({
  operation_id: 'setSites',
  method: 'PUT',
  path: '/api/organization/sites',
  summary: 'Name the sites of the organisation and their time zones',
  tag: 'Organisation',
  access,
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': siteListChangeSchema },
  read: jsonBody(siteListChangeSchema),
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
