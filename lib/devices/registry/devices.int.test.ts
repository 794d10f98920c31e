import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { aNewDevice } from '@/lib/testing/devices';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { devices } from '@/models/device';
import { ecgRecords } from '@/models/record';
import type { Device } from '../device-contracts';
import { getDevice } from './get-device';
import { getDeviceHealth } from './get-device-health';
import { listDevices } from './list-devices';

let installation: TestInstallation;
let route: Awaited<ReturnType<typeof handlersByOperation>>;
let manager: Record<string, string>;
let technician: Record<string, string>;
let clock = new Date('2026-11-22T13:02:00Z');

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => clock } });
  route = await handlersByOperation();
  manager = await sessionHeaders(installation, 'device_manager');
  technician = await sessionHeaders(installation, 'technician');
});
afterAll(() => installation.close());

const json = (headers: Record<string, string>, body: unknown) => ({
  headers: { ...headers, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const registered = async (change: Parameters<typeof aNewDevice>[0]): Promise<Device> =>
  (await call(route('registerDevice'), json(manager, aNewDevice(change)))).json();
const eventsOf = (action: string, id: string) =>
  auditEvents(installation.organization_id).find({ action, 'subject.id': id });

describe('POST /api/devices', () => {
  it('201 registers a verified device and says so in the trail', async () => {
    const response = await call(route('registerDevice'), json(manager, aNewDevice({ device_id: 'D-201' })));
    expect(response.status).toBe(201);
    const device: Device = await response.json();
    expect(device).toMatchObject({
      device_id: 'D-201',
      verified: true,
      revision: 1,
      assignments: [],
      last_seen_at: null,
      clock_offset_ms: null,
      quarantined: 0,
      status: { kind: 'never_seen' },
    });
    expect(await eventsOf('device.registered', device.device_ref)).toHaveLength(1);
  });

  it('409 for an id that is taken, also by a device that registered itself', async () => {
    await registered({ device_id: 'D-409' });
    const again = await call(route('registerDevice'), json(manager, aNewDevice({ device_id: 'D-409' })));
    expect([again.status, (await again.json()).code]).toEqual([409, 'device_known']);
    await receiveRecording(installation.services, installation.keyActor(['ingest:ecg']), {
      modality: 'ecg',
      body: received(anEcgBody({ patient_id: 'P-self', device_id: 'D-self', seed: 40 })),
    });
    expect((await call(route('registerDevice'), json(manager, aNewDevice({ device_id: 'D-self' })))).status).toBe(409);
  });

  it.each([
    ['an offset for a zone', { time_zone: '+01:00' }, '/time_zone'],
    ['a zone that does not exist', { time_zone: 'Europe/Atlantis' }, '/time_zone'],
    ['an unknown kind', { kind: 'toaster' }, '/kind'],
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['an empty id', { device_id: ' ' }, '/device_id'],
    ['a name of two lines', { model: 'a\nb' }, '/model'],
  ])('422 for %s', async (_what, change, pointer) => {
    const response = await call(
      route('registerDevice'),
      json(manager, { ...aNewDevice({ device_id: 'D-422' }), ...change }),
    );
    expect(response.status).toBe(422);
    const { errors }: { errors: { pointer: string }[] } = await response.json();
    expect(errors.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('403 for a technician, who may look', async () => {
    expect((await call(route('registerDevice'), json(technician, aNewDevice({ device_id: 'D-403' })))).status).toBe(
      403,
    );
    expect((await call(route('listDevices'), { headers: technician })).status).toBe(200);
  });
});

describe('PUT /api/devices/{device_ref}', () => {
  const put = (device_ref: string, body: unknown, headers = manager) =>
    call(route('updateDevice'), { ...json(headers, body), params: { device_ref } });
  const changeOf = ({ device_id: _id, ...facts }: ReturnType<typeof aNewDevice>, revision: number) => ({
    ...facts,
    revision,
  });

  it('200 changes and verifies, 409 for a stale revision', async () => {
    const self = await devices(installation.organization_id).findOne({ device_id: 'D-self' });
    const ref = self?._id ?? '';
    const saved = await put(ref, changeOf(aNewDevice({ kind: 'ecg', shared: true, site: 'Ward 3' }), 1));
    expect(await saved.json()).toMatchObject({ verified: true, revision: 2, site: 'Ward 3', device_id: 'D-self' });
    const stale = await put(ref, changeOf(aNewDevice({ site: 'Ward 9' }), 1));
    expect([stale.status, (await stale.json()).code]).toEqual([409, 'stale_revision']);
    expect(await eventsOf('device.updated', ref)).toHaveLength(1);
  });

  it('of two changes at once one is stale', async () => {
    const { device_ref } = await registered({ device_id: 'D-race' });
    const answers = await Promise.all(
      ['Ward 1', 'Ward 2'].map((site) => put(device_ref, changeOf(aNewDevice({ site }), 1))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('404 for another organisation’s device and for one that is not there', async () => {
    const { device_ref } = await registered({ device_id: 'D-404' });
    const stranger = inOrganization(installation.keyActor(['admin']), 'org_00000000000000000000000000');
    await expect(getDevice(installation.services, stranger, { device_ref })).rejects.toMatchObject({
      code: 'not_found',
    });
    const missing = 'dev_00000000000000000000000000';
    expect((await call(route('getDevice'), { headers: manager, params: { device_ref: missing } })).status).toBe(404);
    expect((await put(missing, changeOf(aNewDevice(), 1))).status).toBe(404);
  });
});

describe('GET /api/devices', () => {
  const refs = (page: { data: Device[] }) => page.data.map(({ device_id }) => device_id);
  const ask = async (query: string) => (await call(route('listDevices'), { headers: technician, query })).json();

  it('narrows by kind, silence and device id, page by page', async () => {
    clock = new Date('2026-11-01T07:00:00Z');
    for (const device_id of ['S-silent-1', 'S-silent-2']) await registered({ device_id, kind: 'cpap', shared: true });
    clock = new Date('2026-11-22T13:02:00Z');
    await registered({ device_id: 'S-new', kind: 'cpap' });
    expect(refs(await ask('?kind=cpap&silent=true'))).toEqual(['S-silent-1', 'S-silent-2']);
    expect(refs(await ask('?kind=cpap&silent=false'))).toEqual(['S-new']);
    expect(refs(await ask('?device_id=S-new'))).toEqual(['S-new']);
    const first = await ask('?kind=cpap&limit=2');
    const second = await ask(`?kind=cpap&limit=2&cursor=${first.next_cursor}`);
    expect([refs(first), refs(second), second.next_cursor]).toEqual([['S-silent-1', 'S-silent-2'], ['S-new'], null]);
  });

  it('fills a page across devices that do not fit', async () => {
    const page = await ask('?silent=true&limit=2');
    expect(refs(page)).toEqual(['S-silent-1', 'S-silent-2']);
  });

  it('400 for a parameter that is not known, such as part of a name', async () => {
    expect((await call(route('listDevices'), { headers: technician, query: '?text=quill' })).status).toBe(400);
  });

  it('counts what is held, on an index', async () => {
    const key = installation.keyActor(['ingest:ecg']);
    const send = (body: Record<string, unknown>) =>
      receiveRecording(installation.services, key, { modality: 'ecg', body: received(anEcgBody(body)) });
    await send({ patient_id: 'P-held', device_id: 'D-held', seed: 41 });
    await send({ patient_id: 'P-held', device_id: 'D-held', seed: 42, patient: { birth_date: '1990-01-01' } });
    const page = await listDevices(installation.services, installation.keyActor(['admin']), {
      limit: 100,
      device_id: 'D-held',
    });
    expect(page.data[0]?.quarantined).toBe(1);
    const plan = await ecgRecords(installation.organization_id).explain({
      device_id: { $in: ['D-held', 'D-self'] },
      status: 'quarantined',
    });
    expect([plan.scanned, plan.docs_examined]).toEqual([false, 1]);
  });

  it('audits the look once in ten minutes, not every poll', async () => {
    const admin = installation.keyActor(['admin']);
    for (let poll = 0; poll < 3; poll++) await listDevices(installation.services, admin, { limit: 100 });
    const looks = await eventsOf('device.viewed', installation.organization_id);
    expect(looks.filter(({ actor }) => actor.id === admin.key_id)).toHaveLength(1);
  });
});

describe('the health of a device', () => {
  it('counts the nights that came and those that are missing', async () => {
    clock = new Date('2026-11-01T07:00:00Z');
    const { device_ref } = await registered({ device_id: 'H-1', kind: 'cpap' });
    clock = new Date('2026-11-04T13:00:00Z');
    await receiveRecording(installation.services, installation.keyActor(['ingest:therapy']), {
      modality: 'cpap',
      body: received(aTherapyBody({ device_id: 'H-1' })),
    });
    const health = await getDeviceHealth(installation.services, installation.keyActor(['admin']), { device_ref });
    expect(health.days.filter(({ received: count }) => count > 0)).toEqual([
      { date: '2026-11-02', received: 1, expected: true },
    ]);
    // known since the 1st: the nights of 1, 2 and 3 November are over
    expect([health.nights_received, health.nights_missing]).toEqual([1, 2]);
  });
});
