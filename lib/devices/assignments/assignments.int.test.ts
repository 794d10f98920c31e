import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { aNewDevice } from '@/lib/testing/devices';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { devices } from '@/models/device';
import { patients } from '@/models/patient';
import type { Device } from '../device-contracts';
import { registerDevice } from '../registry/register-device';

let installation: TestInstallation;
let route: Awaited<ReturnType<typeof handlersByOperation>>;
let manager: Record<string, string>;
let technician: Record<string, string>;
let number = 0;

async function aPatient(patient_id: string, family_name: string, given_name: string): Promise<void> {
  number += 1;
  await receiveRecording(installation.services, installation.keyActor(['ingest:ecg']), {
    modality: 'ecg',
    body: received(
      anEcgBody({
        patient_id,
        seed: number,
        device_id: 'CART',
        patient: { family_name, given_name, birth_date: '1952-03-14', sex: 'male' },
      }),
    ),
  });
}

beforeAll(async () => {
  installation = await createInstallation();
  route = await handlersByOperation();
  manager = await sessionHeaders(installation, 'device_manager');
  technician = await sessionHeaders(installation, 'technician');
  await aPatient('P-ada', 'Quillfeather', 'Ambrose');
  await aPatient('P-ben', 'Winterbottle', 'Rosamund');
});
afterAll(() => installation.close());

