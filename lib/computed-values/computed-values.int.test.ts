import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { ECG_ALGORITHM } from '@/lib/measure/domain/ecg-measurement';
import { getTimeline } from '@/lib/patients/get-timeline';
import { getRecording } from '@/lib/recordings/get-recording';
import { listRecordings } from '@/lib/recordings/list-recordings';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { measureWaiting } from '@/lib/testing/measured';
import { personActor } from '@/lib/testing/person-actor';
import { SINUS, syntheticEcg } from '@/lib/testing/synthetic-ecg';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { users } from '@/models/user';
import { getComputedValues } from './get-computed-values';
import { setComputedValues } from './set-computed-values';

const { version } = ECG_ALGORITHM;
let installation: TestInstallation;
let id: string;

const organizations = () => mongoose.connection.collection<{ _id: string }>('organizations');
const change = (set: Record<string, unknown>) =>
  organizations().updateOne({ _id: installation.organization_id }, { $set: set });
const decide = (shown: boolean, revision: number, named = version) =>
  setComputedValues(installation.services, installation.keyActor(['admin']), {
    body: { shown, version: named, revision },
  });
const read = () => getRecording(installation.services, installation.keyActor(['read']), { modality: 'ecg', id });

/** The values of the ECG on its patient's timeline. */
async function onTimeline() {
  const { patient_ref } = await read();
  const reader = installation.keyActor(['read']);
  const { ecgs } = await getTimeline(installation.services, reader, { patient_ref: patient_ref ?? '' });
  return ecgs.find((ecg) => ecg.id === id);
}

beforeAll(async () => {
  installation = await createInstallation();
  const { rate_hz, leads } = syntheticEcg();
  const named = Object.fromEntries(leads.map(({ name, samples }) => [name, [...samples].map(Math.round)]));
  const body = received(anEcgBody({ recording: { sampling_rate_hz: rate_hz, unit: 'uV', leads: named } }));
  const device = installation.keyActor(['ingest:ecg']);
  ({ id } = await receiveRecording(installation.services, device, { modality: 'ecg', body }));
  await measureWaiting(installation);
});
afterAll(() => installation.close());

it('are shown in the demonstration beside what the device sent, which stays as it is', async () => {
  const { derived, measurements } = await read();
  expect(derived).toMatchObject({ algorithm: ECG_ALGORITHM.name, version, rhythm: { paced: false } });
  expect(derived?.heart_rate_bpm).toBeCloseTo(60, 0);
  expect(Math.abs((derived?.qt_ms ?? 0) - SINUS.qt_ms)).toBeLessThanOrEqual(4);
  expect(measurements).toMatchObject({ heart_rate_bpm: 72, qt_ms: 400, qtc_ms: 438 });
  expect(await onTimeline()).toMatchObject({
    heart_rate_bpm: 72,
    computed: { heart_rate_bpm: derived?.heart_rate_bpm, qtc_ms: derived?.qtc_ms, af_suspected: false },
  });
});

it('are not answered in another organisation until somebody signs them off; then at once, for that version', async () => {
  await change({ demo: false });
  const admin = installation.keyActor(['admin']);
  expect(await getComputedValues(installation.services, admin)).toMatchObject({ shown: false, revision: 0 });
  expect((await read()).derived).toBeNull();
  expect((await onTimeline())?.computed).toBeNull();
  expect(await decide(true, 0)).toMatchObject({ shown: true, version, revision: 1 });
  expect((await read()).derived).not.toBeNull();
  const list = { modality: 'ecg', limit: 10 } as const;
  const { data } = await listRecordings(installation.services, installation.keyActor(['read']), list);
  expect(data[0]?.derived?.qrs_ms).toBeCloseTo(SINUS.qrs_ms, -1);
  // a sign-off of what was computed before says nothing of what is computed now
  await change({ 'computed_values.version': '0.9.0' });
  expect((await read()).derived).toBeNull();
});

it('are signed off by who may, as they are now, and noted in the trail', async () => {
  await expect(decide(true, 0)).rejects.toMatchObject({ code: 'stale_revision' });
  await expect(decide(true, 1, '0.9.0')).rejects.toMatchObject({ code: 'invalid_body' });
  await expect(
    setComputedValues(installation.services, installation.keyActor(['read']), {
      body: { shown: true, version, revision: 1 },
    }),
  ).rejects.toMatchObject({ code: 'not_permitted' });
  await decide(false, 1);
  expect((await read()).derived).toBeNull();
  const events = await auditEvents(installation.organization_id).find({
    action: 'organization.computed_values_decided',
  });
  expect(events).toHaveLength(2);
  expect(events.map(({ details }) => details)).toEqual(
    expect.arrayContaining([
      { shown: true, version },
      { shown: false, version },
    ]),
  );
});

it('say who decided by the name that person has', async () => {
  const { services } = installation;
  const admin = await personActor(installation, 'admin');
  const name = (await users.byId(admin.user_id))?.name;
  const { revision, decided_by_name } = await getComputedValues(services, admin);
  expect(decided_by_name).toBe('API key');
  await setComputedValues(services, admin, { body: { shown: true, version, revision } });
  expect(await getComputedValues(services, admin)).toMatchObject({ decided_by: admin.user_id, decided_by_name: name });
  // of a decision from before names were kept nobody's name is made up
  await organizations().updateOne(
    { _id: installation.organization_id },
    { $unset: { 'computed_values.decided_by_name': 1 } },
  );
  expect(await getComputedValues(services, admin)).toMatchObject({ decided_by: admin.user_id, decided_by_name: null });
});
