import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignHeld } from '@/lib/ingest/quarantine/assign-held';
import { listHeld } from '@/lib/ingest/quarantine/list-held';
import { rejectHeld } from '@/lib/ingest/quarantine/reject-held';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { getTimeline } from '@/lib/patients/get-timeline';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aPdf, aTherapyBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { ecgRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import type { Modality, Recording } from '../contracts';
import { getRecording } from '../get-recording';
import { getRecordingFile } from '../get-recording-file';
import { listRecordings } from '../list-recordings';
import { deleteRecording } from './delete-recording';
import { moveRecording } from './move-recording';
import { restoreRecording } from './restore-recording';
import { setLegalHold } from './set-legal-hold';

let installation: TestInstallation;
let seed = 0;

beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation.close());

const admin = () => installation.keyActor(['admin']);
const services = () => installation.services;
const BERTHA = { family_name: 'Other', given_name: 'Bertha', birth_date: '1960-01-01', sex: 'female' };

/** A night whose samples are its own: the same ones under another patient would be held. */
function aNight(own: number, change: Record<string, unknown>) {
  const session = {
    start: '2026-11-02T22:41:00+01:00',
    end: '2026-11-03T06:12:00+01:00',
    events: [],
    signals: [{ name: 'leak', unit: 'L/min', sampling_rate_hz: 0.5, samples: [own, 1, 2, 3] }],
  };
  return aTherapyBody({ therapy: { mode: 'APAP', leak_type: 'unintentional', sessions: [session] }, ...change });
}

async function uploaded(change: Record<string, unknown> = {}, modality: Modality = 'ecg'): Promise<Recording> {
  seed += 1;
  const body = modality === 'ecg' ? anEcgBody({ seed, seconds: 1, ...change }) : aNight(seed, change);
  const actor = installation.keyActor(['ingest:ecg', 'ingest:therapy']);
  const answer = await receiveRecording(services(), actor, { modality, body: received(body, aPdf()) });
  return getRecording(services(), admin(), { modality, id: answer.id });
}

const patient = async (patient_id: string) => {
  const found = await patients(installation.organization_id).findOne({ patient_id });
  if (!found) throw new Error('no such patient');
  return found;
};
const counts = async (patient_id: string) => {
  const { ecg_count, therapy_count } = await patient(patient_id);
  return { ecg_count, therapy_count };
};
const named = ({ id, modality, revision }: Recording, more: Record<string, unknown> = {}) => ({
  id,
  modality,
  body: { reason: 'decided by hand', revision, ...more },
});
const eventsOf = async (id: string) =>
  (await auditEvents(installation.organization_id).find({ 'subject.id': id }, { sort: { at: 1, _id: 1 } })).map(
    ({ action }) => action,
  );

