import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/accounts/actor';
import { ROLES, type Role } from '@/lib/accounts/permissions';
import type { ReadingEdit } from '@/lib/ecg/reading-contracts';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { getTimeline } from '@/lib/patients/get-timeline';
import type { Recording } from '@/lib/recordings/contracts';
import { getRecording } from '@/lib/recordings/get-recording';
import { deleteRecording } from '@/lib/recordings/lifecycle/delete-recording';
import { moveRecording } from '@/lib/recordings/lifecycle/move-recording';
import { call, handlersByOperation, sessionHeaders } from '@/lib/testing/api-client';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { personActor } from '@/lib/testing/person-actor';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { organizations } from '@/models/organization';
import { patients } from '@/models/patient';
import { readingEntries } from '@/models/reading-entry';
import { changeReading } from './change-reading';
import { getReadingHistory } from './get-reading-history';
import { requestRepeat } from './request-repeat';

let installation: TestInstallation;
let now = new Date('2026-11-22T10:00:00Z');
let seed = 0;
const people = {} as Record<Role, Actor>;

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now } });
  for (const role of ROLES) people[role] = await personActor(installation, role);
});
afterAll(() => installation.close());

const services = () => installation.services;
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};

async function send(change: Record<string, unknown> = {}): Promise<Recording> {
  seed += 1;
  const body = received(anEcgBody({ patient_id: `R-${seed}`, seed, seconds: 1, ...change }));
  const device = installation.keyActor(['ingest:ecg']);
  return look((await receiveRecording(services(), device, { modality: 'ecg', body })).id);
}

const look = (id: string) => getRecording(services(), people.clinician, { modality: 'ecg', id });
const history = async (id: string, actor = people.clinician) =>
  (await getReadingHistory(services(), actor, { id })).data;

type Step =
  | { action: 'save' | 'confirm'; statement: string }
  | { action: 'amend'; statement: string }
  | { action: 'undo' };

function read({ id, version, revision }: Recording, step: Step, actor = people.clinician): Promise<Recording> {
  const reason = step.action === 'amend' ? { reason: 'second look' } : {};
  // the union of steps with what every step has
  return changeReading(services(), actor, { id, body: { ...step, ...reason, version, revision } as ReadingEdit });
}

const save = (statement: string) => ({ action: 'save', statement }) as const;
const confirm = (statement: string) => ({ action: 'confirm', statement }) as const;
const amend = (statement: string) => ({ action: 'amend', statement }) as const;
const undo = { action: 'undo' } as const;

const eventsOf = async (id: string) =>
  (await auditEvents(installation.organization_id).find({ 'subject.id': id }, { sort: { at: 1, _id: 1 } })).filter(
    ({ action }) => /^(reading\.(?!history)|record\.repeat)/.test(action),
  );

