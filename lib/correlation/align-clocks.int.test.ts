import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { allRouteHandlers, call, type RouteHandler, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { ecgRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import type { ClockOffsets } from './clock-contracts';

let installation: TestInstallation;
let handlers: { put: RouteHandler['handler']; get: RouteHandler['handler'] };
let clinician: Record<string, string>;
let patient_ref: string;
let night_id: string;
let ecg_id: string;

async function handlerOf(operation_id: string) {
  const route = (await allRouteHandlers()).find(({ handler }) => handler.contract?.operation_id === operation_id);
  if (!route) throw new Error('no such route');
  return route.handler;
}

beforeAll(async () => {
  installation = await createInstallation();
  handlers = { put: await handlerOf('alignClocks'), get: await handlerOf('listClockOffsets') };
  clinician = await sessionHeaders(installation, 'clinician');
  const actor = installation.keyActor(['ingest:ecg', 'ingest:therapy']);
  const send = (modality: 'ecg' | 'cpap', body: Record<string, unknown>) =>
    receiveRecording(installation.services, actor, { modality, body: received(body) });
  // 22:41 to 06:12, and an ECG three minutes before
  await send('cpap', aTherapyBody());
  ecg_id = (await send('ecg', anEcgBody({ recording_date: '2026-11-02T22:38:00+01:00' }))).id;
  const [night] = await therapyNights(installation.organization_id).find({});
  patient_ref = night?.patient_ref ?? '';
  night_id = night?._id ?? '';
});
afterAll(() => installation.close());

const PAIR = { ecg_device_id: 'ECG-7F-01', therapy_device_id: 'CPAP-1' };
const FIVE_MINUTES = { offset_ms: 300_000, uncertainty_ms: 4000, method: 'manual' };

function put(change: Record<string, unknown> = {}, headers = clinician, ref = patient_ref) {
  const body = { night_id, ...PAIR, alignment: FIVE_MINUTES, reason: 'both clocks seen', revision: 0, ...change };
  return call(handlers.put, {
    params: { patient_ref: ref },
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const link = async () => (await ecgRecords(installation.organization_id).findOne({ _id: ecg_id }))?.link?.kind;

describe('aligning the clocks of two devices', () => {
  it('200: sets the offset, links ECGs by it, and says so in the trail', async () => {
    expect(await link()).toBe('same_night');
    const response = await put();
    expect(response.status).toBe(200);
    const { data }: ClockOffsets = await response.json();
    expect(data).toEqual([
      {
        ...{ ...PAIR, ...FIVE_MINUTES, night: '2026-11-02', reason: 'both clocks seen' },
        ...{ author: 'clinician', set_at: expect.any(String), revision: 1 },
      },
    ]);
    expect(await link()).toBe('during');
    const [event] = await auditEvents(installation.organization_id).find({ action: 'clock.aligned' });
    expect(event).toMatchObject({
      ...{ patient_ref, reason: 'both clocks seen', subject: { kind: 'night', id: night_id } },
      details: { offset_ms: 300_000, uncertainty_ms: 4000, offset_ms_before: null, links: 1, revision: 1 },
    });
  });

  it('200: is read back, changed, and taken back', async () => {
    const response = await call(handlers.get, { params: { patient_ref }, headers: clinician });
    expect(await response.json()).toMatchObject({ data: [{ ...PAIR, offset_ms: 300_000 }], next_cursor: null });
    expect(
      (await put({ alignment: { offset_ms: 1000, uncertainty_ms: null, method: 'estimated' }, revision: 1 })).status,
    ).toBe(200);
    expect(await link()).toBe('same_night');
    const back = await put({ alignment: null, reason: 'was another cart', revision: 2 });
    expect(await back.json()).toEqual({ data: [], next_cursor: null });
    const [event] = await auditEvents(installation.organization_id).find({ action: 'clock.unaligned' });
    expect(event).toMatchObject({ details: { offset_ms: null, offset_ms_before: 1000 } });
  });

  it('401, 403: for nobody, and for those who read out no devices', async () => {
    expect((await put({}, {})).status).toBe(401);
    for (const role of ['auditor', 'device_manager', 'analyst'] as const)
      expect((await put({}, await sessionHeaders(installation, role))).status).toBe(403);
  });

  it('404: another patient, night or device', async () => {
    expect((await put({}, clinician, 'pat_00000000000000000000000000')).status).toBe(404);
    expect((await put({ night_id: 'ngt_00000000000000000000000000' })).status).toBe(404);
    expect((await put({ ecg_device_id: 'ECG-none' })).status).toBe(404);
    expect((await put({ therapy_device_id: 'PAP-none' })).status).toBe(404);
  });

  it('409: decided on an older alignment, or nothing to take back', async () => {
    expect(await (await put({ alignment: null })).json()).toMatchObject({ code: 'not_in_this_state' });
    expect(await (await put({ revision: 3 })).json()).toMatchObject({ code: 'stale_revision' });
  });

  it('422: more than a day, a negative uncertainty, no reason', async () => {
    expect((await put({ alignment: { ...FIVE_MINUTES, offset_ms: 86_400_001 } })).status).toBe(422);
    expect((await put({ alignment: { ...FIVE_MINUTES, uncertainty_ms: -1 } })).status).toBe(422);
    expect((await put({ reason: '  ' })).status).toBe(422);
  });
});
