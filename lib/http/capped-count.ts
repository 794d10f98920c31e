import { z } from 'zod';

/** A count that is exact, or the least there are where counting stopped. */
export const cappedCountSchema = z.object({ value: z.number().int(), more: z.boolean() }).meta({
  id: 'CappedCount',
  description: 'Exact, or (`more`) the least there are: counting stopped.',
});

export type CappedCount = z.infer<typeof cappedCountSchema>;

/** A count that was made up to one more than the limit. */
export function cappedCount(counted: number, limit: number): CappedCount {
  return { value: Math.min(counted, limit), more: counted > limit };
}
