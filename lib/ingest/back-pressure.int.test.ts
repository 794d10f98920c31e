import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { createKey } from '@/lib/devices/create-key';
import { type ObjectStore, ObjectStoreUnavailableError } from '@/lib/platform/objects';
import { call, handlersByOperation } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { type StoreProxy, startStoreProxy } from '@/lib/testing/store-proxy';
import { wholeStores } from '@/lib/testing/whole-stores';
import { UPLOAD_ROOM } from './upload-room';

vi.setConfig({ testTimeout: 180_000 });

/** What a put waits for; null lets it pass. */
let beforePut: (() => Promise<void>) | null = null;

function slowed(objects: ObjectStore): ObjectStore {
  return {
    ...objects,
    async put(key, body, type) {
      await beforePut?.();
      return objects.put(key, body, type);
    },
  };
}

let proxy: StoreProxy;
let installation: TestInstallation;
let upload: (index: number) => Promise<Response>;

beforeAll(async () => {
  proxy = await startStoreProxy(inject('mongodb_server'));
  installation = await createInstallation({ wrap: slowed, uri: proxy.uri(`test_${randomBytes(6).toString('hex')}`) });
  const { key } = await createKey(installation.services, installation.keyActor(['admin']), {
    body: { name: 'cart', scopes: ['ingest:ecg'], device_id: null, requests_per_minute: 1000, expires_at: null },
  });
  const handler = (await handlersByOperation())('uploadRecording');
  upload = (index) =>
    call(handler, {
      params: { modality: 'ecg' },
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        patient_id: `B-${index}`,
        device_id: `B-${index}`,
        recording_date: '2026-11-03T08:15:00+01:00',
        recording: { sampling_rate_hz: 500, unit: 'uV', leads: { I: [index, 1, 2, 3], II: [4, index, 5, 6] } },
      }),
    });
});
afterEach(() => {
  beforePut = null;
  proxy.away(false);
});
afterAll(async () => {
  await installation.close();
  await proxy.close();
});

/** What a device needs to know when to come again. */
function waits(response: Response) {
  const { headers } = response;
  return {
    status: response.status,
    retry_after_s: Number(headers.get('retry-after')),
    limit: headers.get('ratelimit-limit'),
    told_what_is_left: headers.has('ratelimit-remaining') && headers.has('ratelimit-reset'),
  };
}

describe('an object store', () => {
  it('that is away: 503 with Retry-After and the limits, and the same upload is stored afterwards', async () => {
    beforePut = async () => {
      throw new ObjectStoreUnavailableError();
    };
    const refused = await upload(1000);
    expect(waits(refused)).toEqual({ status: 503, retry_after_s: 5, limit: '1000', told_what_is_left: true });
    expect(await refused.json()).toMatchObject({ code: 'store_unavailable' });
    beforePut = null;
    expect((await upload(1000)).status).toBe(201);
  });

  it('that is slow takes in so many uploads and no more; those are stored once it goes on', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let waiting = 0;
    beforePut = () => {
      waiting += 1;
      return released;
    };
    const accepted: Promise<Response>[] = [];
    // some at a time: the threads that read uploads have limits of their own
    while (accepted.length < UPLOAD_ROOM.uploads) {
      for (let more = 0; more < 20; more += 1) accepted.push(upload(accepted.length));
      // source and signals of each
      await expect.poll(() => waiting, { timeout: 60_000 }).toBe(2 * accepted.length);
    }
    const refused = await upload(2000);
    expect(waits(refused)).toEqual({ status: 503, retry_after_s: 2, limit: '1000', told_what_is_left: true });
    expect(await refused.json()).toMatchObject({ code: 'too_busy' });
    beforePut = null;
    release();
    const statuses = (await Promise.all(accepted)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([201]));
    expect((await upload(2000)).status).toBe(201);
    expect(await wholeStores(installation).orphans()).toEqual([]);
  });
});

describe('a database that is away', () => {
  it('is told by 503 with Retry-After; afterwards the same upload is stored', async () => {
    proxy.away(true);
    const refused = await upload(3000);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.json()).toMatchObject({ code: 'store_unavailable' });
    proxy.away(false);
    await expect.poll(async () => (await upload(3000)).status, { timeout: 60_000, interval: 500 }).toBe(201);
  });
});