const json = (headers: Record<string, string>, body: unknown) => ({
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const aDevice = (): Promise<Device> => {
  number += 1;
  return registerDevice(installation.services, installation.keyActor(['admin']), {
    body: aNewDevice({ device_id: `A-${number}` }),
  });
};
const post = (device_ref: string, body: unknown, headers = manager) =>
  call(route('assignDevice'), { ...json(headers, body), params: { device_ref } });
const assigned = async (device_ref: string, body: unknown): Promise<Device> => (await post(device_ref, body)).json();
const put = (device: Device, assignment_id: string, body: unknown) =>
  call(route('changeAssignment'), { ...json(manager, body), params: { device_ref: device.device_ref, assignment_id } });
const stored = (device_ref: string) => devices(installation.organization_id).findOne({ _id: device_ref });

const AUGUST = '2026-08-01T00:00:00Z';
const OCTOBER = '2026-10-01T00:00:00Z';

describe('assigning a device', () => {
  it('200 by the hospital’s id, shows the manager initials and nothing else', async () => {
    const { device_ref } = await aDevice();
    const response = await post(device_ref, { patient_id: 'P-ada', from: AUGUST });
    expect(response.status).toBe(200);
    const device: Device = await response.json();
    expect(device).toMatchObject({ revision: 2, assignments: [{ initials: 'Q. A.', patient: null, to: null }] });
    expect(JSON.stringify(device)).not.toMatch(/quillfeather|ambrose|P-ada/i);
    const seen: Device = await (await call(route('getDevice'), { headers: technician, params: { device_ref } })).json();
    expect(seen.assignments[0]?.patient).toEqual({
      patient_id: 'P-ada',
      family_name: 'Quillfeather',
      given_name: 'Ambrose',
    });
    const [event] = await auditEvents(installation.organization_id).find({
      action: 'device.assigned',
      'subject.id': device_ref,
    });
    expect(event?.patient_ref).toBe(device.assignments[0]?.patient_ref);
  });

  it('409 for an overlap, naming the other by initials alone', async () => {
    const { device_ref } = await aDevice();
    await assigned(device_ref, { patient_id: 'P-ada', from: AUGUST });
    const response = await post(device_ref, { patient_id: 'P-ben', from: OCTOBER });
    expect(response.status).toBe(409);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      code: 'assignment_overlap',
      errors: [{ pointer: '/from', code: 'overlap', detail: 'Q. A. has the device in that time.' }],
    });
    expect(text).not.toMatch(/quillfeather|ambrose|P-ada/i);
  });

  it('ends the open one as the new one begins, where that is asked for', async () => {
    const { device_ref } = await aDevice();
    await assigned(device_ref, { patient_id: 'P-ada', from: AUGUST });
    const device = await assigned(device_ref, { patient_id: 'P-ben', from: OCTOBER, end_current: true });
    expect(device.assignments.map(({ initials, from, to }) => [initials, from, to])).toEqual([
      ['Q. A.', '2026-08-01T00:00:00.000Z', '2026-10-01T00:00:00.000Z'],
      ['W. R.', '2026-10-01T00:00:00.000Z', null],
    ]);
    const before = await post(device_ref, { patient_id: 'P-ada', from: AUGUST, end_current: true });
    expect(before.status).toBe(409);
  });

  it('of two at once only one goes through, ten times over', async () => {
    for (let round = 0; round < 10; round++) {
      const { device_ref } = await aDevice();
      const answers = await Promise.all([
        post(device_ref, { patient_id: 'P-ada', from: AUGUST }),
        post(device_ref, { patient_id: 'P-ben', from: OCTOBER }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect((await stored(device_ref))?.assignments).toHaveLength(1);
    }
  });

  it('404 for a patient or a device that is not there', async () => {
    const { device_ref } = await aDevice();
    expect((await post(device_ref, { patient_id: 'P-nobody', from: AUGUST })).status).toBe(404);
    expect((await post('dev_00000000000000000000000000', { patient_id: 'P-ada', from: AUGUST })).status).toBe(404);
  });

  it.each([
    ['no patient', { from: AUGUST }, '/patient_id'],
    [
      'two names for the patient',
      { patient_id: 'P-ada', patient_ref: `pat_${'0'.repeat(26)}`, from: AUGUST },
      '/patient_id',
    ],
    ['no beginning', { patient_id: 'P-ada' }, '/from'],
    ['a beginning without its offset', { patient_id: 'P-ada', from: '2026-08-01T00:00:00' }, '/from'],
    ['an end before the beginning', { patient_id: 'P-ada', from: OCTOBER, to: AUGUST }, '/to'],
  ])('422 for %s', async (_what, body, pointer) => {
    const { device_ref } = await aDevice();
    const response = await post(device_ref, body);
    expect(response.status).toBe(422);
    const { errors }: { errors: { pointer: string }[] } = await response.json();
    expect(errors.map((fault) => fault.pointer)).toContain(pointer);
  });

  it('403 for a technician', async () => {
    const { device_ref } = await aDevice();
    expect((await post(device_ref, { patient_id: 'P-ada', from: AUGUST }, technician)).status).toBe(403);
  });

  it('409 for a shared device, and 409 for sharing one that a patient has', async () => {
    const { device_ref, device_id: _id, ...facts } = await aDevice();
    const sharing = { ...aNewDevice(), device_id: undefined, shared: true };
    const share = async (revision: number) =>
      (await call(route('updateDevice'), { ...json(manager, { ...sharing, revision }), params: { device_ref } }))
        .status;
    await assigned(device_ref, { patient_id: 'P-ada', from: AUGUST });
    expect(await share(facts.revision + 1)).toBe(409);
    const device = await stored(device_ref);
    const [one] = device?.assignments ?? [];
    await call(route('changeAssignment'), {
      ...json(manager, { from: AUGUST, to: OCTOBER, revision: 2 }),
      params: { device_ref, assignment_id: one?.id ?? '' },
    });
    expect(await share(3)).toBe(200);
    const response = await post(device_ref, { patient_id: 'P-ada', from: OCTOBER });
    expect([response.status, (await response.json()).code]).toEqual([409, 'device_shared']);
  });
});

describe('changing and removing an assignment', () => {
  it('ends it, refuses an overlap and a stale revision', async () => {
    const { device_ref } = await aDevice();
    await assigned(device_ref, { patient_id: 'P-ada', from: AUGUST, to: OCTOBER });
    const device = await assigned(device_ref, { patient_id: 'P-ben', from: OCTOBER });
    const [ada, ben] = device.assignments.map(({ id }) => id);
    const end = '2026-11-01T00:00:00Z';
    const ended = await put(device, ben ?? '', { from: OCTOBER, to: end, revision: device.revision });
    expect(await ended.json()).toMatchObject({ revision: 4, assignments: [{}, { to: '2026-11-01T00:00:00.000Z' }] });
    expect((await put(device, ben ?? '', { from: OCTOBER, to: null, revision: 3 })).status).toBe(409);
    const overlap = await put(device, ada ?? '', { from: AUGUST, to: end, revision: 4 });
    expect([overlap.status, (await overlap.json()).code]).toEqual([409, 'assignment_overlap']);
    expect((await put(device, 'asg_00000000000000000000000000', { from: AUGUST, revision: 4 })).status).toBe(404);
  });

  it('removes one made by mistake; the trail keeps who and whose', async () => {
    const { device_ref } = await aDevice();
    const device = await assigned(device_ref, { patient_id: 'P-ada', from: AUGUST });
    const params = { device_ref, assignment_id: device.assignments[0]?.id ?? '' };
    expect((await call(route('removeAssignment'), { headers: manager, params, query: '?revision=1' })).status).toBe(
      409,
    );
    const removed = await call(route('removeAssignment'), {
      headers: manager,
      params,
      query: `?revision=${device.revision}`,
    });
    expect(await removed.json()).toMatchObject({ assignments: [], revision: 3 });
    const events = await auditEvents(installation.organization_id).find({
      action: 'device.assignment_removed',
      'subject.id': device_ref,
    });
    expect(events.map(({ patient_ref }) => patient_ref)).toEqual([device.assignments[0]?.patient_ref]);
  });
});

describe('POST /api/devices/assignee', () => {
  it('tells initials and birth year of exactly this id, and is audited either way', async () => {
    const found = await call(route('identifyAssignee'), json(manager, { patient_id: 'P-ada' }));
    const patient = await patients(installation.organization_id).findOne({ patient_id: 'P-ada' });
    expect(await found.json()).toEqual({ patient_ref: patient?._id, initials: 'Q. A.', birth_year: 1952 });
    expect((await call(route('identifyAssignee'), json(manager, { patient_id: 'P-ad' }))).status).toBe(404);
    expect((await call(route('identifyAssignee'), json(technician, { patient_id: 'P-ada' }))).status).toBe(403);
    const events = await auditEvents(installation.organization_id).find({ action: 'patient.identified' });
    const told = new Map(events.map(({ patient_ref, details }) => [details.found, patient_ref]));
    expect([...told]).toHaveLength(2);
    expect([told.get(0), told.get(1)]).toEqual([null, patient?._id]);
  });
});
