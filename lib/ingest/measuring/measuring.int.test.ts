import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { KeyActor } from '@/lib/accounts/actor';
import { systemActor } from '@/lib/accounts/system-actor';
import { MOST_ATTEMPTS } from '@/lib/jobs/domain/backoff';
import { runJobs } from '@/lib/jobs/run-jobs';
import { ObjectStoreUnavailableError } from '@/lib/platform/objects';
import { getRecording } from '@/lib/recordings/get-recording';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { jobHandlers } from '@/lib/testing/job-handlers';
import { measureWaiting } from '@/lib/testing/measured';
import { recordingFile } from '@/lib/testing/recording-files';
import { SINUS, syntheticEcg } from '@/lib/testing/synthetic-ecg';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { jobs } from '@/models/job';
import { organizations } from '@/models/organization';
import { ecgRecords, recordVersions } from '@/models/record';
import { receiveRecording, receiveUpload } from '../receive-recording';
import { measureEcg } from './measure-ecg';
import { sweepMeasuring } from './sweep-measuring';

let now = new Date('2026-11-20T08:00:00Z');
let installation: TestInstallation;
let device: KeyActor;

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now } });
  device = installation.keyActor(['ingest:ecg', 'ingest:therapy']);
});
afterAll(() => installation.close());

const HANDLERS = jobHandlers({ 'measure-ecg': measureEcg });

/** Twelve leads of a heart at 60 /min. */
function aHeart() {
  const { rate_hz, leads } = syntheticEcg();
  const named = Object.fromEntries(leads.map(({ name, samples }) => [name, [...samples].map(Math.round)]));
  return { sampling_rate_hz: rate_hz, unit: 'uV', leads: named };
}

const send = (change: Record<string, unknown>) =>
  receiveRecording(installation.services, device, { modality: 'ecg', body: received(anEcgBody(change)) });

const read = (id: string) =>
  getRecording(installation.services, installation.keyActor(['read']), { modality: 'ecg', id });

const waiting = () => jobs(installation.organization_id).find({ kind: 'measure-ecg' });
const changeNumber = async () => (await organizations.get(installation.organization_id))?.change ?? 0;

it('an ECG is accepted unmeasured, says so, and is measured without a new revision or an audit event', async () => {
  const answer = await send({ patient_id: 'M-1', recording: aHeart(), measurements: { heart_rate_bpm: 72 } });
  expect(answer).toMatchObject({ status: 'stored', warnings: [] });
  const before = await read(answer.id);
  expect(before).toMatchObject({ measuring: 'waiting', derived: null, quality: null });
  const events = await auditEvents(installation.organization_id).count({ action: { $ne: 'record.viewed' } });
  const change = await changeNumber();

  expect(await runJobs(installation.services, HANDLERS)).toBe(1);
  const after = await read(answer.id);
  expect(after).toMatchObject({ measuring: 'done', revision: before.revision, version: 1 });
  expect(after.derived?.heart_rate_bpm).toBeCloseTo(60, 0);
  expect(Math.abs((after.derived?.qt_ms ?? 0) - SINUS.qt_ms)).toBeLessThanOrEqual(4);
  expect(after.quality).toHaveLength(12);
  // the beats give 60 /min
  expect(after.warnings.map(({ code }) => code)).toEqual(['heart_rate_mismatch']);
  expect(await auditEvents(installation.organization_id).count({ action: { $ne: 'record.viewed' } })).toBe(events);
  const document = await ecgRecords(installation.organization_id).findOne({ _id: answer.id });
  expect(document?.change).toBeGreaterThan(change);
  expect(await changeNumber()).toBe(document?.change);
});

