import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '@/lib/accounts/actor';
import { permissionsOfRole, type Role } from '@/lib/accounts/permissions';
import { AppError } from '@/lib/errors/app-error';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { createInstallation, inOrganization, type TestInstallation } from '@/lib/testing/installation';
import { aQuietNight } from '@/lib/testing/nights';
import { anEcgBody, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { devices } from '@/models/device';
import { patients } from '@/models/patient';
import { ecgRecords, therapyRecords } from '@/models/record';
import { therapyNights } from '@/models/therapy-night';
import { WORKLIST_ROWS, type Worklist, worklistSchema } from './contracts';
import { nightWindow } from './domain/night-window';
import { getPreviews } from './get-previews';
import { getWorklist } from './get-worklist';
import { HELD } from './list-quarantine';
import { LONGEST_WAITING, WANTED_AGAIN } from './list-repeats';
import { silentFilters } from './list-silent-devices';
import { MOST_URGENT_FIRST } from './list-steps';
import { PRELIMINARY, UNREAD } from './list-unread';
import { NEWEST_NIGHT_FIRST, nightFilter, RANK_EVERY_MS } from './rank-therapy';

const NOON = new Date('2026-11-22T12:00:00Z');
let now = NOON;
let installation: TestInstallation;

/** A signed-in person of a role. */
function person(role: Role, id = `usr_${role}`): Actor {
  const { organization_id } = installation;
  const origin = { request_id: 'req_test', ip: '127.0.0.1' };
  return {
    kind: 'user',
    user_id: id,
    session_id: 'ses',
    organization_id,
    role,
    permissions: permissionsOfRole(role),
    origin,
  };
}

const worklist = (actor: Actor = person('technician')): Promise<Worklist> => getWorklist(installation.services, actor);

let seed = 0;
async function send(minute: number, change: Record<string, unknown> = {}): Promise<string> {
  now = new Date(NOON.getTime() + minute * 60_000);
  seed += 1;
  const body = anEcgBody({
    patient_id: `P-${seed}`,
    seed,
    seconds: 1,
    recording_date: '2026-11-22T11:00:00Z',
    ...change,
  });
  const device = installation.keyActor(['ingest:ecg']);
  return (await receiveRecording(installation.services, device, { modality: 'ecg', body: received(body) })).id;
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

const STRANGER = { family_name: 'Stranger', given_name: 'Jo', birth_date: '1990-01-01' };
/** Long enough after the others for their names not to be in doubt as well. */
const ANOTHER_SITTING = { recording_date: '2026-11-22T11:30:00Z' };

const sent: Record<string, string> = {};

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now } });
  sent.routine_old = await send(0);
  sent.urgent = await send(1, { priority: 'urgent' });
  sent.routine_new = await send(2);
  sent.critical = await send(3, { statements: ['Sinus rhythm', 'Third degree AV block'] });
  sent.stat = await send(4, { priority: 'stat', patient_id: 'P-held' });
  // the same patient id with another birth date: held, and STAT
  sent.held_routine = await send(5, {
    patient_id: 'P-held',
    patient: STRANGER,
    ...ANOTHER_SITTING,
  });
  sent.held_stat = await send(6, {
    patient_id: 'P-held',
    priority: 'stat',
    statements: ['STEMI of STRANGER'],
    patient: STRANGER,
    ...ANOTHER_SITTING,
  });
  now = new Date(NOON.getTime() + 10 * 60_000);
});
afterAll(() => installation.close());

describe('unread ECGs', () => {
  it('come STAT and critical first, then urgent, then by waiting time', async () => {
    const { unread } = await worklist();
    expect(unread.rows.map(({ id }) => id)).toEqual([
      sent.critical,
      sent.stat,
      sent.urgent,
      sent.routine_old,
      sent.routine_new,
    ]);
    expect([unread.count, unread.urgent_now]).toEqual([
      { value: 5, more: false },
      { value: 2, more: false },
    ]);
    expect(unread.oldest_received_at).toBe(NOON.toISOString());
  });

  it('carry the patient, the device’s values and what in its statement is critical', async () => {
    const [row] = (await worklist()).unread.rows;
    expect(row).toMatchObject({
      patient: { family_name: 'Example', given_name: 'Ada', birth_date: '1957-03-02', sex: 'female' },
      heart_rate_bpm: 72,
      qtc_ms: 438,
      qtc_formula: 'bazett',
      statements: [
        { text: 'Sinus rhythm', critical: null },
        { text: 'Third degree AV block', critical: 'complete_av_block' },
      ],
    });
  });

  it('stay while they are preliminary, leave when confirmed, and come back with a new version', async () => {
    const id = await send(20, { source_id: 'corrected' });
    const records = ecgRecords(installation.organization_id);
    const before = (await worklist()).unread;
    await records.updateOne({ _id: id }, { $set: { 'reading.state': 'preliminary' } });
    const { unread } = await worklist();
    expect(unread.rows.map((row) => row.id)).toEqual(before.rows.map((row) => row.id));
    expect([unread.count, unread.oldest_received_at]).toEqual([before.count, before.oldest_received_at]);
    expect(unread.rows.find((row) => row.id === id)?.reading_state).toBe('preliminary');
    await records.updateOne({ _id: id }, { $set: { 'reading.state': 'confirmed' } });
    const ids = async () => (await worklist()).unread.rows.map((row) => row.id);
    expect(await ids()).not.toContain(id);
    await send(21, { source_id: 'corrected', patient_id: `P-${seed}`, statements: ['Asystole'] });
    expect(await ids()).toContain(id);
    await records.updateOne({ _id: id }, { $set: { 'reading.state': 'confirmed' } });
  });
});

