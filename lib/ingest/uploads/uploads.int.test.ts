import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '@/lib/devices/create-key';
import { edfBytes } from '@/lib/formats/edf/edf.fixture';
import type { ContractHandler } from '@/lib/http/endpoint';
import { storeObject } from '@/lib/http/serve-object';
import { runJobs } from '@/lib/jobs/run-jobs';
import type { Clock } from '@/lib/platform/clock';
import { sha256Of } from '@/lib/platform/objects/testing';
import { call, handlersByOperation } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation, testedStores } from '@/lib/testing/installation';
import { jobHandlers } from '@/lib/testing/job-handlers';
import { recordingFile } from '@/lib/testing/recording-files';
import { jobs } from '@/models/job';
import { ecgRecords } from '@/models/record';
import { uploads } from '@/models/upload';
import { processUpload } from './process-upload';
import { sweepUploads } from './sweep-uploads';

const MIB = 1024 * 1024;

/** Three leads in EDF at 1000 Hz: one made-up second, again and again. */
function longEdf(seconds: number): Uint8Array {
  const lead = (label: string, phase: number) => ({
    label,
    samples: 1000,
    data: Array.from({ length: 1000 }, (_, i) => ((i * 7 + phase) % 2000) - 1000),
  });
  const signals = [lead('ECG I', 0), lead('ECG II', 31), lead('ECG V1', 77)];
  const second = Buffer.from(edfBytes({ records: seconds, signals }));
  const header = 256 * (signals.length + 1);
  return Buffer.concat([second.subarray(0, header), ...Array(seconds).fill(second.subarray(header))]);
}

/** Route handlers know one database a process, so that the other store has a file of its own, which sets this. */
const store = process.env.TESTED_STORE === 'S3' ? 'S3' : 'disk';

