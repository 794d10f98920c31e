import { z } from 'zod';
import { LONGEST_PHRASE, MOST_PHRASES } from '@/lib/ecg/domain/reading/phrase-list';
import { DEFAULT_PHRASES } from '@/lib/ecg/domain/reading/phrases';
import { settingContracts } from '@/lib/http/setting-contracts';

const phrasesSchema = z
  .strictObject({
    phrases: z.array(z.string().trim().min(1).max(LONGEST_PHRASE)).max(MOST_PHRASES),
    revision: z.number().int().min(0).meta({ description: 'As it was read; 409 if it changed.' }),
  })
  .meta({ id: 'ReadingPhrases', description: 'What readers of this department pick by a few letters, in its order.' });

export type ReadingPhrases = z.infer<typeof phrasesSchema>;

/** The phrases of a department that has chosen none. */
export const UNCHOSEN_PHRASES: ReadingPhrases = { phrases: [...DEFAULT_PHRASES], revision: 0 };

export const { get: getPhrasesContract, set: setPhrasesContract } = settingContracts({
  name: 'ReadingPhrases',
  path: '/api/organization/reading-phrases',
  description: 'The phrases',
  schema: phrasesSchema,
  change: phrasesSchema,
  most_bytes: 262_144,
  summaries: { get: 'The phrases readers pick from', set: 'Change the phrases readers pick from' },
  read_access: { kind: 'permission', any_of: ['record:read'], by_session: true },
});
