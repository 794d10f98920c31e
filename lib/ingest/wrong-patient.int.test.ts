import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { getRecording } from '@/lib/recordings/get-recording';
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
