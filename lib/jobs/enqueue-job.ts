import type { Services } from '@/lib/platform/services';
import { jobs } from '@/models/job';
import type { Transaction } from '@/models/transaction';

/** Everything the worker can be asked to do, with what it must be told. */
export interface JobPayloads {
  /** Compare the text of a record's PDF with the record (FMT-7). */
  'check-report': { record_id: string; version: number };
  /** Measure a version of an ECG from its kept signals. */
  'measure-ecg': { record_id: string; version: number };
  /** Read an upload that was kept because it is large (ING-2). */
  'read-upload': { upload_id: string };
  /** Give records of an older version the derived values they lack, from a place on. */
  'backfill-records': { collection: 'ecgdata' | 'therapydata' | 'recordversions'; after: string | null };
}

export type JobKind = keyof JobPayloads;

/** A request for work. */
export interface JobRequest<Kind extends JobKind = JobKind> {
  kind: Kind;
  /** Names the work within its kind; asking for the same work twice makes one job. */
  about: string;
  payload: JobPayloads[Kind];
  /** Not before this instant. */
  run_at?: Date;
}

/** The key of a kind of work about something: there is one job of it at most. */
export const jobKey = (kind: JobKind, about: string): string => `${kind}:${about}`;

/**
 * Step: asks for work inside the transaction that makes it necessary, so that neither happens without the other. Work
 * that is under way already is done once more afterwards, as it may have begun before this change.
 */
export async function enqueueJobs(
  services: Services,
  organizationId: string,
  requests: readonly JobRequest[],
  tx: Transaction,
): Promise<void> {
  const now = services.clock.now();
  const asked = requests.map((request) => ({
    filter: { key: jobKey(request.kind, request.about) },
    update: {
      $set: {
        kind: request.kind,
        payload: request.payload,
        state: 'waiting',
        run_at: request.run_at ?? now,
        token: services.ids.token(),
        lease_ends_at: null,
        attempts: 0,
        last_error: null,
      },
      $setOnInsert: { _id: services.ids.id('job'), created_at: now },
    },
  }));
  if (asked.length > 0) await jobs(organizationId).upsertEach(asked, { tx });
}
