import type { Recording } from '@/lib/recordings/contracts';
import { criticalStatements } from './critical-statements';

/** Places in a reading list: STAT or a critical statement before urgent before routine. Stored, so that a list is one index. */
export const URGENCY = { now: 0, urgent: 1, routine: 2 } as const;
export type Urgency = (typeof URGENCY)[keyof typeof URGENCY];

/** How soon a recording wants to be read (ECG-11): by its priority and by what the device says in it. */
export function urgencyOf(priority: Recording['priority'], statements: readonly string[]): Urgency {
  if (priority === 'stat' || criticalStatements(statements).length > 0) return URGENCY.now;
  return priority === 'urgent' ? URGENCY.urgent : URGENCY.routine;
}
