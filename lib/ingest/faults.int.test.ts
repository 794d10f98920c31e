import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { toAppError } from '@/lib/errors/to-app-error';
import { type ObjectStore, ObjectStoreUnavailableError } from '@/lib/platform/objects';
import type { Services } from '@/lib/platform/services';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aPdf, received } from '@/lib/testing/uploads';
import { ingests } from '@/models/ingest';
import { ecgRecords } from '@/models/record';
import { type Claim, keepAlive, takeClaim } from './claim';
import { receiveRecording } from './receive-recording';
import { sweepClaims } from './sweep-claims';

/** What the store around the real one does next; reset after every test. */
interface Fault {
  puts: number;
  failOnPut: number | null;
  failAfterPut: boolean;
  beforePut: (() => Promise<void>) | null;
}

const calm: Fault = { puts: 0, failOnPut: null, failAfterPut: false, beforePut: null };
const fault: Fault = { ...calm };

/** The real store, failing when told to: before the put, or after it has happened there. */
function failing(objects: ObjectStore): ObjectStore {
  return {
    ...objects,
    async put(key, body, type) {
      fault.puts += 1;
      const fails = fault.puts === fault.failOnPut;
      if (fails && !fault.failAfterPut) throw new ObjectStoreUnavailableError();
      await fault.beforePut?.();
      const info = await objects.put(key, body, type);
      if (fails) throw new ObjectStoreUnavailableError();
      return info;
    },
  };
}

let now = new Date('2026-11-22T10:00:00Z');
let installation: TestInstallation;
let services: Services;
let device: KeyActor;

const send = (body: unknown) => receiveRecording(services, device, { modality: 'ecg', body: received(body, aPdf()) });

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of services.objects.list(`${installation.organization_id}/`)) found.push(key);
  return found;
}

const recordsOf = (patient_id: string) => ecgRecords(installation.organization_id).find({ patient_id });

/** Every object there is belongs to a record's file list, and the other way round. */
async function expectNoOrphans(): Promise<void> {
  const records = await ecgRecords(installation.organization_id).find({});
  const named = records.flatMap(({ files }) => files.map(({ key }) => key));
  expect(new Set(await keys())).toEqual(new Set(named));
}

async function claimed(key: string): Promise<Claim> {
  const { organization_id } = installation;
  const object_prefix = (token: string) => `${organization_id}/ecg/2026/11/22/rec_KILLED/v1/${token}/`;
  const taken = await takeClaim(
    services,
    { organization_id, modality: 'ecg', keys: [key], request_hash: 'x', object_prefix },
    async () => null,
  );
  if (!('claim' in taken)) throw new Error('no claim');
  return taken.claim;
}

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now }, wrap: failing });
  services = installation.services;
  device = installation.keyActor(['ingest:ecg']);
});
afterAll(() => installation.close());
afterEach(() => {
  Object.assign(fault, calm);
});

describe('an object store that fails', () => {
  it.each([
    { name: 'away from the first put', failOnPut: 1, failAfterPut: false },
    { name: 'failing on the second put', failOnPut: 2, failAfterPut: false },
    { name: 'failing on the last put', failOnPut: 3, failAfterPut: false },
    { name: 'failing after a put has arrived', failOnPut: 2, failAfterPut: true },
  ])('$name: 503, nothing kept, and the retry succeeds', async ({ name, failOnPut, failAfterPut }) => {
    const body = anEcgBody({ patient_id: name, seed: failOnPut + (failAfterPut ? 10 : 0) });
    Object.assign(fault, { failOnPut, failAfterPut });
    const error = toAppError(await send(body).catch((thrown: unknown) => thrown));
    expect([error.code, error.retryAfterS !== null]).toEqual(['store_unavailable', true]);
    expect(await recordsOf(name)).toEqual([]);
    await expectNoOrphans();

    Object.assign(fault, calm);
    expect(await send(body)).toMatchObject({ status: 'stored', version: 1 });
    await expectNoOrphans();
  });
});

describe('a holder of a claim that dies or falls asleep', () => {
  it('killed after its puts: the sweeper removes them once the lease is over, also what arrives late', async () => {
    const claim = await claimed('content:killed');
    const source = `${claim.object_prefix}source.json`;
    await services.objects.put(source, Buffer.from('{}'), 'application/json');
    await sweepClaims(services);
    expect(await keys()).toContain(source);

    now = new Date(now.getTime() + 11_000);
    await sweepClaims(services);
    await expectNoOrphans();

    await services.objects.put(`${claim.object_prefix}signals.nbs`, Buffer.from('late'), 'application/octet-stream');
    await sweepClaims(services);
    await expectNoOrphans();
    now = new Date(now.getTime() + 11 * 60_000);
    await sweepClaims(services);
    expect(await ingests(installation.organization_id).find({ state: 'abandoned' })).toEqual([]);
  });

  it('loses its lease while putting: it cannot commit, and the one that took over is whole', async () => {
    const body = anEcgBody({ patient_id: 'P-slow', source_id: 'slow-1', seed: 50 });
    let second: unknown;
    fault.beforePut = async () => {
      fault.beforePut = null;
      // the lease runs out here, and another process receives the same recording
      now = new Date(now.getTime() + 11_000);
      vi.resetModules();
      const otherProcess = await import('./receive-recording');
      second = await otherProcess.receiveRecording(services, device, { modality: 'ecg', body: received(body, aPdf()) });
    };
    const error = toAppError(await send(body).catch((thrown: unknown) => thrown));
    expect(error.code).toBe('upload_in_progress');
    expect(second).toMatchObject({ status: 'stored', version: 1 });
    expect(await recordsOf('P-slow')).toHaveLength(1);
    await sweepClaims(services);
    await expectNoOrphans();
  });

  it('fails on the next version: the older one is untouched', async () => {
    const first = await send(anEcgBody({ patient_id: 'P-old', source_id: 'old-1', seed: 60 }));
    Object.assign(fault, { puts: 0, failOnPut: 2 });
    await expect(send(anEcgBody({ patient_id: 'P-old', source_id: 'old-1', seed: 61 }))).rejects.toThrow();
    const [record] = await recordsOf('P-old');
    expect(record).toMatchObject({ _id: first.id, version: 1 });
    for (const file of record?.files ?? []) expect((await services.objects.head(file.key)).sha256).toBe(file.sha256);
    await expectNoOrphans();
  });

  it('renews its lease while it works', async () => {
    const claim = await claimed('content:alive');
    const stop = keepAlive(services, claim, 20);
    now = new Date(now.getTime() + 8_000);
    const leaseEnd = async () =>
      (await ingests(installation.organization_id).findOne({ _id: claim.id }))?.lease_ends_at;
    await expect.poll(leaseEnd).toEqual(new Date(now.getTime() + 10_000));
    stop();
  });
});