describe.runIf(testedStores().includes(store))(`large uploads on ${store}`, () => {
  let installation: TestInstallation;
  let of: (operation: string) => ContractHandler;
  let authorization: string;
  let now = new Date('2026-11-20T08:00:00Z');
  const clock: Clock = { now: () => now };

  beforeAll(async () => {
    installation = await createInstallation({ store, ...(store === 'disk' ? { clock } : {}) });
    of = await handlersByOperation();
    const scopes = ['ingest:ecg' as const, 'read' as const];
    const body = { name: 'sender', scopes, device_id: null, requests_per_minute: 10_000, expires_at: null };
    const { key } = await createKey(installation.services, installation.keyActor(['admin']), { body });
    authorization = `Bearer ${key}`;
  });
  afterAll(() => installation.close());

  const json = async (response: Response) => (await response.json()) as Record<string, unknown>;
  const post = (query: Record<string, string>, body: BodyInit, headers: Record<string, string> = {}) =>
    call(of('uploadRecording'), {
      params: { modality: 'ecg' },
      query: `?${new URLSearchParams(query)}`,
      headers: { authorization, 'content-type': 'application/octet-stream', ...headers },
      body,
    });
  const get = async (id: string) => {
    const response = await call(of('getRecording'), { params: { modality: 'ecg', id }, headers: { authorization } });
    return json(response);
  };
  const keysBelow = async (part = '') => {
    const keys: string[] = [];
    for await (const { key } of installation.services.objects.list(`${installation.organization_id}/${part}`))
      keys.push(key);
    return keys;
  };
  const work = () => runJobs(installation.services, jobHandlers({ 'read-upload': processUpload }));
  const open = async (announcement: unknown) => {
    const body = JSON.stringify(announcement);
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await call(of('openUpload'), { headers, body });
    return { status: response.status, body: await json(response) };
  };
  const complete = async (upload_id: unknown) => {
    const params = { upload_id: String(upload_id) };
    const response = await call(of('completeUpload'), { params, headers: { authorization } });
    return { status: response.status, body: await json(response) };
  };
  /** PUTs a part as a client would: over HTTP to S3, through our own route to the disk store. */
  const put = async (part: { url: string; headers: Record<string, string> }, bytes: Uint8Array<ArrayBuffer>) => {
    const request = new Request(part.url, { method: 'PUT', headers: part.headers, body: bytes });
    const key = decodeURIComponent(new URL(part.url).pathname.replace('/api/objects/', ''));
    return (await (store === 'disk' ? storeObject(request, key) : fetch(request))).status;
  };
  interface Part {
    url: string;
    headers: Record<string, string>;
    from: number;
    bytes: number;
  }
  const partsOf = (body: Record<string, unknown>) => (body.files as { parts: Part[] }[]).flatMap(({ parts }) => parts);
  const sendAll = async (body: Record<string, unknown>, bytes: Uint8Array) => {
    const statuses: number[] = [];
    for (const part of partsOf(body))
      statuses.push(await put(part, new Uint8Array(bytes.subarray(part.from, part.from + part.bytes))));
    return statuses;
  };

  it('above 32 MB are kept as they come, read by the worker, and leave nothing in staging', async () => {
    const bytes = longEdf(5700);
    expect(bytes.byteLength).toBeGreaterThan(32 * MIB);
    const response = await post({ device_id: 'H-1', patient_id: 'P-large' }, new Uint8Array(bytes));
    const answer = await json(response);
    expect([response.status, answer.status]).toEqual([202, 'processing']);
    expect(response.headers.get('nightbeat-max-body-bytes')).toBe(String(512 * MIB));
    const id = String(answer.id);
    expect(await get(id)).toMatchObject({ id, status: 'processing' });
    // read, and then measured
    expect(await work()).toBe(2);
    expect(await get(id)).toMatchObject({ id, status: 'stored', patient_id: 'P-large', duration_ms: 5_700_000 });
    expect(await keysBelow('staging/')).toEqual([]);
    expect(await readdir(installation.services.scratch_dir)).toEqual([]);
    const record = await ecgRecords(installation.organization_id).findOne({ _id: id });
    const source = record?.files.find(({ role }) => role === 'source');
    expect(source?.sha256).toBe(sha256Of(bytes));
    const again = await json(await post({ device_id: 'H-1', patient_id: 'P-large' }, new Uint8Array(bytes)));
    await work();
    expect(await get(String(again.id))).toMatchObject({ status: 'duplicate', answer: { id } });
  }, 120_000);

  it('that hold nothing readable are refused with their reason', async () => {
    const answer = await json(await post({ device_id: 'H-1' }, new Uint8Array(33 * MIB)));
    expect(answer.status).toBe('processing');
    await work();
    expect(await get(String(answer.id))).toMatchObject({ status: 'failed', problem: { code: 'unsupported_format' } });
    expect(await keysBelow('staging/')).toEqual([]);
  });

  it('whose job has failed for good end as failed, with a reason that their sender can read', async () => {
    const answer = await json(await post({ device_id: 'H-1' }, new Uint8Array(33 * MIB)));
    const id = String(answer.id);
    const upload = await uploads(installation.organization_id).findOne({ record_id: id });
    const key = `read-upload:${upload?._id}`;
    await sweepUploads(installation.services);
    expect(await get(id)).toMatchObject({ status: 'processing' });
    await jobs(installation.organization_id).updateOne({ key }, { $set: { state: 'dead' } });
    await sweepUploads(installation.services);
    expect(await get(id)).toMatchObject({ id, status: 'failed', problem: { code: 'upload_given_up', status: 500 } });
    expect(await keysBelow('staging/')).toEqual([]);
    await jobs(installation.organization_id).deleteOne({ key });
  });

  it('that break off leave nothing', async () => {
    const before = [await keysBelow(), await uploads(installation.organization_id).find({})];
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += MIB;
        if (sent > 40 * MIB) controller.error(new Error('gone'));
        else controller.enqueue(new Uint8Array(MIB));
      },
    });
    const options: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/octet-stream' },
      body,
      duplex: 'half',
    };
    const request = new Request('http://127.0.0.1:3000/api/ecg/data?device_id=H-1', options);
    const response = await of('uploadRecording')(request, { params: Promise.resolve({ modality: 'ecg' }) });
    expect(response.status).toBe(400);
    expect([await keysBelow(), await uploads(installation.organization_id).find({})]).toEqual(before);
  });

  it('above the limit are refused before they are read', async () => {
    const request = new Request('http://127.0.0.1:3000/api/ecg/data', { method: 'POST', body: 'x' });
    const headers = new Headers({ authorization, 'content-length': String(512 * MIB + 1) });
    Object.defineProperty(request, 'headers', { value: headers });
    const response = await of('uploadRecording')(request, { params: Promise.resolve({ modality: 'ecg' }) });
    expect([response.status, (await json(response)).code]).toEqual([413, 'body_too_large']);
  });

  it('come in parts, and are stored when complete', async () => {
    const { bytes } = recordingFile('ecgtoolkit/Example.dcm');
    const file = { name: 'ecg.dcm', bytes: bytes.byteLength, sha256: sha256Of(bytes) };
    const opened = await open({ modality: 'ecg', data: { device_id: 'CART-9' }, files: [file] });
    expect(opened.status).toBe(201);
    const early = await complete(opened.body.upload_id);
    expect([early.status, early.body.errors]).toMatchObject([422, [{ code: 'required' }]]);
    expect(await sendAll(opened.body, bytes)).toEqual([200]);
    const done = await complete(opened.body.upload_id);
    expect([done.status, done.body]).toMatchObject([201, { status: 'stored', patient_id: 'SBJ-123' }]);
    expect((await complete(opened.body.upload_id)).body).toEqual(done.body);
    expect(await keysBelow('staging/')).toEqual([]);
  });

  it('in parts of another content than announced are refused', async () => {
    const { bytes } = recordingFile('ecgtoolkit/Example.scp');
    const file = { name: 'ecg.scp', bytes: bytes.byteLength, sha256: sha256Of(new Uint8Array(1)) };
    const { body } = await open({ modality: 'ecg', data: { device_id: 'CART-9' }, files: [file] });
    await sendAll(body, bytes);
    const done = await complete(body.upload_id);
    expect([done.status, done.body.errors]).toMatchObject([422, [{ code: 'wrong_content' }]]);
    expect((await complete(body.upload_id)).status).toBe(409);
    expect(await keysBelow('staging/')).toEqual([]);
  });

  it('take no part of another length or type, and none by an altered address', async () => {
    const file = { name: 'a', bytes: 1000, sha256: sha256Of(new Uint8Array(1000)) };
    const { body } = await open({ modality: 'ecg', data: { device_id: 'CART-9' }, files: [file] });
    const [part] = partsOf(body);
    if (!part) throw new Error('no part');
    const bytes = new Uint8Array(1000);
    expect(await put({ ...part, headers: { ...part.headers, 'content-type': 'text/html' } }, bytes)).toBeGreaterThan(
      399,
    );
    const longer = { ...part.headers, 'content-length': '1001' };
    expect(await put({ ...part, headers: longer }, new Uint8Array(1001))).toBeGreaterThan(399);
    expect(await put({ ...part, url: part.url.replace('/staging/', '/ecg/') }, bytes)).toBeGreaterThan(399);
    expect(await put(part, bytes)).toBe(200);
  });

  it('can be given up by whoever opened them, and by nobody else', async () => {
    const file = { name: 'a', bytes: 10, sha256: sha256Of(new Uint8Array(10)) };
    const { body } = await open({ modality: 'ecg', data: { device_id: 'CART-9' }, files: [file] });
    await sendAll(body, new Uint8Array(10));
    const params = { upload_id: String(body.upload_id) };
    const scopes = ['ingest:ecg' as const];
    const other = { name: 'o', scopes, device_id: null, requests_per_minute: null, expires_at: null };
    const { key } = await createKey(installation.services, installation.keyActor(['admin']), { body: other });
    const abort = (auth: string) => call(of('abortUpload'), { params, headers: { authorization: auth } });
    expect((await abort(`Bearer ${key}`)).status).toBe(404);
    expect((await abort(authorization)).status).toBe(200);
    expect((await complete(body.upload_id)).status).toBe(404);
  });

  // S3's addresses are valid by the real clock, which stands still for nobody
  if (store === 'disk')
    it('that are never completed are swept, with what had arrived', async () => {
      for (const document of await uploads(installation.organization_id).find({ state: 'open' }))
        await uploads(installation.organization_id).deleteOne({ _id: document._id });
      const file = { name: 'a', bytes: 10, sha256: sha256Of(new Uint8Array(10)) };
      const { body } = await open({ modality: 'ecg', data: { device_id: 'CART-9' }, files: [file] });
      await sendAll(body, new Uint8Array(10));
      await sweepUploads(installation.services);
      expect(await keysBelow(`staging/${String(body.upload_id)}`)).toHaveLength(2);
      now = new Date(now.getTime() + 25 * 3_600_000);
      await sweepUploads(installation.services);
      expect(await keysBelow(`staging/${String(body.upload_id)}`)).toEqual([]);
      expect(await uploads(installation.organization_id).findOne({ _id: String(body.upload_id) })).toBeNull();
    });

  it('announced beyond the limit are refused', async () => {
    const file = { name: 'a', bytes: 400 * MIB, sha256: sha256Of(new Uint8Array(1)) };
    const two = await open({ modality: 'ecg', data: { device_id: 'D' }, files: [file, { ...file, name: 'b' }] });
    expect(two.status).toBe(422);
  });
});
