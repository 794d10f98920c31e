import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { ecgAnnotations } from '@/models/ecg-annotation';
import { ecgRecords } from '@/models/record';

type Operations = Awaited<ReturnType<typeof handlersByOperation>>;
type Headers = Record<string, string>;

let installation: TestInstallation;
let operation: Operations;
let clinician: Headers;
let admin: Headers;
let id: string;

const sendEcg = async (change: Record<string, unknown> = {}) => {
  const device = installation.keyActor(['ingest:ecg']);
  const body = received(anEcgBody({ source_id: 'E-1', ...change }));
  return (await receiveRecording(installation.services, device, { modality: 'ecg', body })).id;
};

const TIME = { kind: 'time', lead: 'II', from_sample: 1400, to_sample: 1000 };
const add = (body: unknown, headers = clinician, params = { modality: 'ecg', id }) =>
  call(operation('addEcgAnnotation'), {
    params,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const list = async (query = '', headers = clinician) =>
  (await call(operation('listEcgAnnotations'), { params: { modality: 'ecg', id }, query, headers })).json();
const remove = (annotation_id: string, headers = clinician) =>
  call(operation('removeEcgAnnotation'), { params: { modality: 'ecg', id, annotation_id }, headers });

beforeAll(async () => {
  installation = await createInstallation();
  operation = await handlersByOperation();
  clinician = await sessionHeaders(installation, 'clinician');
  admin = await sessionHeaders(installation, 'admin');
  id = await sendEcg();
});
afterAll(() => installation.close());

describe('annotations of an ECG', () => {
  let kept: { id: string };

  it('are kept with author, time, version, lead and samples; the interval is computed of the samples', async () => {
    const before = await ecgRecords(installation.organization_id).findOne({ _id: id });
    const answer = await add(TIME);
    expect(answer.status).toBe(201);
    kept = await answer.json();
    expect(kept).toMatchObject({
      ...{ record_id: id, version: 1, kind: 'time', lead: 'II', from_sample: 1000, to_sample: 1400 },
      ...{ sampling_rate_hz: 500, value: { name: 'interval', value: 800, unit: 'ms' }, text: null, is_own: true },
      ...{ author: expect.any(String), removed_at: null },
    });
    // no value of the device is touched
    expect(await ecgRecords(installation.organization_id).findOne({ _id: id })).toEqual(before);
    const [event] = await auditEvents(installation.organization_id).find({ action: 'ecg.annotated' });
    expect(event).toMatchObject({ subject: { id }, details: { annotation_id: kept.id, version: 1, lead: 'II' } });
  });

  it('sent twice, also at once, are one', async () => {
    const again = await Promise.all([add(TIME), add(TIME), add({ ...TIME, from_sample: 1000, to_sample: 1400 })]);
    for (const answer of again) expect(await answer.json()).toMatchObject({ id: kept.id });
    expect((await list()).data).toHaveLength(1);
  });

  it('may be a level or a remark, and are seen by others as not their own', async () => {
    expect(
      await (await add({ kind: 'voltage', lead: 'V2', from_sample: 500, amplitude_uv: -450 })).json(),
    ).toMatchObject({ value: { name: 'amplitude', value: -450, unit: 'uV' }, to_sample: 500 });
    await add({ kind: 'note', lead: 'II', from_sample: 10, text: 'notch' });
    const seen = (await list('', admin)).data;
    expect(seen.map(({ kind }: { kind: string }) => kind)).toEqual(['time', 'voltage', 'note']);
    expect(seen.every(({ is_own }: { is_own: boolean }) => !is_own)).toBe(true);
  });

  it.each([
    [{ ...TIME, lead: 'X9' }, '/lead'],
    [{ ...TIME, to_sample: 5001 }, '/to_sample'],
    [{ ...TIME, from_sample: 1.5 }, '/from_sample'],
    [{ ...TIME, value: 700 }, '/value'],
    [{ kind: 'note', lead: 'II', from_sample: 10 }, '/text'],
  ])('are refused where they are no place of the ECG: %j', async (body, pointer) => {
    const answer = await add(body);
    expect(answer.status).toBe(422);
    expect((await answer.json()).errors).toMatchObject([{ pointer }]);
  });

  it('are taken back by their author alone, shown no more, and kept in the history', async () => {
    expect((await remove(kept.id, admin)).status).toBe(403);
    const answer = await remove(kept.id);
    expect(await answer.json()).toMatchObject({ id: kept.id, removed_at: expect.any(String) });
    expect((await remove(kept.id)).status).toBe(200);
    expect((await list()).data).toHaveLength(2);
    expect((await list('?removed=true')).data).toHaveLength(3);
    expect(await auditEvents(installation.organization_id).find({ action: 'ecg.annotation_removed' })).toHaveLength(1);
    // the same may be set again
    expect(await (await add(TIME)).json()).not.toMatchObject({ id: kept.id });
  });

  it('belong to the version they were made on', async () => {
    await sendEcg({ seed: 2 });
    expect((await list()).data).toEqual([]);
    expect((await list('?version=1')).data).toHaveLength(3);
  });

  it('are for people who may annotate, on ECGs that are there', async () => {
    expect((await add(TIME, {})).status).toBe(401);
    expect((await add(TIME, await sessionHeaders(installation, 'technician'))).status).toBe(403);
    expect((await add(TIME, clinician, { modality: 'cpap', id })).status).toBe(404);
    expect((await add(TIME, clinician, { modality: 'ecg', id: 'rec_00000000000000000000000000' })).status).toBe(404);
    expect((await remove('ann_00000000000000000000000000')).status).toBe(404);
  });

  it('of a held ECG are not taken', async () => {
    await ecgRecords(installation.organization_id).updateOne({ _id: id }, { $set: { status: 'quarantined' } });
    expect((await add(TIME)).status).toBe(409);
    await ecgRecords(installation.organization_id).updateOne({ _id: id }, { $set: { status: 'stored' } });
  });

  it('have the change numbers of their organisation', async () => {
    const all = await ecgAnnotations(installation.organization_id).find({ record_id: id });
    expect(new Set(all.map(({ change }) => change)).size).toBe(all.length);
  });
});
