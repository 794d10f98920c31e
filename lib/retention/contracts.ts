import { z } from 'zod';
import { settingContracts } from '@/lib/http/setting-contracts';

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

export const { get: getRetentionContract, set: setRetentionContract } = settingContracts({
  name: 'Retention',
  path: '/api/organization/retention',
  description: 'How long records are kept',
  schema: retentionSchema,
  change: retentionChangeSchema,
  summaries: {
    get: 'How long records of the organisation are kept',
    set: 'Change how long records of the organisation are kept',
  },
});
