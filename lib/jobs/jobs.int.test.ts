import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '@/lib/platform/clock';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { jobs } from '@/models/job';
import { withTransaction } from '@/models/transaction';
import { MOST_ATTEMPTS } from './domain/backoff';
import { enqueueJobs } from './enqueue-job';
import { type JobHandlers, runJobs } from './run-jobs';

let now = new Date('2026-11-20T08:00:00Z');
const clock: Clock = { now: () => now };
let installation: TestInstallation;
let done: string[] = [];

const handlers = (work: JobHandlers['check-report'] = async () => undefined): JobHandlers => ({
  'check-report': async (services, actor, payload) => {
    done.push(payload.record_id);
    await work(services, actor, payload);
  },
  'measure-ecg': () => Promise.reject(new Error('nobody asked for this')),
  'read-upload': () => Promise.reject(new Error('nobody asked for this')),
  'backfill-records': () => Promise.reject(new Error('nobody asked for this')),
});

const ask = (record_id: string, run_at?: Date) =>
  withTransaction((tx) =>
    enqueueJobs(
      installation.services,
      installation.organization_id,
      [{ kind: 'check-report', about: record_id, payload: { record_id, version: 1 }, ...(run_at ? { run_at } : {}) }],
      tx,
    ),
  );

const all = () => jobs(installation.organization_id).find({}, { sort: { key: 1 } });
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

beforeAll(async () => {
  installation = await createInstallation({ clock });
});
afterAll(() => installation.close());
beforeEach(async () => {
  done = [];
  for (const job of await all()) await jobs(installation.organization_id).deleteOne({ _id: job._id });
});

describe('the job queue', () => {
  it('does what is due in the order of time, once, and keeps nothing of it', async () => {
    await ask('b', new Date(now.getTime() - 1000));
    await ask('a');
    await ask('later', new Date(now.getTime() + 60_000));
    expect(await runJobs(installation.services, handlers())).toBe(2);
    expect(done).toEqual(['b', 'a']);
    expect((await all()).map(({ payload }) => payload.record_id)).toEqual(['later']);
    later(60_000);
    expect(await runJobs(installation.services, handlers())).toBe(1);
  });

  it('makes one job of two requests for the same work', async () => {
    await ask('a');
    await ask('a');
    expect(await runJobs(installation.services, handlers())).toBe(1);
  });

  it('takes several requests at once, new ones and one that waits already', async () => {
    await ask('a');
    const requests = ['a', 'b'].map(
      (record_id) => ({ kind: 'check-report', about: record_id, payload: { record_id, version: 2 } }) as const,
    );
    const { services, organization_id } = installation;
    await withTransaction((tx) => enqueueJobs(services, organization_id, requests, tx));
    expect((await all()).map(({ key, payload }) => [key, payload.version])).toEqual([
      ['check-report:a', 2],
      ['check-report:b', 2],
    ]);
    expect(await runJobs(services, handlers())).toBe(2);
  });

  it('leaves no job behind when the transaction that asked for it fails', async () => {
    const failing = withTransaction(async (tx) => {
      const request = { kind: 'check-report', about: 'x', payload: { record_id: 'x', version: 1 } } as const;
      await enqueueJobs(installation.services, installation.organization_id, [request], tx);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await all()).toEqual([]);
  });

  it('does work again that was asked for while it was under way', async () => {
    await ask('a');
    let first = true;
    const again = handlers(async () => {
      if (first) await ask('a');
      first = false;
    });
    expect(await runJobs(installation.services, again)).toBe(2);
    expect(await all()).toEqual([]);
  });

  it('tries a failing job later and later, and ends it as dead without its error’s text', async () => {
    await ask('a');
    const failing = handlers(() => Promise.reject(new RangeError('the name of a patient')));
    expect(await runJobs(installation.services, failing)).toBe(1);
    expect(await runJobs(installation.services, failing)).toBe(0);
    for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
      later(15 * 60_000);
      expect(await runJobs(installation.services, failing)).toBe(1);
    }
    later(86_400_000);
    expect(await runJobs(installation.services, failing)).toBe(0);
    const [job] = await all();
    expect(job).toMatchObject({ state: 'dead', attempts: MOST_ATTEMPTS, last_error: 'RangeError' });
    expect(JSON.stringify(job)).not.toContain('the name of a patient');
  });

  it('gives the job of a worker that died to the next one when its lease is over', async () => {
    await ask('a');
    const [job] = await all();
    await jobs(installation.organization_id).updateOne(
      { _id: job?._id },
      { $set: { state: 'running', token: 'of a dead worker', lease_ends_at: new Date(now.getTime() + 30_000) } },
    );
    expect(await runJobs(installation.services, handlers())).toBe(0);
    later(30_001);
    expect(await runJobs(installation.services, handlers())).toBe(1);
    expect(await all()).toEqual([]);
  });

  it('ends a job as dead that has brought its worker down too often, without beginning it again', async () => {
    await ask('a');
    for (let death = 1; death < MOST_ATTEMPTS; death++) {
      const [job] = await all();
      const held = { state: 'running' as const, lease_ends_at: new Date(now.getTime() - 1), attempts: death - 1 };
      await jobs(installation.organization_id).updateOne({ _id: job?._id }, { $set: held });
      await runJobs(
        installation.services,
        handlers(() => Promise.reject(new Error(`after death ${death}`))),
      );
      expect((await all())[0]).toMatchObject({ attempts: death + 1 });
    }
    const tried = done.length;
    const [job] = await all();
    const last = { state: 'running' as const, lease_ends_at: new Date(now.getTime() - 1), attempts: MOST_ATTEMPTS - 1 };
    await jobs(installation.organization_id).updateOne({ _id: job?._id }, { $set: last });
    await runJobs(installation.services, handlers());
    expect(done).toHaveLength(tried);
    expect((await all())[0]).toMatchObject({ state: 'dead', attempts: MOST_ATTEMPTS, last_error: 'HolderDiedError' });
  });

  it('runs on its indexes', async () => {
    const due = { state: 'waiting', run_at: { $lte: now } };
    const plan = await jobs(installation.organization_id).explain(due, { sort: { run_at: 1, _id: 1 } });
    expect(plan.scanned).toBe(false);
    const expired = { state: 'running', lease_ends_at: { $lt: now } };
    expect((await jobs(installation.organization_id).explain(expired)).scanned).toBe(false);
  });
});
