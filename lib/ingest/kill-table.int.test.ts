import mongoose from 'mongoose';
import { afterAll, afterEach, beforeAll, describe, expect, it, type MockInstance, vi } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { toAppError } from '@/lib/errors/to-app-error';
import { type ObjectStore, ObjectStoreUnavailableError } from '@/lib/platform/objects';
import type { Services } from '@/lib/platform/services';
import type { Modality } from '@/lib/recordings/contracts';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aPdf, aTherapyBody, received } from '@/lib/testing/uploads';
import { ecgRecords, type RecordDocument, recordVersions, therapyRecords } from '@/models/record';
import { receiveRecording } from './receive-recording';
import { sweepClaims } from './sweep-claims';

/** A therapy day with a report has four objects: source, signals, events, report. */
const PUTS = [1, 2, 3, 4];

/** What a put does: the n-th one meets `at`, before or after the object has arrived. */
interface Fault {
  puts: number;
  at: number | null;
  arrives: boolean;
  meet: () => Promise<void>;
}
const calm: Fault = { puts: 0, at: null, arrives: false, meet: async () => undefined };
const fault: Fault = { ...calm };

function failing(objects: ObjectStore): ObjectStore {
  return {
    ...objects,
    async put(key, body, type) {
      fault.puts += 1;
      const meets = fault.puts === fault.at;
      if (meets && !fault.arrives) await fault.meet();
      const info = await objects.put(key, body, type);
      if (meets && fault.arrives) await fault.meet();
      return info;
    },
  };
}

let commit: MockInstance | undefined;
let now = new Date('2026-11-22T10:00:00Z');
let seed = 0;
let installation: TestInstallation;
let services: Services;
let device: KeyActor;

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now }, wrap: failing });
  services = installation.services;
  device = installation.keyActor(['ingest:ecg', 'ingest:therapy']);
});
afterAll(() => installation.close());
afterEach(() => {
  commit?.mockRestore();
  Object.assign(fault, calm);
});

const away = async () => {
  throw new ObjectStoreUnavailableError();
};

/** A night whose samples are its own. */
function aNight(source_id: string) {
  seed += 1;
  const session = {
    start: '2026-11-20T22:41:00+01:00',
    end: '2026-11-21T06:12:00+01:00',
    events: [],
    signals: [{ name: 'leak', unit: 'L/min', sampling_rate_hz: 0.5, samples: [seed, 1, 2, 3] }],
  };
  const therapy = { mode: 'APAP', leak_type: 'unintentional', sessions: [session] };
  return aTherapyBody({ patient_id: `K-${source_id}`, device_id: `D-${source_id}`, source_id, therapy });
}

const send = (body: unknown, modality: Modality = 'cpap', receive = receiveRecording) =>
  receive(services, device, { modality, body: received(body, aPdf()) });

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of services.objects.list(`${installation.organization_id}/`)) found.push(key);
  return found;
}

async function allDocuments(): Promise<RecordDocument[]> {
  const { organization_id } = installation;
  const families = [ecgRecords, therapyRecords, recordVersions];
  return (await Promise.all(families.map((records) => records(organization_id).find({})))).flat();
}

/** Objects no document names. */
async function orphans(): Promise<string[]> {
  const named = new Set((await allDocuments()).flatMap(({ files }) => files.map(({ key }) => key)));
  return (await keys()).filter((key) => !named.has(key));
}

/** Nothing acknowledged is lost, nothing is half: each object every document names is there with its digest. */
async function expectWhole(acknowledged: readonly { id: string; version: number }[]): Promise<void> {
  const documents = await allDocuments();
  for (const { files } of documents) {
    for (const { key, sha256 } of files) expect((await services.objects.head(key)).sha256).toBe(sha256);
  }
  const there = documents.map(({ record_id, version }) => `${record_id} v${version}`);
  expect(there).toEqual(expect.arrayContaining(acknowledged.map(({ id, version }) => `${id} v${version}`)));
}

/** The sweeper's rounds once the lease of whoever died is over. */
async function sweepUntilClean(): Promise<void> {
  await expect
    .poll(
      async () => {
        now = new Date(now.getTime() + 11_000);
        await sweepClaims(services);
        return orphans();
      },
      { timeout: 20_000 },
    )
    .toEqual([]);
}

const CASES = PUTS.flatMap((at) => [false, true].map((arrives) => ({ at, arrives })));

