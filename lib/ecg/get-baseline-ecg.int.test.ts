import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { ecgRecords } from '@/models/record';
import { getBaselineEcg } from './get-baseline-ecg';

let installation: TestInstallation;
let patient_ref: string;
let baseline: string;
let later: string;

async function send(seed: number, change: Record<string, unknown> = {}): Promise<string> {
  const recording_date = `2026-10-0${seed}T08:00:00Z`;
  const body = received(anEcgBody({ patient_id: 'P-base', seed, seconds: 1, recording_date, ...change }));
  const device = installation.keyActor(['ingest:ecg']);
  return (await receiveRecording(installation.services, device, { modality: 'ecg', body })).id;
}

/** As `choose-baseline.ts` writes it. */
const choose = (value: string) =>
  mongoose.connection
    .collection<{ _id: string }>('patients')
    .updateOne({ _id: patient_ref }, { $set: { baseline_ecg: { value, author: 'usr_1', recorded_at: new Date() } } });

const reader = () => installation.keyActor(['read']);
const read = (actor = reader(), beside = later) =>
  getBaselineEcg(installation.services, actor, { patient_ref, beside });

beforeAll(async () => {
  installation = await createInstallation();
  baseline = await send(1, { measurements: { heart_rate_bpm: 60, qt_ms: 410 } });
  later = await send(2);
  patient_ref = (await patients(installation.organization_id).findOne({ patient_id: 'P-base' }))?._id ?? '';
});
afterAll(() => installation.close());

it('is null where none was chosen', async () => {
  expect(await read()).toBeNull();
});

it('gives the numbers of the chosen ECG beside another of the patient, and the look at it is audited', async () => {
  await choose(baseline);
  expect(await read()).toMatchObject({ id: baseline, measurements: { qt_ms: 410 }, statements: ['Sinus rhythm'] });
  const events = await auditEvents(installation.organization_id).find({ action: 'record.viewed', patient_ref });
  expect(events.map(({ subject }) => subject?.id)).toEqual([baseline]);
});

it('is nothing beside itself, for another organisation, or for a key of another device', async () => {
  expect(await read(reader(), baseline)).toBeNull();
  expect(await read(inOrganization(reader(), 'org_other'))).toBeNull();
  expect(await read(installation.keyActor(['read'], { device_id: 'ECG-OTHER' }))).toBeNull();
  await expect(read(installation.keyActor(['ingest:ecg']))).rejects.toMatchObject({ code: 'not_permitted' });
});

it('is nothing once that ECG is another patient’s', async () => {
  await ecgRecords(installation.organization_id).updateOne({ _id: baseline }, { $set: { patient_ref: 'pat_other' } });
  expect(await read()).toBeNull();
});