describe('moving a record', () => {
  it('takes it to the other chart, with its count, and back', async () => {
    await uploaded({ patient_id: 'M-2', patient: BERTHA });
    const record = await uploaded({ patient_id: 'M-1' });
    const moved = await moveRecording(services(), admin(), named(record, { patient_id: 'M-2' }) as never);
    expect(moved).toMatchObject({ patient_id: 'M-2', status: 'stored', revision: record.revision + 1 });
    expect(await counts('M-1')).toEqual({ ecg_count: 0, therapy_count: 0 });
    expect(await counts('M-2')).toEqual({ ecg_count: 2, therapy_count: 0 });
    expect((await patient('M-1')).last_ecg).toBeNull();
    const back = await moveRecording(services(), admin(), named(moved, { patient_id: 'M-1' }) as never);
    expect(back.patient_id).toBe('M-1');
    expect(await counts('M-1')).toEqual({ ecg_count: 1, therapy_count: 0 });
    const trail = await auditEvents(installation.organization_id).find({ 'subject.id': record.id });
    const charts = (action: string) =>
      trail.filter((event) => event.action === action).map((event) => event.patient_ref);
    const both = [(await patient('M-1'))._id, (await patient('M-2'))._id];
    expect(new Set(charts('record.moved'))).toEqual(new Set(both));
    expect(new Set(charts('record.received'))).toEqual(new Set(both));
    const [stored] = await ecgRecords(installation.organization_id).find({ _id: record.id });
    expect(stored?.moves?.map(({ from_patient_ref, to_patient_ref }) => [from_patient_ref, to_patient_ref])).toEqual([
      both,
      [...both].reverse(),
    ]);
  });

  it('is told in both charts: when it came to one, and that something left the other', async () => {
    await uploaded({ patient_id: 'T-2', patient: BERTHA });
    const record = await uploaded({ patient_id: 'T-1' });
    const timelineOf = async (patient_id: string) =>
      getTimeline(services(), admin(), { patient_ref: (await patient(patient_id))._id });
    expect([record.moved_at, (await timelineOf('T-1')).moved_away]).toEqual([null, 0]);
    const moved = await moveRecording(services(), admin(), named(record, { patient_id: 'T-2' }) as never);
    expect(Date.now() - Date.parse(moved.moved_at ?? '')).toBeLessThan(60_000);
    expect([(await timelineOf('T-1')).moved_away, (await timelineOf('T-2')).moved_away]).toEqual([1, 0]);
    // of the other patient nothing is told
    const { _id } = await patient('T-1');
    expect(JSON.stringify(moved)).not.toContain(_id);
    await moveRecording(services(), admin(), named(moved, { patient_id: 'T-1' }) as never);
    expect([(await timelineOf('T-1')).moved_away, (await timelineOf('T-2')).moved_away]).toEqual([0, 1]);
    const plan = await ecgRecords(installation.organization_id).explain({
      'moves.from_patient_ref': _id,
      moves: { $exists: true },
    });
    expect(plan).toMatchObject({ scanned: false });
    expect(plan.docs_examined).toBeLessThan(3);
  });

  it('takes the night along', async () => {
    await uploaded({ patient_id: 'N-2', patient: BERTHA });
    const record = await uploaded({ patient_id: 'N-1' }, 'cpap');
    const nightsOf = async (id: string) =>
      (await therapyNights(installation.organization_id).find({ patient_id: id })).map(({ night }) => night);
    expect(await nightsOf('N-1')).toEqual(['2026-11-02']);
    await moveRecording(services(), admin(), named(record, { patient_id: 'N-2' }) as never);
    expect([await nightsOf('N-1'), await nightsOf('N-2')]).toEqual([[], ['2026-11-02']]);
  });

  it('is refused to nobody, to the same patient, and on a stale revision; then nothing has changed', async () => {
    const record = await uploaded({ patient_id: 'M-3' });
    const move = (change: Record<string, unknown>) =>
      moveRecording(services(), admin(), named(record, { patient_id: 'M-3', ...change }) as never);
    await expect(move({ patient_id: 'nobody' })).rejects.toMatchObject({ code: 'unknown_patient' });
    await expect(move({})).rejects.toMatchObject({ code: 'not_in_this_state' });
    await uploaded({ patient_id: 'M-4', patient: BERTHA });
    await expect(move({ patient_id: 'M-4', revision: 7 })).rejects.toMatchObject({ code: 'stale_revision' });
    expect(await getRecording(services(), admin(), record)).toEqual(record);
  });

  it('is decided once when two people move it at the same time', async () => {
    await uploaded({ patient_id: 'M-5', patient: BERTHA });
    const record = await uploaded({ patient_id: 'M-6' });
    const both = await Promise.allSettled(
      ['M-5', 'M-5'].map((patient_id) => moveRecording(services(), admin(), named(record, { patient_id }) as never)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await counts('M-5')).toEqual({ ecg_count: 2, therapy_count: 0 });
  });
});

describe('deleting a record', () => {
  it('takes it from lists, counts and sight, and restoring gives it back as it was', async () => {
    const record = await uploaded({ patient_id: 'D-1' });
    const deleted = await deleteRecording(services(), admin(), named(record) as never);
    expect(deleted).toMatchObject({ status: 'deleted', patient_id: 'D-1' });
    expect(deleted.deleted_at).not.toBeNull();
    const listed = async (status?: 'deleted') =>
      (await listRecordings(services(), admin(), { modality: 'ecg', patient_id: 'D-1', limit: 10, status })).data
        .length;
    expect([await listed(), await listed('deleted')]).toEqual([0, 1]);
    expect(await counts('D-1')).toEqual({ ecg_count: 0, therapy_count: 0 });
    const link = getRecordingFile(services(), admin(), { modality: 'ecg', id: record.id, role: 'report' });
    await expect(link).rejects.toMatchObject({ code: 'not_found' });
    const restored = await restoreRecording(services(), admin(), named(deleted) as never);
    expect({ ...restored, revision: 0 }).toEqual({ ...record, revision: 0 });
    expect(await counts('D-1')).toEqual({ ecg_count: 1, therapy_count: 0 });
    expect(await eventsOf(record.id)).toEqual(expect.arrayContaining(['record.deleted', 'record.restored']));
  });

  it('takes its night, which comes back with it', async () => {
    const nights = () => therapyNights(installation.organization_id).find({ patient_id: 'D-2' });
    const record = await uploaded({ patient_id: 'D-2' }, 'cpap');
    const before = await nights();
    expect(before).toHaveLength(1);
    const deleted = await deleteRecording(services(), admin(), named(record) as never);
    expect(await nights()).toEqual([]);
    await restoreRecording(services(), admin(), named(deleted) as never);
    const values = (list: typeof before) => list.map(({ change: _c, updated_at: _u, ...night }) => night);
    expect(values(await nights())).toEqual(values(before));
  });

  it('is stopped by a legal hold until that is lifted', async () => {
    const record = await uploaded({ patient_id: 'D-3' });
    const held = await setLegalHold(services(), admin(), named(record, { held: true }) as never);
    expect(held.legal_hold).toBe(true);
    await expect(deleteRecording(services(), admin(), named(held) as never)).rejects.toMatchObject({
      code: 'legal_hold',
    });
    const free = await setLegalHold(services(), admin(), named(held, { held: false }) as never);
    expect(await deleteRecording(services(), admin(), named(free) as never)).toMatchObject({ status: 'deleted' });
  });

  it('is stopped by a legal hold in a corrected version as well, which also knows where the record was', async () => {
    const first = { patient_id: 'D-5', device_id: 'CART-D', source_id: 'held-1' };
    await uploaded({ patient_id: 'D-6', patient: BERTHA });
    const { _id: other } = await patient('D-6');
    const record = await uploaded(first);
    const { _id: owner } = await patient('D-5');
    const there = await moveRecording(services(), admin(), named(record, { patient_id: 'D-6' }) as never);
    const back = await moveRecording(services(), admin(), named(there, { patient_id: 'D-5' }) as never);
    await setLegalHold(services(), admin(), named(back, { held: true }) as never);
    const corrected = await uploaded({ ...first, statements: ['Corrected'] });
    expect([corrected.id, corrected.version, corrected.legal_hold]).toEqual([record.id, 2, true]);
    const stored = await ecgRecords(installation.organization_id).findOne({ _id: record.id });
    expect(stored?.moves?.map(({ to_patient_ref }) => to_patient_ref)).toEqual([other, owner]);
    await expect(deleteRecording(services(), admin(), named(corrected) as never)).rejects.toMatchObject({
      code: 'legal_hold',
    });
  });

  it('needs the permission', async () => {
    const record = await uploaded({ patient_id: 'D-4' });
    const reader = installation.keyActor(['read']);
    for (const change of [deleteRecording, restoreRecording, moveRecording, setLegalHold])
      await expect(change(services(), reader, named(record) as never)).rejects.toMatchObject({ code: 'not_permitted' });
  });
});

describe('the queue of held recordings', () => {
  const held = (change: Record<string, unknown> = {}) =>
    uploaded({ patient_id: 'Q-1', patient: BERTHA, ...change }).then((record) => {
      expect(record.status).toBe('quarantined');
      return record;
    });
  const queue = async () => (await listHeld(services(), admin(), { limit: 50 })).data.map(({ id }) => id);

  it('shows STAT first, then the oldest, with what was sent', async () => {
    expect(await queue()).toEqual([]);
    await uploaded({ patient_id: 'Q-1' });
    const first = await held();
    const second = await held();
    const stat = await held({ priority: 'stat' });
    const mine = new Set([first.id, second.id, stat.id]);
    expect((await queue()).filter((id) => mine.has(id))).toEqual([stat.id, first.id, second.id]);
    expect((await queue())[0]).toBe(stat.id);
    expect(first.claimed).toMatchObject({ patient_id: 'Q-1', patient: { family_name: 'Other' } });
  });

  it('loses what is assigned, which is a record of that patient from then on', async () => {
    const record = await held({ source_id: 'src-1' });
    const body = { patient_id: 'Q-2', register: true, reason: 'asked the ward', revision: record.revision };
    await expect(
      assignHeld(services(), admin(), { id: record.id, body: { ...body, register: false } }),
    ).rejects.toMatchObject({ code: 'unknown_patient' });
    const assigned = await assignHeld(services(), admin(), { id: record.id, body });
    expect(assigned).toMatchObject({
      status: 'stored',
      patient_id: 'Q-2',
      claimed: null,
      reasons: [],
      source_id: 'src-1',
    });
    expect(await queue()).not.toContain(record.id);
    expect(await counts('Q-2')).toEqual({ ecg_count: 1, therapy_count: 0 });
    // the id was typed by a person; the name belonged to another id
    expect(await patient('Q-2')).toMatchObject({ family_name: null, verified: false });
    await expect(assignHeld(services(), admin(), { id: record.id, body })).rejects.toMatchObject({
      code: 'stale_revision',
    });
  });

  it('loses what is rejected, which can be restored to it', async () => {
    const record = await held();
    const body = { reason: 'test transmission', revision: record.revision };
    const rejected = await rejectHeld(services(), admin(), { id: record.id, body });
    expect(rejected).toMatchObject({ status: 'deleted', patient_id: null });
    expect(await queue()).not.toContain(record.id);
    const restored = await restoreRecording(services(), admin(), named(rejected) as never);
    expect(restored.status).toBe('quarantined');
    expect(await queue()).toContain(record.id);
  });

  it('runs on an index', async () => {
    const plan = await ecgRecords(installation.organization_id).explain(
      { status: 'quarantined' },
      { sort: { urgency: 1, received_at: 1, _id: 1 }, limit: 50 },
    );
    expect(plan).toMatchObject({ scanned: false });
  });
});
