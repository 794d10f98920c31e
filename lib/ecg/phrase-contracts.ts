import { z } from 'zod';
import { DEFAULT_PHRASES } from '@/lib/ecg/domain/reading/phrases';
import { defineContract } from '@/lib/http/contract';
import { jsonBody } from '@/lib/http/read-body';

const MOST_PHRASES = 300;

const phrasesSchema = z
  .strictObject({
    phrases: z.array(z.string().trim().min(1).max(200)).max(MOST_PHRASES),
    revision: z.number().int().min(0).meta({ description: 'As it was read; 409 if it changed.' }),
  })
  .meta({ id: 'ReadingPhrases', description: 'What readers of this department pick by a few letters, in its order.' });

export type ReadingPhrases = z.infer<typeof phrasesSchema>;

/** The phrases of a department that has chosen none. */
export const UNCHOSEN_PHRASES: ReadingPhrases = { phrases: [...DEFAULT_PHRASES], revision: 0 };

const READ_ERRORS = ['not_signed_in', 'not_permitted', 'too_many_requests', 'store_unavailable'] as const;
const PLACE = { path: '/api/organization/reading-phrases', tag: 'Organisation' } as const;
const responses = { 200: { description: 'The phrases', schema: phrasesSchema } };

export const getPhrasesContract = defineContract({
  operation_id: 'getReadingPhrases',
  method: 'GET',
  ...PLACE,
  summary: 'The phrases readers pick from',
  access: { kind: 'permission', any_of: ['record:read'], by_session: true },
  params: z.object({}),
  query: z.object({}),
  content: null,
  read: null,
  responses,
  errors: READ_ERRORS,
});

export const setPhrasesContract = defineContract({
  operation_id: 'setReadingPhrases',
  method: 'PUT',
  ...PLACE,
  summary: 'Change the phrases readers pick from',
  access: { kind: 'permission', any_of: ['organization:write'] },
  params: z.object({}),
  query: z.object({}),
  content: { 'application/json': phrasesSchema },
  read: jsonBody(phrasesSchema, 262_144),
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