describe('quarantine', () => {
  it('shows held recordings, STAT first, without the identity that was sent and without statement text', async () => {
    const { quarantine, unread } = await worklist();
    expect(quarantine.rows.map(({ id }) => id)).toEqual([sent.held_stat, sent.held_routine]);
    expect(quarantine.rows[0]).toMatchObject({
      priority: 'stat',
      critical: ['acute_myocardial_infarction'],
      reasons: ['identity_mismatch'],
    });
    expect(JSON.stringify(quarantine)).not.toMatch(/stranger|P-held|1990/i);
    expect(unread.rows.map(({ id }) => id)).not.toContain(sent.held_stat);
  });
});

describe('therapy to review', () => {
  it('ranks patients by their nights and names the reasons', async () => {
    const { organization_id } = installation;
    const [first, second, third] = await patients(organization_id).find(
      {},
      { sort: { updated_at: -1, _id: -1 }, limit: 3 },
    );
    const nights = therapyNights(organization_id);
    for (const night of nightWindow(now, 60).nights) {
      await nights.insert(aQuietNight(first?._id ?? '', night, { usage_minutes: 120 }));
      await nights.insert(aQuietNight(second?._id ?? '', night));
    }
    // known from the fortnight before, nothing since
    await nights.insert(aQuietNight(third?._id ?? '', '2026-11-01'));
    now = new Date(now.getTime() + RANK_EVERY_MS);
    const { therapy } = await worklist();
    expect(therapy).toMatchObject({ patients: 3, concerned: 2, complete: true });
    expect(
      therapy.rows.map(({ patient, concerns }) => [patient.patient_ref, concerns.map(({ code }) => code)]),
    ).toEqual([
      [first?._id, ['short_streak']],
      [third?._id, ['no_data']],
    ]);
    expect(therapy.rows[0]).toMatchObject({ mode: 'APAP', enough_nights: 0, data_nights: 14 });
  });

  it('is ranked again when a night has changed, half a minute later at most', async () => {
    const { organization_id } = installation;
    const concerned = async () => (await worklist()).therapy.concerned;
    const before = await concerned();
    const [night] = await therapyNights(organization_id).find({ usage_minutes: 120 }, { limit: 1 });
    for (const one of await therapyNights(organization_id).find({ patient_ref: night?.patient_ref }))
      await therapyNights(organization_id).updateOne({ _id: one._id }, { $set: { usage_minutes: 420, change: 2 } });
    expect(await concerned()).toBe(before);
    now = new Date(now.getTime() + RANK_EVERY_MS);
    expect(await concerned()).toBe(before - 1);
  });
});

describe('silent devices', () => {
  const device = (id: string, last_seen_at: Date | null, change: Record<string, unknown> = {}) =>
    devices(installation.organization_id).insert({
      _id: id,
      device_id: id,
      make: 'Example',
      model: 'Sleep',
      serial: null,
      firmware: null,
      udi: null,
      kind: 'cpap',
      cadence: 'nightly',
      shared: false,
      site: null,
      time_zone: null,
      assignments: [],
      verified: true,
      last_seen_at,
      clock_offset_ms: null,
      revision: 1,
      created_at: daysAgo(100),
      ...change,
    });
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const has = (from: Date, to: Date | null) => ({
    assignments: [{ id: 'a', patient_ref: 'pat', patient_id: 'P', from, to }],
  });

  it('are nightly ones with three nights and no upload, for those who may see devices', async () => {
    await device('dev_silent', daysAgo(3));
    await device('dev_long', daysAgo(40), has(daysAgo(90), null));
    await device('dev_fine', daysAgo(2));
    await device('dev_on_use', daysAgo(50), { cadence: 'on_use' });
    await device('dev_back', daysAgo(30), has(daysAgo(90), daysAgo(20)));
    await device('dev_shelf', null);
    await device('dev_never', null, has(daysAgo(5), null));
    await device('dev_new', null, has(daysAgo(1), null));
    const { silent_devices } = await worklist();
    expect(silent_devices?.rows.map(({ device_ref, silent_nights }) => [device_ref, silent_nights])).toEqual([
      ['dev_silent', 3],
      ['dev_never', 5],
      ['dev_long', 40],
    ]);
    expect((await worklist(person('clinician'))).silent_devices).toBeNull();
  });
});