describe('reading an ECG', () => {
  it('goes from preliminary to confirmed to amended, with every text kept', async () => {
    const record = await send();
    pass(40);
    const draft = await read(record, save('Sinus rhythm'), people.technician);
    expect(draft.reading).toMatchObject({ state: 'preliminary', statement: 'Sinus rhythm', author: 'technician' });
    expect(draft.statements).toEqual(['Sinus rhythm']);
    pass(20);
    const confirmed = await read(draft, confirm('Sinus rhythm. Normal ECG.'));
    expect(confirmed.reading).toMatchObject({ state: 'confirmed', author: 'clinician', time_to_read_ms: 60_000 });
    pass(3600);
    const amended = await read(confirmed, amend('First degree AV block.'), people.admin);
    expect(amended.reading).toMatchObject({ state: 'amended', time_to_read_ms: 60_000 });
    expect((await look(record.id)).reading).toEqual(amended.reading);
    expect(
      (await history(record.id)).map(({ event, state, statement, author, version, reason }) => [
        ...[event, state, statement, author],
        ...[version, reason],
      ]),
    ).toEqual([
      ['saved', 'preliminary', 'Sinus rhythm', 'technician', 1, null],
      ['confirmed', 'confirmed', 'Sinus rhythm. Normal ECG.', 'clinician', 1, null],
      ['amended', 'amended', 'First degree AV block.', 'admin', 1, 'second look'],
    ]);
  });

  it('audits each step with the change, moves the change number and the patient’s summary', async () => {
    const record = await send();
    const changes = async () => (await organizations.get(installation.organization_id))?.change ?? 0;
    const before = await changes();
    const confirmed = await read(record, confirm('Normal ECG'));
    expect(await changes()).toBe(before + 1);
    expect(confirmed.revision).toBe(record.revision + 1);
    const patient = await patients(installation.organization_id).findOne({ _id: record.patient_ref });
    expect(patient?.last_ecg_facts?.reading_state).toBe('confirmed');
    const timeline = await getTimeline(services(), people.clinician, { patient_ref: record.patient_ref ?? '' });
    expect(timeline.ecgs[0]?.reading_state).toBe('confirmed');
    const [event, ...more] = await eventsOf(record.id);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      action: 'reading.confirmed',
      ...{ patient_ref: record.patient_ref, details: { state: 'confirmed', version: 1 } },
    });
    expect(event?.before_sha256).not.toBe(event?.after_sha256);
    // what was said of a patient stands in the chart, not in the trail
    expect(JSON.stringify(event)).not.toContain('Normal ECG');
  });

  it('lets the second of two readers lose nothing: 409, and the first reader’s words stand', async () => {
    const record = await send();
    const both = await Promise.allSettled([
      read(record, confirm('Words of one'), people.clinician),
      read(record, confirm('Words of the other'), people.admin),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one): one is PromiseRejectedResult => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'stale_revision' });
    const there = await look(record.id);
    const entries = await history(record.id);
    expect(entries).toHaveLength(1);
    expect(entries[0]?.statement).toBe(there.reading.statement);
    expect(await eventsOf(record.id)).toHaveLength(1);
  });

  it('is taken back within a minute by its reader, and by nobody later', async () => {
    const record = await send();
    const confirmed = await read(record, confirm('Normal ECG'));
    expect(confirmed.reading.undo_until).toBe(new Date(now.getTime() + 60_000).toISOString());
    await expect(read(confirmed, undo, people.admin)).rejects.toMatchObject({ code: 'undo_over' });
    pass(60);
    const back = await read(confirmed, undo);
    expect(back.reading).toMatchObject({ state: 'unconfirmed', statement: null, time_to_read_ms: null });
    const again = await read(back, confirm('Normal ECG'));
    pass(61);
    await expect(read(again, undo)).rejects.toMatchObject({ code: 'undo_over' });
    expect((await history(record.id)).map(({ event }) => event)).toEqual(['confirmed', 'undone', 'confirmed']);
  });

  it('refuses steps that do not lead on, and the same words again', async () => {
    const record = await send();
    await expect(read(record, amend('x'))).rejects.toMatchObject({ code: 'not_in_this_state' });
    await expect(read(record, undo)).rejects.toMatchObject({ code: 'not_in_this_state' });
    const draft = await read(record, save('Sinus rhythm'));
    await expect(read(draft, save('Sinus rhythm'))).rejects.toMatchObject({ code: 'invalid_body' });
    expect(await look(record.id)).toEqual(draft);
  });
});

