import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { registerDevice } from '@/lib/devices/registry/register-device';
import { getRecording } from '@/lib/recordings/get-recording';
import { aNewDevice } from '@/lib/testing/devices';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { receiveRecording } from './receive-recording';

let installation: TestInstallation;
beforeEach(async () => {
  await installation?.close();
  installation = await createInstallation();
});
afterAll(() => installation.close());

const ADA = { family_name: 'Example', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' };
const BERTHA = { family_name: 'Other', given_name: 'Bertha', birth_date: '1960-05-06', sex: 'female' };
const at = (minute: number) => `2026-11-03T08:${String(minute).padStart(2, '0')}:00+01:00`;

interface Sent {
  id: string;
  status: string;
}

async function send(change: Record<string, unknown>): Promise<Sent> {
  const device = installation.keyActor(['ingest:ecg']);
  const body = received(anEcgBody({ seconds: 1, ...change }));
  const { id, status } = await receiveRecording(installation.services, device, { modality: 'ecg', body });
  return { id, status };
}

/** What became of a record meanwhile. */
async function now({ id }: Sent) {
  const read = installation.keyActor(['read']);
  const { status, reasons, patient_id } = await getRecording(installation.services, read, { modality: 'ecg', id });
  return { status, reasons, patient_id };
}

const HELD = (...reasons: string[]) => ({ status: 'quarantined', reasons, patient_id: null });
const FILED = (patient_id: string) => ({ status: 'stored', reasons: [], patient_id });

describe('the same samples under two patients', () => {
  it('hold both, whichever came first', async () => {
    const first = await send({ seed: 1, patient_id: 'P-1', patient: ADA });
    const second = await send({ seed: 1, patient_id: 'P-2', patient: BERTHA });
    expect(await now(first)).toEqual(HELD('same_samples'));
    expect(await now(second)).toEqual(HELD('same_samples'));
  });

  it('hold both of two that arrive at once', async () => {
    const both = await Promise.all([
      send({ seed: 2, patient_id: 'P-1', patient: ADA }),
      send({ seed: 2, patient_id: 'P-2', patient: BERTHA }),
    ]);
    for (const one of both) expect(await now(one)).toEqual(HELD('same_samples'));
  });

  it('hold a third as well', async () => {
    await send({ seed: 3, patient_id: 'P-1', patient: ADA });
    await send({ seed: 3, patient_id: 'P-2', patient: BERTHA });
    expect(await now(await send({ seed: 3, patient_id: 'P-3' }))).toEqual(HELD('same_samples'));
  });

  it('pass where they are of one patient: two devices, two times, a retry', async () => {
    const first = await send({ seed: 4, patient_id: 'P-1', patient: ADA });
    const again = await send({ seed: 4, patient_id: 'P-1', patient: ADA });
    const other = await send({ seed: 4, patient_id: 'P-1', patient: ADA, device_id: 'ECG-2', recording_date: at(40) });
    expect(again).toEqual({ id: first.id, status: 'duplicate' });
    expect([await now(first), await now(other)]).toEqual([FILED('P-1'), FILED('P-1')]);
  });
});

describe('another name under the same id from one device', () => {
  it('within ten minutes holds both', async () => {
    const first = await send({ seed: 1, patient: ADA, recording_date: at(15) });
    const second = await send({ seed: 2, patient: BERTHA, recording_date: at(24) });
    expect(await now(first)).toEqual(HELD('identity_mismatch'));
    expect(await now(second)).toEqual(HELD('identity_mismatch'));
  });

  it.each([
    ['later', { recording_date: at(26) }],
    ['from another device', { recording_date: at(20), device_id: 'ECG-2' }],
  ])('%s holds the second alone', async (_name, change) => {
    const first = await send({ seed: 1, patient: ADA, recording_date: at(15) });
    const second = await send({ seed: 2, patient: BERTHA, ...change });
    expect(await now(first)).toEqual(FILED('P12345'));
    expect(await now(second)).toEqual(HELD('identity_mismatch'));
  });

  it('passes where the name is the same, in another case or order of words', async () => {
    await send({ seed: 1, patient: ADA, recording_date: at(15) });
    const second = await send({ seed: 2, patient: { ...ADA, family_name: 'EXAMPLE' }, recording_date: at(20) });
    expect(await now(second)).toEqual(FILED('P12345'));
  });
});

describe('a device marked as shared', () => {
  const shared = async () =>
    registerDevice(installation.services, installation.keyActor(['admin']), {
      body: aNewDevice({ device_id: 'CART', shared: true, kind: 'ecg' }),
    });

  it('is held when it sends fewer than two identifiers', async () => {
    await shared();
    const one = await send({ device_id: 'CART', patient: undefined });
    expect(await now(one)).toEqual(HELD('identity_mismatch'));
  });

  it('passes with two, and an unmarked device with one', async () => {
    await shared();
    const two = await send({ seed: 1, device_id: 'CART', patient: { birth_date: '1957-03-02' } });
    const unmarked = await send({ seed: 2, device_id: 'ECG-2', patient: undefined });
    expect([await now(two), await now(unmarked)]).toEqual([FILED('P12345'), FILED('P12345')]);
  });
});

describe('known patient, other facts', () => {
  it.each([
    ['birth date', { birth_date: '1957-03-03' }],
    ['sex', { sex: 'male' }],
    ['family name', { family_name: 'Sample' }],
  ])('an other %s is held', async (_name, change) => {
    await send({ seed: 1, patient: ADA, recording_date: at(0) });
    const other = await send({ seed: 2, patient: { ...ADA, ...change }, recording_date: at(30) });
    expect(await now(other)).toEqual(HELD('identity_mismatch'));
  });

  it.each([
    ['left out', { birth_date: undefined }],
    ['unknown sex', { sex: 'unknown' }],
    ['accents', { given_name: 'Ádá' }],
  ])('%s passes', async (_name, change) => {
    await send({ seed: 1, patient: ADA, recording_date: at(0) });
    const same = await send({ seed: 2, patient: { ...ADA, ...change }, recording_date: at(30) });
    expect(await now(same)).toEqual(FILED('P12345'));
  });
});

describe('a time in doubt', () => {
  it.each([
    ['in the future', '2099-01-01T08:00:00Z'],
    ['on the day clocks restart at', '2000-01-01T00:10:00Z'],
  ])('%s is held', async (_name, recording_date) => {
    expect(await now(await send({ recording_date }))).toEqual(HELD('time_in_doubt'));
  });

  it('passes where it is merely long ago', async () => {
    expect(await now(await send({ recording_date: '2005-06-01T08:00:00Z' }))).toEqual(FILED('P12345'));
  });
});
