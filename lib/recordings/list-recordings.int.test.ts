import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { ecgRecords } from '@/models/record';
import { getRecordingFile } from './get-recording-file';
import { listRecordings, NEWEST_FIRST, type RecordingQuery, recordFilter } from './list-recordings';

let installation: TestInstallation;
let reader: KeyActor;
const list = (query: Partial<RecordingQuery>, actor = reader) =>
  listRecordings(installation.services, actor, { modality: 'ecg', limit: 50, ...query });

const at = (minute: number) => new Date(Date.UTC(2026, 9, 1, 8, minute));

async function send(minute: number, change: Record<string, unknown> = {}): Promise<string> {
  const body = anEcgBody({
    patient_id: 'P-list',
    seed: minute,
    seconds: 1,
    recording_date: at(minute).toISOString(),
    ...change,
  });
  const device = installation.keyActor(['ingest:ecg']);
  return (await receiveRecording(installation.services, device, { modality: 'ecg', body: received(body) })).id;
}

const ids: string[] = [];

beforeAll(async () => {
  installation = await createInstallation();
  reader = installation.keyActor(['read']);
  for (let minute = 0; minute < 12; minute++) ids.push(await send(minute));
  ids.push(
    await send(11, { device_id: 'ECG-OTHER', priority: 'stat', measurements: { heart_rate_bpm: 140, qtc_ms: 510 } }),
  );
});
afterAll(() => installation.close());

describe('searching records', () => {
  it('walks all pages once, newest first, also while new ones arrive', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ patient_id: 'P-list', limit: 4, cursor });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.next_cursor ?? undefined;
      // newer than everything: must neither appear later nor shift what is still to come
      if (seen.length === 4) await send(59);
    } while (cursor);
    expect(seen).toHaveLength(ids.length);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it('takes `from` in and leaves `to` out', async () => {
    const page = await list({ patient_id: 'P-list', from: at(3), to: at(6) });
    expect(page.data.map(({ recording_date }) => new Date(recording_date).getUTCMinutes())).toEqual([5, 4, 3]);
  });

  it.each([
    { name: 'device', query: { device_id: 'ECG-OTHER' } },
    { name: 'priority', query: { priority: 'stat' as const } },
    { name: 'heart rate', query: { heart_rate_min: 100, heart_rate_max: 150 } },
    { name: 'QTc', query: { qtc_min: 500 } },
  ])('narrows by $name', async ({ query }) => {
    expect((await list(query)).data.map(({ id }) => id)).toEqual([ids[12]]);
  });

  it('refuses a cursor of somebody else', async () => {
    await expect(list({ cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ code: 'invalid_query' });
  });

  it('shows a key bound to a device that device’s records alone', async () => {
    const bound = installation.keyActor(['read'], { device_id: 'ECG-OTHER' });
    expect((await list({}, bound)).data.map(({ id }) => id)).toEqual([ids[12]]);
    expect((await list({ device_id: 'ECG-7F-01' }, bound)).data).toEqual([]);
    const file = getRecordingFile(installation.services, bound, { modality: 'ecg', id: ids[0] ?? '', role: 'source' });
    await expect(file).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each<{ name: string; query: Partial<RecordingQuery> }>([
    { name: 'everything', query: {} },
    { name: 'a patient', query: { patient_id: 'P-list' } },
    { name: 'a patient by our id', query: { patient_ref: 'pat_x' } },
    { name: 'a device', query: { device_id: 'ECG-OTHER' } },
    { name: 'a time', query: { from: at(3), to: at(6) } },
    { name: 'a patient and a time', query: { patient_id: 'P-list', from: at(3) } },
  ])('runs on an index for $name, also behind a cursor', async ({ query }) => {
    const { next_cursor } = await list({ limit: 2 });
    for (const cursor of [undefined, next_cursor ?? undefined]) {
      const filter = recordFilter(reader, { modality: 'ecg', limit: 10, ...query, cursor });
      const plan = await ecgRecords(installation.organization_id).explain(filter, { sort: NEWEST_FIRST, limit: 11 });
      expect(plan.scanned).toBe(false);
    }
  });
});

it('gives an address of a file that opens exactly its bytes', async () => {
  const link = await getRecordingFile(installation.services, reader, {
    modality: 'ecg',
    id: ids[0] ?? '',
    role: 'source',
  });
  expect(new Date(link.expires_at).getTime() - Date.now()).toBeLessThanOrEqual(300_000);
  expect(link.url).not.toContain('P-list');
  const report = getRecordingFile(installation.services, reader, { modality: 'ecg', id: ids[0] ?? '', role: 'report' });
  await expect(report).rejects.toMatchObject({ code: 'not_found' });
});