describe.each(CASES)('put $at of 4, the object has arrived: $arrives', ({ at, arrives }) => {
  const name = `${at}${arrives ? 'a' : 'b'}`;

  it('fails: nothing is kept, the older version is untouched, and the retry is the next version', async () => {
    const first = await send(aNight(`fail-${name}`));
    const correction = aNight(`fail-${name}`);
    Object.assign(fault, { puts: 0, at, arrives, meet: away });
    const error = toAppError(await send(correction).catch((thrown: unknown) => thrown));
    expect(error.code).toBe('store_unavailable');
    await sweepUntilClean();
    await expectWhole([first]);
    Object.assign(fault, calm);
    const second = await send(correction);
    expect(second).toMatchObject({ id: first.id, version: 2, status: 'stored' });
    await expectWhole([first, second]);
    expect(await orphans()).toEqual([]);
  });

  it('is where the process dies: the sweeper clears up, another process stores it, the dead one never commits', async () => {
    const first = await send(aNight(`kill-${name}`));
    const correction = aNight(`kill-${name}`);
    let reached: () => void = () => undefined;
    let bury: () => void = () => undefined;
    const here = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const meet = () =>
      new Promise<void>((_resolve, reject) => {
        bury = () => reject(new ObjectStoreUnavailableError());
        reached();
      });
    Object.assign(fault, { puts: 0, at, arrives, meet });
    const dead = send(correction).catch((thrown: unknown) => toAppError(thrown).code);
    await here;
    await sweepUntilClean();
    await expectWhole([first]);

    Object.assign(fault, calm);
    vi.resetModules();
    const otherProcess = await import('./receive-recording');
    const second = await send(correction, 'cpap', otherProcess.receiveRecording);
    expect(second).toMatchObject({ id: first.id, version: 2, status: 'stored' });
    bury();
    expect(await dead).toBe('store_unavailable');
    await sweepUntilClean();
    await expectWhole([first, second]);
  });
});

describe('a slow store', () => {
  it('costs nothing while its writer lives: the sweeper leaves it alone, and it is stored once', async () => {
    let release: () => void = () => undefined;
    let reached: () => void = () => undefined;
    const here = new Promise<void>((resolve) => {
      reached = resolve;
    });
    const meet = () =>
      new Promise<void>((resolve) => {
        release = resolve;
        reached();
      });
    Object.assign(fault, { at: 2, meet });
    const slow = send(aNight('slow'));
    await here;
    // within the lease
    now = new Date(now.getTime() + 5_000);
    await sweepClaims(services);
    release();
    const stored = await slow;
    expect(stored).toMatchObject({ status: 'stored', version: 1 });
    await expectWhole([stored]);
    expect(await orphans()).toEqual([]);
  });
});

describe('a database that goes away', () => {
  const broken = () => new mongoose.mongo.MongoNetworkError('gone');

  it('before the commit: nothing is kept, and the retry succeeds', async () => {
    const body = anEcgBody({ patient_id: 'K-before', seed: 700, seconds: 1 });
    commit = vi.spyOn(mongoose.mongo.ClientSession.prototype, 'commitTransaction');
    commit.mockImplementationOnce(async function abandoned(this: mongoose.mongo.ClientSession) {
      await this.abortTransaction();
      throw broken();
    });
    expect(toAppError(await send(body, 'ecg').catch((thrown: unknown) => thrown)).code).toBe('store_unavailable');
    await sweepUntilClean();
    const stored = await send(body, 'ecg');
    expect(stored).toMatchObject({ status: 'stored', version: 1 });
    await expectWhole([stored]);
  });

  it('after the commit, before its answer: the record is whole, and the retry is told that it is there', async () => {
    const body = anEcgBody({ patient_id: 'K-after', seed: 701, seconds: 1 });
    const { commitTransaction } = mongoose.mongo.ClientSession.prototype;
    commit = vi.spyOn(mongoose.mongo.ClientSession.prototype, 'commitTransaction');
    commit.mockImplementationOnce(async function unanswered(this: mongoose.mongo.ClientSession) {
      await commitTransaction.call(this);
      throw broken();
    });
    await send(body, 'ecg').catch((thrown: unknown) => thrown);
    await sweepUntilClean();
    const again = await send(body, 'ecg');
    expect(again).toMatchObject({ status: 'duplicate', version: 1 });
    await expectWhole([again]);
    const mine = (await allDocuments()).filter(({ patient_id }) => patient_id === 'K-after');
    expect(mine).toHaveLength(1);
  });
});
