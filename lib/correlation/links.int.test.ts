import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { updatePatient } from '@/lib/patients/update-patient';
import type { Modality, Recording } from '@/lib/recordings/contracts';
import { getRecording } from '@/lib/recordings/get-recording';
import { deleteRecording } from '@/lib/recordings/lifecycle/delete-recording';
import { moveRecording } from '@/lib/recordings/lifecycle/move-recording';
import { restoreRecording } from '@/lib/recordings/lifecycle/restore-recording';
import { listRecordings } from '@/lib/recordings/list-recordings';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aTherapyBody, received } from '@/lib/testing/uploads';
import { setExclusion } from '@/lib/therapy/set-exclusion';
import { patients } from '@/models/patient';
import { ecgRecords, therapyRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import { withTransaction } from '@/models/transaction';
import { relinkAll } from './link-records';

let installation: TestInstallation;
let seed = 0;

beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation.close());

const services = () => installation.services;
const admin = () => installation.keyActor(['admin']);
const clinician = () => ({ ...admin(), permissions: new Set([...admin().permissions, 'night:exclude' as const]) });

async function send(modality: Modality, body: Record<string, unknown>): Promise<string> {
  const actor = installation.keyActor(['ingest:ecg', 'ingest:therapy']);
  return (await receiveRecording(services(), actor, { modality, body: received(body) })).id;
}

/** An ECG of one second, other in its samples than every other. */
function sendEcg(patient_id: string, recording_date: string, change: Record<string, unknown> = {}): Promise<string> {
  seed += 1;
  return send('ecg', anEcgBody({ patient_id, recording_date, seed, seconds: 1, patient: undefined, ...change }));
}

function sendNight(patient_id: string, from: string, to: string, change: Record<string, unknown> = {}) {
  const sessions = [{ start: from, end: to, events: [], signals: [] }];
  const source_id = `${patient_id} ${from.slice(0, 10)}`;
  const body = {
    patient_id,
    device_id: `PAP-${patient_id}`,
    source_id,
    therapy: { mode: 'CPAP', sessions },
    ...change,
  };
  return send('cpap', aTherapyBody(body));
}

/** 2 November, 23:00 to 07:00. */
const sendUsualNight = (patient_id: string) =>
  sendNight(patient_id, '2026-11-02T23:00:00+01:00', '2026-11-03T07:00:00+01:00');

const read = (id: string): Promise<Recording> => getRecording(services(), admin(), { modality: 'ecg', id });
const linkOf = async (id: string) => (await read(id)).link;
const kindOf = async (id: string) => (await linkOf(id))?.kind;

async function change(id: string, modality: Modality, what: typeof deleteRecording) {
  const records = modality === 'ecg' ? ecgRecords : therapyRecords;
  const { revision = 0 } = (await records(installation.organization_id).findOne({ _id: id })) ?? {};
  return what(services(), admin(), { modality, id, body: { revision, reason: 'a test' } });
}

async function move(id: string, modality: Modality, patient_id: string) {
  const records = modality === 'ecg' ? ecgRecords : therapyRecords;
  const { revision = 0 } = (await records(installation.organization_id).findOne({ _id: id })) ?? {};
  const body = { revision, patient_id, reason: 'misfiled' };
  return moveRecording(services(), admin(), { modality, id, body });
}

