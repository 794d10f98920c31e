import type { SystemActor } from '@/lib/accounts/actor';
import { systemActor } from '@/lib/accounts/system-actor';
import type { Services } from '@/lib/platform/services';
import { type JobDocument, jobs } from '@/models/job';
import { organizations } from '@/models/organization';
import { backoffMs, MOST_ATTEMPTS } from './domain/backoff';
import type { JobKind, JobPayloads } from './enqueue-job';

/** Does one kind of job. It may run more than once for one request, also after having succeeded: it must not mind. */
export type JobHandlers = {
  [Kind in JobKind]: (services: Services, actor: SystemActor, payload: JobPayloads[Kind]) => Promise<void>;
};

/** How long a job stays with its holder without a sign of life. */
const LEASE_MS = 30_000;
const RENEW_EVERY_MS = 10_000;

const leaseFrom = (now: Date) => new Date(now.getTime() + LEASE_MS);

/**
 * Takes the oldest job that is due, or one whose holder has died. That it died counts as a failure: a job that brings
 * its process down would do so for ever.
 */
async function takeJob(services: Services, organizationId: string): Promise<JobDocument | null> {
  const now = services.clock.now();
  const taking = { $set: { state: 'running', token: services.ids.token(), lease_ends_at: leaseFrom(now) } };
  const scoped = jobs(organizationId);
  return (
    (await scoped.findOneAndUpdate({ state: 'waiting', run_at: { $lte: now } }, taking, {
      sort: { run_at: 1, _id: 1 },
    })) ??
    (await scoped.findOneAndUpdate(
      { state: 'running', lease_ends_at: { $lt: now } },
      { ...taking, $inc: { attempts: 1 } },
      { sort: { lease_ends_at: 1 } },
    ))
  );
}

const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
};

/** The process that held a job ended, or hung, before the job did. */
class HolderDiedError extends Error {
  override name = 'HolderDiedError';
}

/** Leaves a job for later, or as dead, after so many failures. */
async function putBack(services: Services, job: JobDocument, attempts: number, error: unknown): Promise<void> {
  const dead = attempts >= MOST_ATTEMPTS;
  const pause = backoffMs(attempts, Math.random());
  services.log[dead ? 'error' : 'warn']({ job: job._id, kind: job.kind, attempts, err: error }, 'job failed');
  await jobs(job.organization_id).updateOne(
    { _id: job._id, token: job.token },
    {
      $set: {
        state: dead ? 'dead' : 'waiting',
        run_at: new Date(services.clock.now().getTime() + pause),
        lease_ends_at: null,
        attempts,
        last_error: nameOf(error),
      },
    },
  );
}

async function runJob(services: Services, handlers: JobHandlers, job: JobDocument): Promise<void> {
  if (job.attempts >= MOST_ATTEMPTS) {
    await putBack(services, job, job.attempts, new HolderDiedError());
    return;
  }
  const scoped = jobs(job.organization_id);
  const timer = setInterval(() => {
    scoped
      .updateOne({ _id: job._id, token: job.token }, { $set: { lease_ends_at: leaseFrom(services.clock.now()) } })
      // a missed renewal means that somebody else may do the job again, which handlers must bear
      .catch((error: unknown) => services.log.warn({ err: error }, 'job not renewed'));
  }, RENEW_EVERY_MS);
  try {
    // written by enqueueJobs, which ties each kind to its payload
    const handler = handlers[job.kind as JobKind] as (
      services: Services,
      actor: SystemActor,
      payload: JobDocument['payload'],
    ) => Promise<void>;
    await handler(services, systemActor(services, job.organization_id, job.kind), job.payload);
    // asked for again meanwhile, it has another token and stays
    await scoped.deleteOne({ _id: job._id, token: job.token });
  } catch (error) {
    await putBack(services, job, job.attempts + 1, error);
  } finally {
    clearInterval(timer);
  }
}

/**
 * Does every job that is due, one organisation after the other, until told to stop.
 * @returns how many were done or failed
 */
export async function runJobs(
  services: Services,
  handlers: JobHandlers,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let count = 0;
  for (const { _id } of await organizations.list()) {
    while (!isStopping()) {
      const job = await takeJob(services, _id);
      if (!job) break;
      await runJob(services, handlers, job);
      count += 1;
    }
  }
  return count;
}
