import type { JobHandlers } from '@/lib/jobs/run-jobs';

const nothing = async () => undefined;

/** Handlers for every kind of job: those given, and for the others some that do nothing. */
export function jobHandlers(given: Partial<JobHandlers>): JobHandlers {
  return {
    'check-report': nothing,
    'measure-ecg': nothing,
    'read-upload': nothing,
    'backfill-records': nothing,
    ...given,
  };
}
