import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { AppError } from '@/lib/errors/app-error';
import { getRecording } from '@/lib/recordings/get-recording';
import { listRecordings } from '@/lib/recordings/list-recordings';
import { readSignals } from '@/lib/recordings/read-signals';
import { createInstallation, type TestInstallation, testedStores } from '@/lib/testing/installation';
import { anEcgBody, aPdf, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { ingests } from '@/models/ingest';
import { ecgRecords } from '@/models/record';
import { receiveRecording } from './receive-recording';

async function keysBelow(installation: TestInstallation): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of installation.services.objects.list(`${installation.organization_id}/`)) keys.push(key);
  return keys;
}

describe.each(testedStores())('receiving a recording on %s', (store) => {
  let installation: TestInstallation;
  let device: KeyActor;
  let reader: KeyActor;
  const send = (body: unknown, report: Uint8Array | null = null, key: string | null = null) =>
    receiveRecording(installation.services, device, { modality: 'ecg', body: received(body, report, key) });

  beforeAll(async () => {
    installation = await createInstallation({ store });
    device = installation.keyActor(['ingest:ecg', 'ingest:therapy']);
    reader = installation.keyActor(['read']);
  });
  afterAll(() => installation.close());

  it('keeps an ECG with its report, finds it and gives back its samples', async () => {
    const body = anEcgBody({ patient_id: 'P-keep', seed: 2 });
    const answer = await send(body, aPdf('keep'));
    expect(answer).toMatchObject({
      status: 'stored',
      version: 1,
      patient_id: 'P-keep',
      recording_date: '2026-11-03T07:15:00.000Z',
    });

    const page = await listRecordings(installation.services, reader, {
      modality: 'ecg',
      patient_id: 'P-keep',
      limit: 10,
    });
    expect(page.data.map(({ id }) => id)).toEqual([answer.id]);
    const record = await getRecording(installation.services, reader, { modality: 'ecg', id: answer.id });
    expect(record.files.map(({ role }) => role)).toEqual(['source', 'signals', 'report']);

    const { window } = await readSignals(installation.services, reader, {
      modality: 'ecg',
      id: answer.id,
      channels: ['II'],
    });
    const sent = (body.recording as { leads: Record<string, number[]> }).leads.II;
    const [channel] = window.channels;
    expect(channel?.kind === 'samples' && Array.from(channel.values)).toEqual(sent);
  });

  it('makes one record and one object set of 50 parallel identical uploads', async () => {
    const body = anEcgBody({ patient_id: 'P-parallel', seed: 3 });
    const before = (await keysBelow(installation)).length;
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(body, aPdf('same'))));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ status }) => status === 'stored')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 'duplicate')).toHaveLength(49);
    expect((await keysBelow(installation)).length - before).toBe(3);
    const events = await auditEvents(installation.organization_id).find({
      'subject.id': answers[0]?.id,
      action: 'record.created',
    });
    expect(events).toHaveLength(1);
  });

  it('makes other content under a known source id the next version and keeps the first readable', async () => {
    const first = await send(anEcgBody({ patient_id: 'P-version', source_id: 's-1', seed: 4 }));
    const second = await send(
      anEcgBody({ patient_id: 'P-version', source_id: 's-1', seed: 5, statements: ['Atrial fibrillation'] }),
    );
    expect(second).toMatchObject({ id: first.id, version: 2, status: 'stored' });
    const old = await getRecording(installation.services, reader, { modality: 'ecg', id: first.id, version: 1 });
    expect(old).toMatchObject({ version: 1, latest_version: 2, statements: ['Sinus rhythm'] });
    const lateRetry = await send(anEcgBody({ patient_id: 'P-version', source_id: 's-1', seed: 4 }));
    expect(lateRetry).toMatchObject({ id: first.id, status: 'duplicate', version: 1 });
    // the same recording without the device's own id: what only an older version holds is known all the same
    const bare = await send(anEcgBody({ patient_id: 'P-version', seed: 4 }));
    expect(bare).toMatchObject({ id: first.id, status: 'duplicate', version: 1 });
    const claims = ingests(installation.organization_id);
    expect(await claims.find({ state: 'claimed' })).toEqual([]);
  });

  it('holds a recording whose identity disagrees, and attributes it to nobody', async () => {
    await send(anEcgBody({ patient_id: 'P-guard', seed: 6 }));
    const held = await send(
      anEcgBody({ patient_id: 'P-guard', seed: 7, patient: { family_name: 'Example', birth_date: '1958-01-01' } }),
    );
    expect(held).toMatchObject({ status: 'quarantined', reasons: ['identity_mismatch'], patient_id: null });
    const page = await listRecordings(installation.services, reader, {
      modality: 'ecg',
      patient_id: 'P-guard',
      limit: 10,
    });
    expect(page.data).toHaveLength(1);
  });

  it('holds a known source id that comes back under another patient', async () => {
    const first = await send(anEcgBody({ patient_id: 'P-one', source_id: 's-other', seed: 8 }));
    const held = await send(anEcgBody({ patient_id: 'P-two', source_id: 's-other', seed: 8 }));
    expect(held.status).toBe('quarantined');
    expect(held.id).not.toBe(first.id);
    expect(await send(anEcgBody({ patient_id: 'P-two', source_id: 's-other', seed: 8 }))).toMatchObject({
      id: held.id,
      status: 'duplicate',
    });
  });

  it('answers an Idempotency-Key as before, and refuses it for another request', async () => {
    const first = await send(anEcgBody({ patient_id: 'P-idem', seed: 9 }), null, 'key-1');
    expect(await send(anEcgBody({ patient_id: 'P-idem', seed: 9 }), null, 'key-1')).toEqual(first);
    await expect(send(anEcgBody({ patient_id: 'P-idem', seed: 10 }), null, 'key-1')).rejects.toMatchObject({
      code: 'idempotency_key_reused',
    });
  });

  it('refuses a bad upload with every fault and keeps nothing', async () => {
    const before = await keysBelow(installation);
    const bad = anEcgBody({
      patient_id: undefined,
      unknown_thing: 1,
      recording_date: '2026-11-03T08:15:00',
      priority: 'soon',
    });
    const error = await send(bad, Buffer.from('no pdf')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    const pointers = (error as AppError).faults.map(({ pointer }) => pointer);
    expect(pointers).toEqual(expect.arrayContaining(['/unknown_thing', '/priority', '/report']));
    expect(await keysBelow(installation)).toEqual(before);
  });

  it('keeps two ECGs two seconds apart as two', async () => {
    const first = await send(anEcgBody({ patient_id: 'P-pair', seed: 11 }));
    const second = await send(
      anEcgBody({ patient_id: 'P-pair', seed: 11, recording_date: '2026-11-03T08:15:02+01:00' }),
    );
    expect(second.id).not.toBe(first.id);
  });

  it('keeps a night of therapy', async () => {
    const answer = await receiveRecording(installation.services, device, {
      modality: 'cpap',
      body: received(aTherapyBody()),
    });
    const record = await getRecording(installation.services, reader, { modality: 'cpap', id: answer.id });
    expect(record.therapy).toMatchObject({ night: '2026-11-02', mode: 'APAP', usage_minutes: 451 });
    expect(record.therapy?.ahi).toBeCloseTo(1 / (451 / 60), 6);
  });

  it('leaves no claim behind', async () => {
    const claims = await ingests(installation.organization_id).find({ state: 'claimed' });
    expect(claims).toEqual([]);
  });

  it('runs the hospital’s own query on an index', async () => {
    const plan = await ecgRecords(installation.organization_id).explain({
      patient_id: 'P-keep',
      recording_date: { $gte: new Date('2026-01-01') },
    });
    expect(plan.scanned).toBe(false);
    expect(plan.indexes.length).toBeGreaterThan(0);
  });
});
