import { z } from 'zod';
import { line, zoneName } from '@/lib/http/fields';
import { settingContracts } from '@/lib/http/setting-contracts';

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

export const { get: getSitesContract, set: setSitesContract } = settingContracts({
  name: 'Sites',
  path: '/api/organization/sites',
  description: 'The sites',
  schema: siteListSchema,
  change: siteListChangeSchema,
  summaries: {
    get: 'The sites of the organisation and their time zones',
    set: 'Name the sites of the organisation and their time zones',
  },
});