it('a long ECG is followed beat by beat: fibrillation where its annotators mark it, and how much could be judged', async () => {
  const files = ['hea', 'dat'].map((end) => recordingFile(`wfdb/cpsc2021/data_84_3.${end}`));
  const beside = { patient_id: 'M-6', device_id: 'HOLTER-6', recording_date: '2026-11-03T08:15:00+01:00' };
  const answer = await receiveUpload(installation.services, device, {
    modality: 'ecg',
    body: { ...received(beside), files },
  });
  await measureWaiting(installation);
  // all of its 197.6 s is marked as fibrillation
  const { derived } = await read(answer.id);
  expect(derived?.fibrillation?.judged_ms).toBeGreaterThan(0.9 * 197_560);
  expect(derived?.fibrillation?.suspected_ms).toBeGreaterThan(0.9 * 197_560);
  expect(derived?.fibrillation?.suspected_ms).toBeLessThanOrEqual(197_560);
  // what was not judged is the rest, but for the ways to the first beat and from the last
  const whole = (derived?.fibrillation?.judged_ms ?? 0) + (derived?.unjudged?.total_ms ?? Number.NaN);
  expect(Math.abs(whole - 197_560)).toBeLessThan(5000);
  const short = await send({ patient_id: 'M-7', seed: 7 });
  await measureWaiting(installation);
  expect((await read(short.id)).derived).toMatchObject({ fibrillation: null, unjudged: null });
});

it('doing it again changes nothing, and therapy is never measured', async () => {
  const { id } = await send({ patient_id: 'M-2', recording: aHeart() });
  await measureWaiting(installation);
  const once = await ecgRecords(installation.organization_id).findOne({ _id: id });
  const worker = systemActor(installation.services, installation.organization_id, 'measure-ecg');
  await measureEcg(installation.services, worker, { record_id: id, version: 1 });
  expect(await ecgRecords(installation.organization_id).findOne({ _id: id })).toEqual(once);
  const body = received(aTherapyBody({ patient_id: 'M-2' }));
  const night = await receiveRecording(installation.services, device, { modality: 'cpap', body });
  expect(await waiting()).toEqual([]);
  const shown = await getRecording(installation.services, installation.keyActor(['read']), {
    modality: 'cpap',
    id: night.id,
  });
  expect(shown.measuring).toBeNull();
});

it('a version that was replaced before its turn is measured where it stands by then', async () => {
  const sent = { patient_id: 'M-3', source_id: 'M-3', device_id: 'CART-3' };
  const { id } = await send({ ...sent, recording: aHeart() });
  await send({ ...sent, seed: 3 });
  expect(await waiting()).toHaveLength(2);
  await measureWaiting(installation);
  const [older] = await recordVersions(installation.organization_id).find({ record_id: id });
  expect(older).toMatchObject({ version: 1, measuring: 'done' });
  expect(older?.derived?.heart_rate_bpm).toBeCloseTo(60, 0);
  const latest = await ecgRecords(installation.organization_id).findOne({ _id: id });
  expect(latest).toMatchObject({ version: 2, measuring: 'done' });
  expect(latest?.derived?.heart_rate_bpm ?? 0).not.toBeCloseTo(60, 0);
});

it('a damaged object ends it with the reason; nothing else of the record changes', async () => {
  const { id } = await send({ patient_id: 'M-4', seed: 4 });
  const before = await ecgRecords(installation.organization_id).findOne({ _id: id });
  const key = before?.files.find(({ role }) => role === 'signals')?.key ?? '';
  const whole = await installation.services.objects.get(key);
  await installation.services.objects.delete(key);
  await installation.services.objects.put(key, whole.slice(0, 20_000), 'application/vnd.nightbeat.signals');
  await measureWaiting(installation);
  const { change, ...after } = (await ecgRecords(installation.organization_id).findOne({ _id: id })) ?? { change: 0 };
  const { change: first = 0, ...expected } = before ?? {};
  expect(after).toEqual({ ...expected, measuring: 'unreadable', derived: null });
  expect(change).toBeGreaterThan(first);
});

it('tries again where the store is away, and a job that failed too often ends as given up', async () => {
  const { id } = await send({ patient_id: 'M-5', seed: 5 });
  const away = vi.spyOn(installation.services.objects, 'get').mockRejectedValue(new ObjectStoreUnavailableError());
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    expect(await read(id)).toMatchObject({ status: 'stored', measuring: 'waiting' });
    await runJobs(installation.services, HANDLERS);
    await sweepMeasuring(installation.services);
    now = new Date(now.getTime() + 24 * 3_600_000);
  }
  away.mockRestore();
  expect(await read(id)).toMatchObject({ status: 'stored', measuring: 'given_up', derived: null, quality: null });
  expect(await waiting()).toEqual([]);
});
