import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { deleteRecording } from '@/lib/recordings/lifecycle/delete-recording';
import { allRouteHandlers, call, type RouteHandler, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { ecgRecords } from '@/models/record';
import { type ComparisonQuery, compareEcgs } from './compare-ecgs';

let installation: TestInstallation;
let routes: RouteHandler[];
let patient_ref: string;
let seed = 0;
/** Four ECGs of one patient, oldest first, and one of another. */
const ids: string[] = [];
let stranger: string;

async function send(recording_date: string, change: Record<string, unknown> = {}): Promise<string> {
  seed += 1;
  const body = received(anEcgBody({ patient_id: 'P-compare', seed, seconds: 1, recording_date, ...change }));
  const device = installation.keyActor(['ingest:ecg']);
  return (await receiveRecording(installation.services, device, { modality: 'ecg', body })).id;
}

const reader = () => installation.keyActor(['read']);
const compare = (query: ComparisonQuery, actor = reader()) => compareEcgs(installation.services, actor, query);
const refused = { code: 'not_found' };

beforeAll(async () => {
  installation = await createInstallation();
  routes = await allRouteHandlers();
  for (const day of [1, 2, 3]) ids.push(await send(`2026-10-0${day}T08:00:00Z`));
  ids.push(await send('2026-10-04T08:00:00Z', { device_id: 'ECG-OTHER' }));
  stranger = await send('2026-10-02T09:00:00Z', {
    patient_id: 'P-stranger',
    patient: { family_name: 'Other', given_name: 'One', birth_date: '1950-01-01', sex: 'male' },
  });
  patient_ref = (await patients(installation.organization_id).findOne({ patient_id: 'P-compare' }))?._id ?? '';
});
afterAll(() => installation.close());

const [first, second, third, fourth] = [0, 1, 2, 3].map((place) => () => ids[place] ?? '') as [
  () => string,
  () => string,
  () => string,
  () => string,
];

describe('comparing ECGs', () => {
  it('takes the one before it, and offers all of the patient, newest first', async () => {
    const found = await compare({ id: third(), with: 'previous' });
    expect(found.other?.id).toBe(second());
    expect(found).toMatchObject({ with: 'previous', baseline: null, recording: { id: third(), patient_ref } });
    expect(found.choices.map(({ id }) => id)).toEqual([fourth(), third(), second(), first()]);
    expect(found.choices[0]).toMatchObject({ heart_rate_bpm: 72, lead_count: 12, reading_state: 'unconfirmed' });
  });

  it('has nothing before the first, and no baseline where none was chosen', async () => {
    expect((await compare({ id: first(), with: 'previous' })).other).toBeNull();
    expect((await compare({ id: third(), with: 'baseline' })).other).toBeNull();
  });

  it('prefers the latest with the same leads to a strip in between, and takes the strip where it is all there is', async () => {
    const strip = (recording_date: string, patient_id: string) => {
      seed += 1;
      const { leads } = anEcgBody({ seed, seconds: 1 }).recording as { leads: Record<string, number[]> };
      const recording = { sampling_rate_hz: 500, unit: 'uV', leads: { I: leads.I, II: leads.II } };
      return send(recording_date, { patient_id, recording });
    };
    const twelve = await send('2026-10-01T08:00:00Z', { patient_id: 'P-strips' });
    const short = await strip('2026-10-02T08:00:00Z', 'P-strips');
    const later = await send('2026-10-03T08:00:00Z', { patient_id: 'P-strips' });
    const laterShort = await strip('2026-10-04T08:00:00Z', 'P-strips');
    const previous = async (id: string) => (await compare({ id, with: 'previous' })).other?.id;
    expect(await previous(later)).toBe(twelve);
    expect(await previous(short)).toBe(twelve);
    expect(await previous(laterShort)).toBe(later);
    const onlyStrip = await strip('2026-10-01T08:00:00Z', 'P-one-strip');
    expect(await previous(await send('2026-10-02T08:00:00Z', { patient_id: 'P-one-strip' }))).toBe(onlyStrip);
  });

  it('takes one that is named, earlier or later', async () => {
    expect((await compare({ id: first(), with: { id: third() } })).other?.id).toBe(third());
  });

  it('audits the look at each of the two, of the patient', async () => {
    await compare({ id: fourth(), with: { id: first() } });
    const events = await auditEvents(installation.organization_id).find({ action: 'record.viewed', patient_ref });
    const seen = new Set(events.map(({ subject }) => subject?.id));
    expect([...ids].every((id) => seen.has(id))).toBe(true);
  });

  it('refuses another patient’s ECG, itself, and what is not there, all alike', async () => {
    for (const id of [stranger, third(), 'rec_01ARZ3NDEKTSV4RRFFQ69G5FAV'])
      await expect(compare({ id: third(), with: { id } })).rejects.toMatchObject(refused);
    await expect(compare({ id: stranger, with: { id: third() } })).rejects.toMatchObject(refused);
    const seen = await auditEvents(installation.organization_id).find({ action: 'record.viewed' });
    expect(seen.some(({ subject }) => subject?.id === stranger)).toBe(false);
  });

  it('refuses who is of another organisation, or may not read records', async () => {
    const elsewhere = inOrganization(reader(), installation.services.ids.id('org'));
    await expect(compare({ id: third(), with: 'previous' }, elsewhere)).rejects.toMatchObject(refused);
    const device = installation.keyActor(['ingest:ecg']);
    await expect(compare({ id: third(), with: 'previous' }, device)).rejects.toMatchObject({ code: 'not_permitted' });
  });

  it('shows a key bound to a device that device’s ECGs alone', async () => {
    const bound = installation.keyActor(['read'], { device_id: 'ECG-OTHER' });
    const found = await compare({ id: fourth(), with: 'previous' }, bound);
    expect(found.other).toBeNull();
    expect(found.choices.map(({ id }) => id)).toEqual([fourth()]);
    await expect(compare({ id: fourth(), with: { id: first() } }, bound)).rejects.toMatchObject(refused);
  });
});

describe('the baseline', () => {
  const put = async (body: unknown, role: 'clinician' | 'auditor' = 'clinician', ref = patient_ref) => {
    const route = routes.find(({ handler }) => handler.contract?.operation_id === 'chooseBaselineEcg');
    if (!route) throw new Error('no route');
    return call(route.handler, {
      params: { patient_ref: ref },
      headers: { ...(await sessionHeaders(installation, role)), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  };
  const revision = async () => (await compare({ id: third(), with: 'previous' })).patient_revision;

  it('200: is chosen by a person, once an event, and is what others are compared with', async () => {
    const before = await revision();
    const answer = await put({ revision: before, record_id: first() });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ baseline: { record_id: first() }, revision: before + 1 });
    const found = await compare({ id: third(), with: 'baseline' });
    expect(found.other?.id).toBe(first());
    expect(found.baseline?.author).not.toBeNull();
    const events = await auditEvents(installation.organization_id).find({ action: 'patient.baseline_chosen' });
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ patient_ref, details: { record_id: first() } });
  });

  it('is nothing to compare the baseline itself with', async () => {
    const found = await compare({ id: first(), with: 'baseline' });
    expect(found).toMatchObject({ other: null, baseline: { record_id: first() } });
  });

  it('409: is not chosen over a change somebody else made', async () => {
    const answer = await put({ revision: (await revision()) - 1, record_id: second() });
    expect(answer.status).toBe(409);
    expect((await compare({ id: third(), with: 'baseline' })).other?.id).toBe(first());
  });

  it('422: is no other patient’s ECG', async () => {
    const answer = await put({ revision: await revision(), record_id: stranger });
    expect(answer.status).toBe(422);
  });

  it('403, 404: not by whom it may not, not of a patient who is not there', async () => {
    expect((await put({ revision: 1, record_id: null }, 'auditor')).status).toBe(403);
    expect((await put({ revision: 1, record_id: null }, 'clinician', 'pat_01ARZ3NDEKTSV4RRFFQ69G5FAV')).status).toBe(
      404,
    );
  });

  it('401: not by nobody', async () => {
    const route = routes.find(({ handler }) => handler.contract?.operation_id === 'chooseBaselineEcg');
    if (!route) throw new Error('no route');
    const answer = await call(route.handler, {
      params: { patient_ref },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ revision: 1, record_id: null }),
    });
    expect(answer.status).toBe(401);
  });

  it('is compared with no more once its record is deleted, and can be taken back', async () => {
    const record = await ecgRecords(installation.organization_id).findOne({ _id: first() });
    await deleteRecording(installation.services, installation.keyActor(['admin']), {
      modality: 'ecg',
      id: first(),
      body: { reason: 'wrong recording', revision: record?.revision ?? 0 },
    });
    expect((await compare({ id: third(), with: 'baseline' })).other).toBeNull();
    expect((await compare({ id: second(), with: 'previous' })).other).toBeNull();
    await expect(compare({ id: third(), with: { id: first() } })).rejects.toMatchObject(refused);
    expect((await put({ revision: await revision(), record_id: null })).status).toBe(200);
    expect((await compare({ id: third(), with: 'baseline' })).baseline).toBeNull();
  });
});
