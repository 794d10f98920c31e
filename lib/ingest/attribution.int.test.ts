import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignDevice } from '@/lib/devices/assignments/assign-device';
import { removeAssignment } from '@/lib/devices/assignments/remove-assignment';
import type { Device } from '@/lib/devices/device-contracts';
import { registerDevice } from '@/lib/devices/registry/register-device';
import { AppError } from '@/lib/errors/app-error';
import { getRecording } from '@/lib/recordings/get-recording';
import { aNewDevice } from '@/lib/testing/devices';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { receiveRecording } from './receive-recording';

let installation: TestInstallation;
let seed = 0;

const send = (change: Record<string, unknown>) => {
  seed += 1;
  return receiveRecording(installation.services, installation.keyActor(['ingest:ecg']), {
    modality: 'ecg',
    body: received(anEcgBody({ seed, seconds: 1, patient: undefined, ...change })),
  });
};
const admin = () => installation.keyActor(['admin']);

/** A personal device that Ada had in September, nobody in October, and Ben from November on. */
async function aSharedPast(device_id: string): Promise<Device> {
  const { services } = installation;
  const { device_ref } = await registerDevice(services, admin(), {
    body: aNewDevice({ device_id, kind: 'holter', serial: '6120' }),
  });
  const assign = (patient_id: string, from: string, to: string | null) =>
    assignDevice(services, admin(), { device_ref, body: { patient_id, from, to, end_current: false } });
  await assign('P-ada', '2026-09-01T00:00:00Z', '2026-10-01T00:00:00Z');
  return assign('P-ben', '2026-11-01T00:00:00Z', null);
}

beforeAll(async () => {
  installation = await createInstallation();
  for (const patient_id of ['P-ada', 'P-ben'])
    await send({ patient_id, device_id: 'CART', patient: { family_name: patient_id, birth_date: '1950-01-01' } });
  await aSharedPast('HOLTER');
});
afterAll(() => installation.close());

const SEPTEMBER = '2026-09-10T08:00:00Z';
const OCTOBER = '2026-10-10T08:00:00Z';
const NOVEMBER = '2026-11-10T08:00:00Z';

async function faultsOf(upload: Promise<unknown>): Promise<string[]> {
  const error = await upload.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error('it was not refused');
  return [error.code, ...error.faults.map(({ pointer }) => pointer)];
}

describe('a recording without patient_id', () => {
  it.each([
    ['late, of the earlier patient’s time', SEPTEMBER, 'P-ada'],
    ['of now', NOVEMBER, 'P-ben'],
  ])('belongs to the patient of its recording time: %s', async (_what, recording_date, patient_id) => {
    const answer = await send({ device_id: 'HOLTER', patient_id: undefined, recording_date });
    expect(answer).toMatchObject({ status: 'stored', patient_id });
  });

  it('is refused in a gap, by name of the field, and kept after the gap was closed', async () => {
    const body = { device_id: 'GAP', patient_id: undefined, recording_date: OCTOBER };
    const device = await aSharedPast('GAP');
    expect(await faultsOf(send(body))).toEqual(['invalid_upload', '/patient_id']);
    await assignDevice(installation.services, admin(), {
      device_ref: device.device_ref,
      body: { patient_id: 'P-ada', from: '2026-10-01T00:00:00Z', to: '2026-10-20T00:00:00Z', end_current: false },
    });
    expect(await send(body)).toMatchObject({ status: 'stored', patient_id: 'P-ada' });
  });

  it('is refused from a shared and from an unknown device', async () => {
    await registerDevice(installation.services, admin(), {
      body: aNewDevice({ device_id: 'SHARED', shared: true, kind: 'ecg' }),
    });
    for (const device_id of ['SHARED', 'NEVER-SEEN'])
      expect(await faultsOf(send({ device_id, patient_id: undefined }))).toEqual(['invalid_upload', '/patient_id']);
  });

  it('is a duplicate when it comes again, a version when its source has other content', async () => {
    const sent = { device_id: 'HOLTER', patient_id: undefined, recording_date: NOVEMBER, source_id: 'n-1', seed: 900 };
    const first = await send(sent);
    expect(await send(sent)).toMatchObject({ id: first.id, status: 'duplicate' });
    expect(await send({ ...sent, seed: 901 })).toMatchObject({ id: first.id, version: 2, patient_id: 'P-ben' });
  });

  it('that comes back under its source after the device changed hands is held', async () => {
    const device = await aSharedPast('MOVED');
    const sent = { device_id: 'MOVED', patient_id: undefined, recording_date: NOVEMBER, source_id: 'm-1', seed: 910 };
    const first = await send(sent);
    const removed = await removeAssignment(installation.services, admin(), {
      device_ref: device.device_ref,
      assignment_id: device.assignments[1]?.id ?? '',
      revision: device.revision,
    });
    await assignDevice(installation.services, admin(), {
      device_ref: removed.device_ref,
      body: { patient_id: 'P-ada', from: '2026-11-01T00:00:00Z', to: null, end_current: false },
    });
    const other = await send({ ...sent, seed: 911 });
    expect(other).toMatchObject({ status: 'quarantined', reasons: ['identity_mismatch'] });
    expect(other.id).not.toBe(first.id);
  });
});

describe('a recording with patient_id', () => {
  it.each([
    ['of the patient who had the device', 'P-ada', SEPTEMBER, 'stored'],
    ['of another', 'P-ben', SEPTEMBER, 'quarantined'],
    ['in a gap', 'P-ada', OCTOBER, 'quarantined'],
    ['before the first assignment', 'P-ada', '2026-08-10T08:00:00Z', 'stored'],
  ])('%s is %s', async (_what, patient_id, recording_date, status) => {
    expect(await send({ device_id: 'HOLTER', patient_id, recording_date })).toMatchObject({ status });
  });

  it('is held as identity_mismatch; what was sent stands under claimed and registers nobody', async () => {
    const answer = await send({ device_id: 'HOLTER', patient_id: 'P-stranger', recording_date: SEPTEMBER });
    expect(answer).toMatchObject({
      status: 'quarantined',
      reasons: ['identity_mismatch'],
      patient_id: null,
      claimed: { patient_id: 'P-stranger' },
    });
    const record = await getRecording(installation.services, admin(), { modality: 'ecg', id: answer.id });
    expect(record.patient_ref).toBeNull();
  });

  it('from another serial number than the registry’s is held', async () => {
    const from = (serial: string) =>
      send({ device_id: 'HOLTER', patient_id: 'P-ada', recording_date: SEPTEMBER, device: { serial } });
    expect(await from('6120')).toMatchObject({ status: 'stored' });
    expect(await from('6121')).toMatchObject({ status: 'quarantined', reasons: ['identity_mismatch'] });
  });
});
