import mongoose from 'mongoose';
import PDFDocument from 'pdfkit';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { assignDevice } from '@/lib/devices/assignments/assign-device';
import { registerDevice } from '@/lib/devices/registry/register-device';
import { runJobs } from '@/lib/jobs/run-jobs';
import { getRecording } from '@/lib/recordings/get-recording';
import { aNewDevice } from '@/lib/testing/devices';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { jobHandlers } from '@/lib/testing/job-handlers';
import { readOk, recordingFolder, storedOf } from '@/lib/testing/recording-files';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { checkReport } from './check-report';
import { receiveRecording } from './receive-recording';
import { processUpload } from './uploads/process-upload';

/** The table of ING-6: of every reason a case that must be held and one that must pass. */
let installation: TestInstallation;
beforeEach(async () => {
  await installation?.close();
  installation = await createInstallation();
});
afterAll(() => installation.close());

const ADA = { family_name: 'Example', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' };
const BERTHA = { family_name: 'Other', given_name: 'Bertha', birth_date: '1960-01-01', sex: 'female' };
const at = (minute: number, second = 0) =>
  `2026-11-03T08:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}+01:00`;

interface Sent {
  id: string;
  status: string;
}

async function send(change: Record<string, unknown>, report: Uint8Array | null = null): Promise<Sent> {
  const device = installation.keyActor(['ingest:ecg']);
  const body = received(anEcgBody({ seconds: 1, ...change }), report);
  const { id, status } = await receiveRecording(installation.services, device, { modality: 'ecg', body });
  return { id, status };
}

/** What became of a record meanwhile. */
async function now({ id }: Sent, modality: 'ecg' | 'cpap' = 'ecg') {
  const read = installation.keyActor(['read']);
  const { status, reasons, patient_id } = await getRecording(installation.services, read, { modality, id });
  return { status, reasons, patient_id };
}

const HELD = (...reasons: string[]) => ({ status: 'quarantined', reasons, patient_id: null });
const FILED = (patient_id: string) => ({ status: 'stored', reasons: [], patient_id });

const register = (change: Parameters<typeof aNewDevice>[0]) =>
  registerDevice(installation.services, installation.keyActor(['admin']), { body: aNewDevice(change) });

describe('the same samples under two patients', () => {
  it('hold both, whichever came first; nobody is registered for the one that never was anybody’s', async () => {
    const first = await send({ seed: 1, patient_id: 'P-1', patient: ADA });
    const second = await send({ seed: 1, patient_id: 'P-2', patient: BERTHA });
    expect(await now(first)).toEqual(HELD('same_samples'));
    expect(await now(second)).toEqual(HELD('same_samples'));
    expect(await patients(installation.organization_id).findOne({ patient_id: 'P-2' })).toBeNull();
    const events = await auditEvents(installation.organization_id).find({ action: 'record.quarantined' });
    expect(new Set(events.map(({ subject }) => subject?.id))).toEqual(new Set([first.id, second.id]));
    const chart = await patients(installation.organization_id).findOne({ patient_id: 'P-1' });
    expect(chart).toMatchObject({ ecg_count: 0, last_ecg: null });
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

  it('hold both when a known source comes back under another patient', async () => {
    const first = await send({ seed: 4, patient_id: 'P-1', source_id: 'S' });
    const second = await send({ seed: 4, patient_id: 'P-2', source_id: 'S' });
    expect(await now(first)).toEqual(HELD('same_samples'));
    expect(await now(second)).toEqual(HELD('identity_mismatch', 'same_samples'));
  });

  it('hold both nights of therapy', async () => {
    const sendNight = async (patient_id: string) => {
      const body = received(aTherapyBody({ patient_id, device_id: `D-${patient_id}` }));
      const device = installation.keyActor(['ingest:therapy']);
      return receiveRecording(installation.services, device, { modality: 'cpap', body });
    };
    const [first, second] = [await sendNight('P-1'), await sendNight('P-2')];
    for (const one of [first, second]) expect(await now(one, 'cpap')).toEqual(HELD('same_samples'));
  });

  it('pass where they are of one patient: two devices, two times, a retry', async () => {
    const first = await send({ seed: 4, patient_id: 'P-1', patient: ADA });
    const again = await send({ seed: 4, patient_id: 'P-1', patient: ADA });
    const other = await send({ seed: 4, patient_id: 'P-1', patient: ADA, device_id: 'ECG-2', recording_date: at(40) });
    expect(again).toEqual({ id: first.id, status: 'duplicate' });
    expect([await now(first), await now(other)]).toEqual([FILED('P-1'), FILED('P-1')]);
  });

  it('pass where nothing was recorded: two flat lines are not one recording', async () => {
    const recording = { sampling_rate_hz: 500, unit: 'uV', leads: { I: Array(5000).fill(0), II: Array(5000).fill(0) } };
    const first = await send({ patient_id: 'P-1', recording });
    const second = await send({ patient_id: 'P-2', recording });
    expect([await now(first), await now(second)]).toEqual([FILED('P-1'), FILED('P-2')]);
  });
});

describe('real recordings', () => {
  const sendRecord = (name: string) => {
    const { blocks } = readOk(recordingFolder(`wfdb/${name}`));
    const leads = Object.fromEntries((blocks[0]?.channels ?? []).map((one) => [one.label, storedOf(one)]));
    const recording = { sampling_rate_hz: 500, unit: 'uV', leads };
    return send({ patient_id: name, patient: undefined, source_id: name, recording });
  };

  it('E07509 and E07510, published as two patients with the same samples, are both held; E07500 passes', async () => {
    const [one, other, third] = [await sendRecord('E07509'), await sendRecord('E07510'), await sendRecord('E07500')];
    expect([await now(one), await now(other)]).toEqual([HELD('same_samples'), HELD('same_samples')]);
    expect(await now(third)).toEqual(FILED('E07500'));
  });
});

describe('another name under the same id from one device', () => {
  it.each([
    ['before', at(15), at(24, 59)],
    ['before, though it arrives later', at(24, 59), at(15)],
  ])('less than ten minutes %s holds both', async (_name, earlier, later) => {
    const first = await send({ seed: 1, patient: ADA, recording_date: earlier });
    const second = await send({ seed: 2, patient: BERTHA, recording_date: later });
    expect(await now(first)).toEqual(HELD('identity_mismatch'));
    expect(await now(second)).toEqual(HELD('identity_mismatch'));
  });

  it('holds what follows under the first name as well', async () => {
    await send({ seed: 1, patient: ADA, recording_date: at(15) });
    await send({ seed: 2, patient: BERTHA, recording_date: at(18) });
    expect(await now(await send({ seed: 3, patient: ADA, recording_date: at(20) }))).toEqual(HELD('identity_mismatch'));
  });

  it.each([
    ['ten minutes later', { recording_date: at(25) }],
    ['from another device', { recording_date: at(20), device_id: 'ECG-2' }],
  ])('%s holds the second alone', async (_name, change) => {
    const first = await send({ seed: 1, patient: ADA, recording_date: at(15) });
    const second = await send({ seed: 2, patient: BERTHA, ...change });
    expect(await now(first)).toEqual(FILED('P12345'));
    expect(await now(second)).toEqual(HELD('identity_mismatch'));
  });

  it('passes where it is the same name in capitals, or a correction of the same recording', async () => {
    const first = await send({ seed: 1, patient: { family_name: 'Exmaple' }, source_id: 'S', recording_date: at(15) });
    const capitals = { ...ADA, family_name: 'EXMAPLE' };
    const second = await send({ seed: 2, patient: capitals, recording_date: at(20) });
    expect([await now(first), await now(second)]).toEqual([FILED('P12345'), FILED('P12345')]);
  });
});

describe('a device marked as shared', () => {
  const cart = () => register({ device_id: 'CART', shared: true, kind: 'ecg', serial: null });

  it.each([
    ['the id alone', { patient: undefined }],
    ['an id and a sex', { patient: { sex: 'female' } }],
    ['a name without the id', { patient_id: undefined, patient: { family_name: 'Example' } }],
  ])('is held or refused with %s', async (_name, change) => {
    await cart();
    const sent = send({ device_id: 'CART', ...change });
    if ('patient_id' in change) await expect(sent).rejects.toMatchObject({ code: 'invalid_upload' });
    else expect(await now(await sent)).toEqual(HELD('identity_mismatch'));
  });

  it('passes with two, and an unmarked device with one', async () => {
    await cart();
    const two = await send({ seed: 1, device_id: 'CART', patient: { birth_date: '1957-03-02' } });
    const unmarked = await send({ seed: 2, device_id: 'ECG-2', patient: undefined });
    expect([await now(two), await now(unmarked)]).toEqual([FILED('P12345'), FILED('P12345')]);
  });
});

describe('a device assigned to somebody at the recording time', () => {
  it.each([
    ['is held when another patient is named', 'P-2', HELD('identity_mismatch')],
    ['passes when the same is named', 'P-1', FILED('P-1')],
  ])('%s', async (_name, patient_id, outcome) => {
    await send({ seed: 1, patient_id: 'P-1', patient: ADA });
    const { device_ref } = await register({ device_id: 'HOLTER', kind: 'holter', serial: null });
    await assignDevice(installation.services, installation.keyActor(['admin']), {
      device_ref,
      body: { patient_id: 'P-1', from: '2026-11-01T00:00:00Z', to: null, end_current: false },
    });
    expect(await now(await send({ seed: 2, device_id: 'HOLTER', patient_id, patient: undefined }))).toEqual(outcome);
  });
});

describe('known patient, other facts', () => {
  it.each([
    ['birth date', { birth_date: '1957-03-03' }],
    ['sex', { sex: 'male' }],
    ['family name', { family_name: 'Sample' }],
  ])('another %s is held', async (_name, change) => {
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

describe('a PDF', () => {
  const aReport = (line: string): Promise<Uint8Array> => {
    const document = new PDFDocument({ size: 'A4' });
    const chunks: Buffer[] = [];
    return new Promise((resolve) => {
      document.on('data', (chunk: Buffer) => chunks.push(chunk));
      document.on('end', () => resolve(Buffer.concat(chunks)));
      document.text(line);
      document.end();
    });
  };

  it.each([
    ['that names somebody else is held', 'Name: OTHER, Bertha', HELD('identity_mismatch')],
    ['that names the same person passes', 'Name: EXAMPLE, Ada', FILED('P12345')],
  ])('%s', async (_name, line, outcome) => {
    const sent = await send({ patient: ADA }, await aReport(line));
    await runJobs(installation.services, jobHandlers({ 'check-report': checkReport, 'read-upload': processUpload }));
    expect(await now(sent)).toEqual(outcome);
  });
});

describe('a time in doubt', () => {
  it.each([
    ['in the future', '2099-01-01T08:00:00Z'],
    ['on the day clocks restart at', '2000-01-01T00:10:00Z'],
    ['months after a clock restarted', '2000-07-01T00:10:00Z'],
  ])('%s is held', async (_name, recording_date) => {
    expect(await now(await send({ recording_date }))).toEqual(HELD('time_in_doubt'));
  });

  it('before the device was made is held; on its first day, or merely long ago, passes', async () => {
    await register({ device_id: 'NEW', kind: 'ecg', serial: null, udi: '(01)04012345000016(11)230415(21)7' });
    const before = await send({ seed: 1, device_id: 'NEW', recording_date: '2023-04-14T08:00:00Z' });
    const after = await send({ seed: 2, device_id: 'NEW', recording_date: '2023-04-15T08:00:00Z' });
    const old = await send({ seed: 3, device_id: 'OLD', recording_date: '2005-06-01T08:00:00Z' });
    expect(await now(before)).toEqual(HELD('time_in_doubt'));
    expect([await now(after), await now(old)]).toEqual([FILED('P12345'), FILED('P12345')]);
  });
});

describe('a patient nobody knows', () => {
  it.each([
    ['is held where a person registers patients', false, HELD('unknown_patient')],
    ['passes where the first sight registers them', true, FILED('P-new')],
  ])('%s', async (_name, register_patients_on_first_sight, outcome) => {
    const registers = { $set: { register_patients_on_first_sight } };
    await mongoose.connection
      .collection<{ _id: string }>('organizations')
      .updateOne({ _id: installation.organization_id }, registers);
    expect(await now(await send({ patient_id: 'P-new' }))).toEqual(outcome);
  });
});
