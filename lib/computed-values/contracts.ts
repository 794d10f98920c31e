import { z } from 'zod';
import { settingContracts } from '@/lib/http/setting-contracts';

const text = z.string();

const computedValuesSchema = z
  .object({
    shown: z.boolean(),
    algorithm: text,
    version: text.meta({ description: 'The version signed off; the values of another one are not shown.' }),
    decided_by: text.nullable().meta({ description: 'The account or key.' }),
    decided_by_name: text.nullable().meta({ description: 'The name as it was then; null where none was kept.' }),
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

export const { get: getComputedValuesContract, set: setComputedValuesContract } = settingContracts({
  name: 'ComputedValues',
  path: '/api/organization/computed-values',
  description: 'Whether computed values are shown',
  schema: computedValuesSchema,
  change: computedValuesChangeSchema,
  summaries: {
    get: 'Whether values computed from ECGs are shown in the organisation',
    set: 'Sign off values computed from ECGs, or take that back',
  },
});