describe('the worklist', () => {
  it('fits its contract and knows the change it holds', async () => {
    const list = await worklist();
    expect(worklistSchema.safeParse(list).success).toBe(true);
    await send(30);
    expect((await worklist()).change).toBeGreaterThan(list.change);
  });

  it('is for those who may read records', async () => {
    for (const role of ['admin', 'clinician', 'technician'] as const)
      expect(await codeOf(worklist(person(role)))).toBe('ok');
    for (const role of ['device_manager', 'analyst', 'auditor'] as const)
      expect(await codeOf(worklist(person(role)))).toBe('not_permitted');
  });

  it('leaves one event per person in ten minutes, however often the page asks', async () => {
    const events = () =>
      auditEvents(installation.organization_id).count({ action: 'worklist.viewed', 'actor.id': 'usr_again' });
    const again = person('clinician', 'usr_again');
    await worklist(again);
    await worklist(again);
    await getPreviews(installation.services, again, { ids: [sent.stat ?? ''] });
    expect(await events()).toBe(1);
    now = new Date(now.getTime() + 600_000);
    await worklist(again);
    expect(await events()).toBe(2);
  });

  it('shows another organisation nothing of this one', async () => {
    const { organizations } = await import('@/models/organization');
    const other = installation.services.ids.id('org');
    await organizations.insert({ ...(await organizations.get(installation.organization_id)), _id: other } as never);
    const list = await worklist(inOrganization(person('admin'), other));
    expect([list.unread.rows, list.therapy.rows, list.quarantine.rows, list.silent_devices?.rows]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    const foreign = await getPreviews(installation.services, inOrganization(person('admin'), other), {
      ids: [sent.stat ?? ''],
    });
    expect(foreign.data).toEqual([]);
  });
});

describe('previews', () => {
  it('give lead II in few columns, for stored records alone', async () => {
    const { data } = await getPreviews(installation.services, person('clinician'), {
      ids: [sent.stat ?? '', sent.held_stat ?? '', 'rec_00000000000000000000000000'],
    });
    expect(data.map(({ id, lead }) => [id, lead])).toEqual([[sent.stat, 'II']]);
    // 1 s of the 4 s a preview shows was recorded
    const drawn = data[0]?.max_uv.filter((value) => value !== null) ?? [];
    expect(drawn).toHaveLength(41);
    expect([Math.max(...drawn), Math.min(...(data[0]?.min_uv.filter((value) => value !== null) ?? []))]).toEqual([
      500, -500,
    ]);
  });
});

describe('what the worklist costs', () => {
  const limit = WORKLIST_ROWS;

  it('runs every list on an index, reading no more than it shows', async () => {
    const { organization_id } = installation;
    const sort = MOST_URGENT_FIRST;
    const { fell_silent, never_sent } = silentFilters(now);
    const plans = await Promise.all([
      ecgRecords(organization_id).explain(UNREAD, { sort, limit }),
      ecgRecords(organization_id).explain({ ...UNREAD, urgency: 0 }, { sort, limit: 1 }),
      ecgRecords(organization_id).explain(HELD, { sort, limit }),
      therapyRecords(organization_id).explain(HELD, { sort, limit }),
      therapyNights(organization_id).explain(nightFilter(nightWindow(now, 60)), { sort: NEWEST_NIGHT_FIRST }),
      devices(organization_id).explain(fell_silent, { sort: { last_seen_at: -1, _id: -1 } }),
      devices(organization_id).explain(never_sent),
      therapyNights(organization_id).explain({}, { sort: { change: -1 }, limit: 1 }),
      ecgRecords(organization_id).explain(PRELIMINARY, { sort, limit }),
      ecgRecords(organization_id).explain(WANTED_AGAIN, { sort: LONGEST_WAITING, limit }),
    ]);
    for (const plan of plans) {
      expect(plan.scanned).toBe(false);
      expect(plan.indexes).toHaveLength(1);
    }
    const [unread, oldest, held] = plans;
    const [unreadCount, heldCount] = [
      await ecgRecords(organization_id).count(UNREAD),
      await ecgRecords(organization_id).count(HELD),
    ];
    expect(unread?.docs_examined).toBe(unreadCount);
    expect(oldest?.docs_examined).toBe(1);
    expect(held?.docs_examined).toBe(heldCount);
  });
});
