import { z } from 'zod';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';
import { nightSchema } from './contracts';
import { NIGHT_ID } from './domain/assembly/night-id';

const exclusionChangeSchema = z
  .strictObject({
    excluded: z.boolean(),
    session: z
      .strictObject({ record_id: z.string().regex(/^rec_[0-9A-Z]{26}$/), start: z.iso.datetime() })
      .optional()
      .meta({ description: 'One session; without it the whole night.' }),
    reason: z.string().trim().min(3).max(500).meta({
      description: 'Why, shown beside the session and in the audit trail; without names or patient ids.',
    }),
    change: z.number().int().meta({ description: 'The night’s `change` this was decided on; 409 if it changed.' }),
  })
  .meta({ id: 'ExclusionChange' });

/** A session or night to be taken out of the figures, or back into them. */
export type ExclusionChange = z.output<typeof exclusionChangeSchema>;

export const setExclusionContract = defineContract({
  operation_id: 'setNightExclusion',
  method: 'PUT',
  path: '/api/nights/{id}/exclusion',
  summary: 'Exclude a session or a night from every figure, or take it back',
  tag: 'Therapy',
  access: { kind: 'permission', any_of: ['night:exclude'] },
  params: z.object({ id: z.string().regex(NIGHT_ID) }),
  query: z.object({}),
  content: { 'application/json': exclusionChangeSchema },
  read: jsonBody(exclusionChangeSchema),
  responses: { 200: { description: 'The night as it is now', schema: nightSchema } },
  errors: [
    'not_signed_in',
    'not_permitted',
    'too_many_requests',
    'store_unavailable',
    'cross_origin',
    'not_found',
    'invalid_body',
    'unreadable_body',
    'unsupported_format',
    'stale_revision',
    'not_in_this_state',
  ],
});