describe('the link of an ECG follows therapy', () => {
  it('that comes later, is corrected, deleted, restored', async () => {
    const ecg = await sendEcg('L-1', '2026-11-03T08:15:00+01:00');
    expect(await linkOf(ecg)).toEqual({ kind: 'none', night_id: null, night: null });
    const night = await sendUsualNight('L-1');
    const link = await linkOf(ecg);
    expect(link).toMatchObject({ kind: 'morning_after', night: '2026-11-02' });
    const stored = await therapyNights(installation.organization_id).findOne({ _id: link?.night_id ?? '' });
    expect(stored).toMatchObject({ night: '2026-11-02', record_ids: [night] });
    // the card read again: the mask came off at half past eight
    await sendNight('L-1', '2026-11-02T23:00:00+01:00', '2026-11-03T08:30:00+01:00');
    expect(await kindOf(ecg)).toBe('during');
    await change(night, 'cpap', deleteRecording);
    expect(await kindOf(ecg)).toBe('none');
    await change(night, 'cpap', restoreRecording);
    expect(await kindOf(ecg)).toBe('during');
  });

  it('that is excluded and taken back', async () => {
    const ecg = await sendEcg('L-2', '2026-11-03T03:00:00+01:00');
    await sendUsualNight('L-2');
    const { night_id } = (await linkOf(ecg)) ?? {};
    const exclude = async (excluded: boolean) => {
      const night = await therapyNights(installation.organization_id).findOne({ _id: night_id ?? '' });
      const body = { excluded, reason: 'a test', change: night?.change ?? 0 };
      return setExclusion(services(), clinician(), { id: night_id ?? '', body });
    };
    await exclude(true);
    expect(await kindOf(ecg)).toBe('none');
    await exclude(false);
    expect(await kindOf(ecg)).toBe('during');
  });

  it('of another patient, when therapy or the ECG is moved there', async () => {
    const ecg = await sendEcg('L-3', '2026-11-03T08:15:00+01:00');
    const night = await sendUsualNight('L-3');
    const other = await sendEcg('L-4', '2026-11-03T09:15:00+01:00');
    expect([await kindOf(ecg), await kindOf(other)]).toEqual(['morning_after', 'none']);
    await move(night, 'cpap', 'L-4');
    expect([await kindOf(ecg), await kindOf(other)]).toEqual(['none', 'morning_after']);
    const moved = await move(ecg, 'ecg', 'L-4');
    expect(moved.link).toEqual(await linkOf(other));
    expect(await linkOf(ecg)).toEqual(moved.link);
  });

  it('whose nights get another boundary', async () => {
    const ecg = await sendEcg('L-9', '2026-11-04T10:00:00+01:00');
    await sendNight('L-9', '2026-11-03T13:00:00+01:00', '2026-11-03T18:00:00+01:00');
    expect(await linkOf(ecg)).toMatchObject({ kind: 'same_night', night: '2026-11-03' });
    const { _id: patient_ref, revision } =
      (await patients(installation.organization_id).findOne({ patient_id: 'L-9' })) ?? {};
    const unknown = { value: 'unknown', date: null, source: null } as const;
    const flags = { pacemaker: unknown, atrial_fibrillation: unknown, heart_failure: unknown, pregnancy: unknown };
    const facts = { family_name: null, given_name: null, birth_date: null, sex: 'unknown', verified: false } as const;
    const body = { revision: revision ?? 0, ...facts, flags, therapy_start: null, diagnostic_ahi: null };
    const edit = { patient_ref: patient_ref ?? '', body: { ...body, night_boundary_hour: 18 } };
    await updatePatient(services(), admin(), edit);
    expect(await linkOf(ecg)).toEqual({ kind: 'none', night_id: null, night: null });
  });

  it('and gets a change number, but no version and no revision, when it does', async () => {
    const ecg = await sendEcg('L-5', '2026-11-03T08:15:00+01:00');
    const before = await ecgRecords(installation.organization_id).findOne({ _id: ecg });
    await sendUsualNight('L-5');
    const after = await ecgRecords(installation.organization_id).findOne({ _id: ecg });
    expect(after).toMatchObject({ version: 1, revision: before?.revision });
    expect(after?.change).toBeGreaterThan(before?.change ?? 0);
    await sendNight('L-5', '2027-03-02T23:00:00+01:00', '2027-03-03T07:00:00+01:00');
    expect((await ecgRecords(installation.organization_id).findOne({ _id: ecg }))?.change).toBe(after?.change);
  });

  it('however long the recording is', async () => {
    const holter = await sendEcg('L-6', '2026-10-30T12:00:00+01:00');
    // seconds are sent, days are stored: what matters here is the length the record says
    const days = { duration_ms: 4 * 86_400_000 };
    await ecgRecords(installation.organization_id).updateOne({ _id: holter }, { $set: days });
    await sendUsualNight('L-6');
    expect(await linkOf(holter)).toMatchObject({ kind: 'during', night: '2026-11-02' });
  });
});

describe('the link of an ECG follows the ECG', () => {
  it('that is stored after the night, corrected, deleted, restored', async () => {
    await sendUsualNight('L-7');
    const ecg = await sendEcg('L-7', '2026-11-03T08:15:00+01:00', { source_id: 'L-7' });
    expect(await kindOf(ecg)).toBe('morning_after');
    const corrected = await sendEcg('L-7', '2026-11-03T02:15:00+01:00', { source_id: 'L-7' });
    expect(corrected).toBe(ecg);
    expect(await kindOf(ecg)).toBe('during');
    const older = await getRecording(services(), admin(), { modality: 'ecg', id: ecg, version: 1 });
    expect(older.link).toBeNull();
    expect((await change(ecg, 'ecg', deleteRecording)).link).toBeNull();
    expect((await change(ecg, 'ecg', restoreRecording)).link?.kind).toBe('during');
  });
});

describe('search by link', () => {
  const search = async (link: 'during' | 'morning_after' | 'none', modality: Modality = 'ecg') => {
    const query = { modality, patient_id: 'L-8', link, limit: 10 };
    return (await listRecordings(services(), admin(), query)).data.map(({ id }) => id);
  };

  it('finds ECGs by how they stand to therapy', async () => {
    await sendUsualNight('L-8');
    const during = await sendEcg('L-8', '2026-11-03T02:00:00+01:00');
    const after = await sendEcg('L-8', '2026-11-03T08:00:00+01:00');
    const none = await sendEcg('L-8', '2026-10-24T08:00:00+02:00');
    expect(await search('during')).toEqual([during]);
    expect(await search('morning_after')).toEqual([after]);
    expect(await search('none')).toEqual([none]);
    expect(await search('none', 'cpap')).toEqual([]);
  });

  it('tells a key bound to a device nothing of nights', async () => {
    const bound = installation.keyActor(['read'], { device_id: 'ECG-7F-01' });
    const of = { modality: 'ecg', patient_id: 'L-8', limit: 10 } as const;
    expect((await listRecordings(services(), bound, { ...of, link: 'during' })).data).toEqual([]);
    const { data } = await listRecordings(services(), bound, of);
    expect(data.map(({ link }) => link)).toEqual([null, null, null]);
    const id = data[0]?.id ?? '';
    expect((await getRecording(services(), bound, { modality: 'ecg', id })).link).toBeNull();
  });
});

describe('all links that these changes left', () => {
  it('are what linking everything anew gives', async () => {
    const all = await patients(installation.organization_id).find({});
    expect(all.length).toBeGreaterThan(5);
    const setting = { organization_id: installation.organization_id, change: 1_000_000, now: new Date() };
    for (const { _id } of all) expect(await withTransaction((tx) => relinkAll(setting, _id, tx))).toBe(0);
  });
});
