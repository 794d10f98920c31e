import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '@/lib/devices/create-key';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { allRouteHandlers, call, type RouteHandler, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { aStoredNight } from '@/lib/testing/nights';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { organizations } from '@/models/organization';
import { patients } from '@/models/patient';
import { therapyNights } from '@/models/therapy-night';
import type { Patient } from './contracts';

let installation: TestInstallation;
let routes: RouteHandler[];
let clinician: Record<string, string>;
let patient_ref: string;

const handlerOf = (operation: string) => {
  const route = routes.find(({ handler }) => handler.contract?.operation_id === operation);
  if (!route) throw new Error(`no ${operation}`);
  return route.handler;
};

const timeline = (headers: Record<string, string>, query = '', ref = patient_ref) =>
  call(handlerOf('getPatientTimeline'), { params: { patient_ref: ref }, query, headers });
const get = async (headers = clinician): Promise<Patient> =>
  (await call(handlerOf('getPatient'), { params: { patient_ref }, headers })).json();

const unknown = { value: 'unknown', date: null, source: null };
const edit = (revision: number, change: Record<string, unknown> = {}) => ({
  revision,
  family_name: 'Example',
  given_name: 'Ada',
  birth_date: '1957-03-02',
  sex: 'female',
  verified: true,
  flags: { pacemaker: unknown, atrial_fibrillation: unknown, heart_failure: unknown, pregnancy: unknown },
  therapy_start: null,
  diagnostic_ahi: null,
  night_boundary_hour: 12,
  ...change,
});
const put = (body: unknown, headers = clinician, ref = patient_ref) =>
  call(handlerOf('updatePatient'), {
    params: { patient_ref: ref },
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

async function keyHeaders(scopes: ('read' | 'admin')[], device_id: string | null = null, organization_id?: string) {
  const admin = installation.keyActor(['admin'], organization_id ? { organization_id } : {});
  const body = { name: 'k', scopes, device_id, requests_per_minute: null, expires_at: null };
  return { authorization: `Bearer ${(await createKey(installation.services, admin, { body })).key}` };
}

async function otherOrganization(): Promise<string> {
  const own = await organizations.get(installation.organization_id);
  if (!own) throw new Error('the organisation is gone');
  const other = { ...own, _id: installation.services.ids.id('org') };
  await organizations.insert(other);
  return other._id;
}

beforeAll(async () => {
  installation = await createInstallation();
  routes = await allRouteHandlers();
  clinician = await sessionHeaders(installation, 'clinician');
  const { services, organization_id } = installation;
  const dates = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-11-02T08:00:00Z'];
  for (const [seed, recording_date] of dates.entries()) {
    const body = received(anEcgBody({ patient_id: 'P-page', seed, seconds: 1, recording_date }));
    await receiveRecording(services, installation.keyActor(['ingest:ecg']), { modality: 'ecg', body });
  }
  const patient = await patients(organization_id).findOne({ patient_id: 'P-page' });
  patient_ref = patient?._id ?? '';
  for (const night of ['2026-10-24', '2026-10-25', '2026-11-01'])
    await therapyNights(organization_id).insert(aStoredNight({ patient_ref, patient_id: 'P-page' }, night));
});
afterAll(() => installation.close());

describe('the timeline', () => {
  it('200: ECGs and nights, oldest first, computed and reported values apart', async () => {
    const response = await timeline(clinician);
    expect(response.status).toBe(200);
    const body = await response.json();
    expect(body.ecgs.map((ecg: { recording_date: string }) => ecg.recording_date)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:30:00.000Z',
      '2026-11-02T08:00:00.000Z',
    ]);
    expect(body.ecgs[0]).toMatchObject({ heart_rate_bpm: 72, qtc_ms: 438, qtc_formula: 'bazett', lead_count: 12 });
    expect(body.nights.map((night: { night: string }) => night.night)).toEqual([
      '2026-10-24',
      '2026-10-25',
      '2026-11-01',
    ]);
    expect(body.nights[0]).toMatchObject({
      computed: { usage_minutes: 480, ahi: null },
      device_reported: { usage_minutes: 470, ahi: 2.5 },
      session_count: 1,
      device: 'Auto 10',
    });
    expect(body.truncated).toBe(false);
  });

  it('200: takes `from` in and leaves `to` out', async () => {
    const range = '?from=2026-10-25T01:30:00Z&to=2026-11-01T22:00:00Z';
    const body = await (await timeline(clinician, range)).json();
    expect(body.ecgs).toHaveLength(1);
    expect(body.nights.map((night: { night: string }) => night.night)).toEqual(['2026-10-25']);
  });

  it('200: is audited as a view of the patient, once in ten minutes', async () => {
    const events = await auditEvents(installation.organization_id).find({ action: 'patient.viewed', patient_ref });
    expect(events).toHaveLength(1);
  });

  it('200: shows a key of one device that device’s records alone', async () => {
    const body = await (await timeline(await keyHeaders(['read'], 'CPAP-2'))).json();
    expect(body).toMatchObject({ ecgs: [], nights: [] });
  });

  it('400: refuses parameters it does not know and times without offset', async () => {
    for (const query of ['?since=2026-10-25T00:00:00Z', '?from=2026-10-25T00:00:00'])
      expect((await timeline(clinician, query)).status).toBe(400);
  });

  it('401, 403: for nobody and for roles without charts', async () => {
    expect((await timeline({})).status).toBe(401);
    expect((await timeline(await sessionHeaders(installation, 'analyst'))).status).toBe(403);
  });

  it('404: for another organisation’s patient and for none', async () => {
    const stranger = await keyHeaders(['read'], null, await otherOrganization());
    expect((await timeline(stranger)).status).toBe(404);
    expect((await timeline(clinician, '', 'pat_00000000000000000000000000')).status).toBe(404);
    expect((await timeline(clinician, '', 'P-page')).status).toBe(404);
  });
});

describe('an edit', () => {
  const yes = { value: 'yes', date: '2024-05-01', source: 'Device clinic letter' };

  it('200: keeps date, source and author of a flag, finds by the new name, counts under the flag', async () => {
    const { revision, flags } = await get();
    expect(flags.pacemaker.value).toBe('unknown');
    const body = edit(revision, {
      family_name: 'Corrected',
      flags: { ...edit(1).flags, pacemaker: yes },
      therapy_start: { value: '2026-01-15', source: 'Sleep clinic' },
      diagnostic_ahi: { value: 34.5, date: '2025-12-01', source: 'Polysomnography' },
    });
    const response = await put(body);
    expect(response.status).toBe(200);
    const patient: Patient = await response.json();
    expect(patient).toMatchObject({ revision: revision + 1, family_name: 'Corrected', verified: true });
    expect(patient.flags.pacemaker).toMatchObject({ ...yes, author: 'clinician' });
    expect(patient.flags.pregnancy).toMatchObject({ value: 'unknown', author: null });
    expect(patient.diagnostic_ahi).toMatchObject({ value: 34.5, author: 'clinician' });
    const stored = await patients(installation.organization_id).findOne({ _id: patient_ref });
    expect(stored?.search_tokens).toContain('corrected');
    expect(stored?.facets).toContain('flag:pacemaker');
    expect(stored?.facets).not.toContain('identity:unverified');
  });

  it('200: leaves author and time of what stays the same', async () => {
    const before = await get();
    const technician = await sessionHeaders(installation, 'technician');
    const flags = { ...edit(1).flags, pacemaker: yes, pregnancy: { value: 'no', date: null, source: 'Patient' } };
    const body = edit(before.revision, { family_name: 'Corrected', flags });
    const after: Patient = await (await put(body, technician)).json();
    expect(after.flags.pacemaker).toEqual(before.flags.pacemaker);
    expect(after.flags.pregnancy).toMatchObject({ value: 'no', author: 'technician' });
    expect(after.therapy_start).toBeNull();
  });

  it('200: stands in the trail with digests of before and after and the names of what changed', async () => {
    const [event] = await auditEvents(installation.organization_id).find(
      { action: 'patient.updated', patient_ref },
      { sort: { at: 1 }, limit: 1 },
    );
    expect(event?.before_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(event?.after_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(event?.before_sha256).not.toBe(event?.after_sha256);
    expect(String(event?.details.fields).split(' ')).toEqual(
      expect.arrayContaining(['family_name', 'flags', 'verified', 'therapy_start']),
    );
    expect(JSON.stringify(event)).not.toMatch(/Corrected|Polysomnography/);
  });

  it('409: a stale revision changes nothing', async () => {
    const { revision, family_name } = await get();
    const response = await put(edit(revision - 1, { family_name: 'Lost' }));
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: 'stale_revision' });
    expect(await get()).toMatchObject({ revision, family_name });
  });

  it('409: of two at the same time one wins', async () => {
    const { revision } = await get();
    const statuses = await Promise.all(
      ['One', 'Two'].map(async (given_name) => (await put(edit(revision, { given_name }))).status),
    );
    expect(statuses.sort()).toEqual([200, 409]);
  });

  it('422: a flag without source, a value that is none, a field nobody knows; all at once', async () => {
    const flags = { ...edit(1).flags, pacemaker: { value: 'yes', date: null, source: ' ' } };
    const response = await put({ ...edit(1, { flags, sex: 'f', birth_date: '1957-02-30' }), patient_id: 'P-other' });
    expect(response.status).toBe(422);
    const { errors } = await response.json();
    expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining(['/flags/pacemaker/source', '/sex', '/birth_date', '/patient_id']),
    );
  });

  it('401, 403, 404: for nobody, for readers, for strangers', async () => {
    expect((await put(edit(1), {})).status).toBe(401);
    expect((await put(edit(1), await keyHeaders(['read']))).status).toBe(403);
    expect((await put(edit(1), await sessionHeaders(installation, 'auditor'))).status).toBe(403);
    expect((await put(edit(1), await keyHeaders(['admin'], null, await otherOrganization()))).status).toBe(404);
  });
});