describe('a corrected version', () => {
  const source = () => ({ source_id: `corrected-${seed}`, patient_id: `C-${seed}`, device_id: 'ECG-C' });

  it('returns the record to unconfirmed, marked as confirmed on the version before', async () => {
    const of = source();
    const first = await read(await send(of), confirm('Normal ECG'));
    const second = await send({ ...of, statements: ['Corrected'] });
    expect(second).toMatchObject({ id: first.id, version: 2 });
    expect(second.reading).toMatchObject({ state: 'unconfirmed', version: 2, statement: null, time_to_read_ms: null });
    expect(second.reading.earlier).toMatchObject({ state: 'confirmed', version: 1, author: 'clinician' });
    const older = await getRecording(services(), people.clinician, { modality: 'ecg', id: first.id, version: 1 });
    expect(older.reading).toMatchObject({ state: 'confirmed', statement: 'Normal ECG', version: 1 });
    expect((await history(first.id)).map(({ version }) => version)).toEqual([1]);
    await read(second, confirm('Still normal'));
    expect((await history(first.id)).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('that comes while somebody reads is not confirmed by words about the one before', async () => {
    const of = source();
    const first = await send(of);
    const second = await send({ ...of, statements: ['Corrected'] });
    await expect(read(first, confirm('Of version 1'))).rejects.toMatchObject({ code: 'stale_revision' });
    await expect(read({ ...second, version: 1 }, confirm('Of version 1'))).rejects.toMatchObject({
      code: 'stale_revision',
    });
    expect((await look(first.id)).reading.state).toBe('unconfirmed');
  });
});

describe('a repeat', () => {
  it('is asked for with a reason, stays over a correction, and is withdrawn', async () => {
    const of = { source_id: 'repeated', patient_id: 'REP-1', device_id: 'ECG-R' };
    const record = await send(of);
    const ask = (about: Recording, requested: boolean) => {
      const { revision } = about;
      const body = requested
        ? ({ requested, reason: 'V3 is off', revision } as const)
        : ({ requested, revision } as const);
      return requestRepeat(services(), people.technician, { id: about.id, body });
    };
    const asked = await ask(record, true);
    expect(asked.repeat_request).toMatchObject({ reason: 'V3 is off', author: 'technician' });
    expect(asked.reading.state).toBe('unconfirmed');
    await expect(ask(asked, true)).rejects.toMatchObject({ code: 'not_in_this_state' });
    const corrected = await send({ ...of, statements: ['Corrected'] });
    expect(corrected.repeat_request).toEqual(asked.repeat_request);
    expect((await ask(corrected, false)).repeat_request).toBeNull();
    expect((await eventsOf(record.id)).map(({ action }) => action)).toEqual([
      'record.repeat_requested',
      'record.repeat_withdrawn',
    ]);
    expect((await history(record.id)).map(({ event }) => event)).toEqual(['repeat_requested', 'repeat_withdrawn']);
  });
});

describe('another patient', () => {
  it('is told nothing of what was said while it was somebody else’s', async () => {
    await send({ patient_id: 'OTHER-1', patient: { family_name: 'Other', birth_date: '1950-01-01', sex: 'male' } });
    const record = await read(await send(), confirm('Normal ECG'));
    const { id, modality, revision } = record;
    const move = { patient_id: 'OTHER-1', reason: 'misfiled', revision };
    const moved = await moveRecording(services(), people.admin, { id, modality, body: move });
    expect(moved.reading).toMatchObject({ state: 'unconfirmed', statement: null, earlier: null });
    expect(moved.repeat_request).toBeNull();
    expect(await history(id)).toEqual([]);
    expect(await readingEntries(installation.organization_id).find({ record_id: id })).toHaveLength(1);
  });
});

describe('over the wire', () => {
  const patch = async (role: Role | null, record: Recording, change: Record<string, unknown>) => {
    const handler = (await handlersByOperation())('changeReading');
    const { id, version, revision } = record;
    const headers = role === null ? {} : await sessionHeaders(installation, role);
    return call(handler, {
      params: { id },
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ version, revision, ...change }),
    });
  };

  it.each([
    ['admin', 200, 200],
    ['clinician', 200, 200],
    ['technician', 200, 403],
    ['device_manager', 403, 403],
    ['analyst', 403, 403],
    ['auditor', 403, 403],
    [null, 401, 401],
  ] as const)('%s saves: %i, confirms: %i', async (role, saves, confirms) => {
    const record = await send();
    expect((await patch(role, record, confirm('Normal ECG'))).status).toBe(confirms);
    expect((await patch(role, await send(), save('Normal ECG'))).status).toBe(saves);
    if (confirms !== 200) expect((await look(record.id)).reading.state).toBe('unconfirmed');
  });

  it('404 for what is not there or another organisation’s, 409 for what is held or deleted', async () => {
    const record = await send();
    const missing = { ...record, id: 'rec_00000000000000000000000000' };
    expect((await patch('clinician', missing, confirm('x'))).status).toBe(404);
    const own = await organizations.get(installation.organization_id);
    if (!own) throw new Error('no organisation');
    const elsewhere = inOrganization(people.clinician, services().ids.id('org'));
    await organizations.insert({ ...own, _id: elsewhere.organization_id });
    await expect(read(record, confirm('x'), elsewhere)).rejects.toMatchObject({ code: 'not_found' });
    const body = { reason: 'test transmission', revision: record.revision };
    const deleted = await deleteRecording(services(), people.admin, { id: record.id, modality: 'ecg', body });
    expect((await patch('clinician', deleted, confirm('x'))).status).toBe(409);
  });

  it('409 for a stale revision, 422 for no words, an amendment without a reason, or a field nobody knows', async () => {
    const record = await send();
    expect((await patch('clinician', record, { ...confirm('x'), revision: 99 })).status).toBe(409);
    for (const change of [
      confirm('   '),
      amend('x'),
      { ...confirm('x'), author: 'me' },
      confirm('x'.repeat(4001)),
      { action: 'unconfirm' },
    ])
      expect([change, (await patch('clinician', record, change)).status]).toEqual([change, 422]);
    expect((await look(record.id)).revision).toBe(record.revision);
  });

  it('shows the history to those who may see the record, and a key of another device nothing', async () => {
    const record = await read(await send(), confirm('Normal ECG'));
    expect(await history(record.id, installation.keyActor(['read']))).toHaveLength(1);
    const bound = installation.keyActor(['read'], { device_id: 'ECG-ELSEWHERE' });
    await expect(history(record.id, bound)).rejects.toMatchObject({ code: 'not_found' });
    await expect(history(record.id, people.auditor)).rejects.toMatchObject({ code: 'not_permitted' });
  });
});
