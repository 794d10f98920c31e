import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { getTimeline } from '@/lib/patients/get-timeline';
import { moveRecording } from '@/lib/recordings/lifecycle/move-recording';
import { allRouteHandlers, call, type RouteHandler, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { therapyRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import type { Night } from './contracts';

let installation: TestInstallation;
let handler: RouteHandler['handler'];
let clinician: Record<string, string>;

beforeAll(async () => {
  installation = await createInstallation();
  const routes = await allRouteHandlers();
  const route = routes.find((one) => one.handler.contract?.operation_id === 'setNightExclusion');
  if (!route) throw new Error('no route excludes');
  handler = route.handler;
  clinician = await sessionHeaders(installation, 'clinician');
});
afterAll(() => installation.close());

const put = (id: string, body: unknown, headers = clinician) =>
  call(handler, {
    params: { id },
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const session = (from: string, to: string, hypopneas: number) => ({
  start: `2026-11-${from}:00+01:00`,
  end: `2026-11-${to}:00+01:00`,
  events: Array.from({ length: hypopneas }, () => ({
    type: 'hypopnea',
    start: `2026-11-${from}:30+01:00`,
    duration_s: 12,
  })),
});
const EVENING = session('02T20:00', '02T21:00', 30);
const SLEEP = session('02T23:00', '03T05:00', 12);

async function send(patient_id: string, sessions: unknown[], change: Record<string, unknown> = {}) {
  const therapy = { mode: 'CPAP', sessions, summary: { usage_minutes: 430, ahi: 5 } };
  const body = received(
    aTherapyBody({ patient_id, device_id: `D-${patient_id}`, source_id: patient_id, therapy, ...change }),
  );
  const actor = installation.keyActor(['ingest:therapy']);
  return (await receiveRecording(installation.services, actor, { modality: 'cpap', body })).id;
}

const patientOf = async (patient_id: string) => {
  const patient = await patients(installation.organization_id).findOne({ patient_id });
  if (!patient) throw new Error('no such patient');
  return patient;
};

async function nightOf(patient_id: string) {
  const { _id: patient_ref } = await patientOf(patient_id);
  const [night] = await therapyNights(installation.organization_id).find({ patient_ref });
  if (!night) throw new Error('no night');
  return night;
}

const MASK_TEST = { excluded: true, reason: 'Mask test' };

/** Excludes the evening session of a patient's only night. */
async function excludeEvening(patient_id: string) {
  const { _id, change, sessions } = await nightOf(patient_id);
  const [first] = sessions;
  const of = { record_id: first?.record_id, start: first?.start.toISOString() };
  return put(_id, { ...MASK_TEST, session: of, change });
}

describe('excluding a session', () => {
  it('200: it counts for nothing, is shown with its reason, and can be taken back', async () => {
    await send('X-one', [EVENING, SLEEP]);
    const before = await nightOf('X-one');
    const response = await excludeEvening('X-one');
    expect(response.status).toBe(200);
    const night: Night = await response.json();
    expect(night).toMatchObject({ usage_minutes: 360, ahi: 2, excluded: false, device_reported: null });
    expect(night.sessions[0]).toMatchObject({
      excluded: true,
      exclusion: { reason: 'Mask test', author: 'clinician' },
    });
    const patient = await patientOf('X-one');
    expect(patient.last_night).toMatchObject({ ahi: { value: 2, source: 'computed' } });
    const { record_id, start } = night.sessions[0] ?? {};
    const back = { excluded: false, reason: 'It was sleep', session: { record_id, start }, change: night.change };
    expect((await put(before._id, back)).status).toBe(200);
    const { change: _change, updated_at: _at, ...after } = await nightOf('X-one');
    const { change: _was, updated_at: _then, ...first } = before;
    expect(after).toEqual(first);
  });

  it('200: the trail says who, why and of which record, twice', async () => {
    const { _id, record_ids } = await nightOf('X-one');
    const { _id: patient_ref } = await patientOf('X-one');
    for (const [action, reason] of [
      ['therapy.excluded', 'Mask test'],
      ['therapy.included', 'It was sleep'],
    ]) {
      const [event, ...more] = await auditEvents(installation.organization_id).find({ action, patient_ref });
      expect(more).toEqual([]);
      expect(event).toMatchObject({
        ...{ reason, actor: { kind: 'user', role: 'clinician' }, subject: { kind: 'record', id: record_ids[0] } },
        details: { night_id: _id, sessions: 1 },
      });
    }
  });

  it('holds for a corrected copy, and not for another patient', async () => {
    const id = await send('X-copy', [EVENING, SLEEP]);
    await excludeEvening('X-copy');
    await send('X-copy', [{ ...EVENING, end: '2026-11-02T21:20:00+01:00' }, SLEEP]);
    expect(await nightOf('X-copy')).toMatchObject({ usage_minutes: 360, sessions: [{ excluded: true }, {}] });
    await send('X-other', [session('08T23:00', '09T05:00', 0)]);
    const { revision } = (await therapyRecords(installation.organization_id).findOne({ _id: id })) ?? {};
    const admin = installation.keyActor(['admin']);
    const body = { patient_id: 'X-other', reason: 'wrong person', revision: revision ?? 0 };
    await moveRecording(installation.services, admin, { modality: 'cpap', id, body });
    const { _id: patient_ref } = await patientOf('X-other');
    const moved = await therapyNights(installation.organization_id).findOne({ patient_ref, night: '2026-11-02' });
    expect(moved).toMatchObject({ usage_minutes: 440, sessions: [{ excluded: false }, { excluded: false }] });
  });

  it('404, 409: no such session; decided on a night that has changed, or so already', async () => {
    await send('X-stale', [EVENING, SLEEP]);
    const { _id, change } = await nightOf('X-stale');
    const session = { record_id: 'rec_00000000000000000000000000', start: '2026-11-02T19:00:00Z' };
    expect((await put(_id, { ...MASK_TEST, session, change })).status).toBe(404);
    expect((await put(_id, { ...MASK_TEST, change: change - 1 })).status).toBe(409);
    expect((await excludeEvening('X-stale')).status).toBe(200);
    expect(await (await excludeEvening('X-stale')).json()).toMatchObject({ code: 'not_in_this_state' });
    expect((await nightOf('X-stale')).usage_minutes).toBe(360);
  });

  it('401, 403, 422: for nobody, for those who do not judge charts, without a reason', async () => {
    const { _id, change } = await nightOf('X-stale');
    const body = { ...MASK_TEST, change };
    expect((await put(_id, body, {})).status).toBe(401);
    for (const role of ['technician', 'auditor', 'device_manager'] as const)
      expect((await put(_id, body, await sessionHeaders(installation, role))).status).toBe(403);
    expect((await put(_id, { ...body, reason: ' ' })).status).toBe(422);
  });
});

describe('excluding a night', () => {
  it('200: leaves it in its place without a figure, and gives all of it back', async () => {
    await send('X-night', [EVENING, SLEEP]);
    await send('X-night', [session('03T06:00', '03T07:00', 0)], { source_id: 'X-night-2', device_id: 'D-second' });
    const before = await nightOf('X-night');
    expect((await put(before._id, { ...MASK_TEST, change: before.change })).status).toBe(200);
    const night = await nightOf('X-night');
    expect(night).toMatchObject({
      excluded: true,
      usage_minutes: null,
      ahi: null,
      with_excluded: { usage_minutes: 480 },
    });
    const { _id: patient_ref, recent_usage } = await patientOf('X-night');
    expect(recent_usage?.minutes.every((minutes) => minutes === null)).toBe(true);
    expect(recent_usage?.excluded_nights).toBe(1);
    const actor = installation.keyActor(['read']);
    const timeline = await getTimeline(installation.services, actor, { patient_ref });
    expect(timeline.nights).toMatchObject([
      { id: before._id, excluded: true, excluded_sessions: 3, computed: { usage_minutes: null } },
    ]);
    const back = { excluded: false, reason: 'Wrong night', change: night.change };
    expect((await put(before._id, back)).status).toBe(200);
    const { change: _change, updated_at: _at, ...after } = await nightOf('X-night');
    const { change: _was, updated_at: _then, ...first } = before;
    expect(after).toEqual(first);
  });

  it('200: of a day only the device’s summary knows; sessions that come later stay out', async () => {
    const day = { night: '2026-11-02', timezone: 'Europe/Brussels', therapy: { summary: { usage_minutes: 400 } } };
    await send('X-summary', [], day);
    const { _id, change } = await nightOf('X-summary');
    expect((await put(_id, { ...MASK_TEST, change })).status).toBe(200);
    expect(await nightOf('X-summary')).toMatchObject({ excluded: true, device_reported: null });
    await send('X-summary', [EVENING, SLEEP]);
    expect(await nightOf('X-summary')).toMatchObject({
      excluded: true,
      sessions: [{ excluded: true }, { excluded: true }],
    });
  });
});
