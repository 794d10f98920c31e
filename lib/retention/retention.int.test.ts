import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { type ObjectStore, ObjectStoreUnavailableError } from '@/lib/platform/objects';
import type { Services } from '@/lib/platform/services';
import { deleteRecording } from '@/lib/recordings/lifecycle/delete-recording';
import { restoreRecording } from '@/lib/recordings/lifecycle/restore-recording';
import { setLegalHold } from '@/lib/recordings/lifecycle/set-legal-hold';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aPdf, received } from '@/lib/testing/uploads';
import { auditEvents } from '@/models/audit-event';
import { patients } from '@/models/patient';
import { readingEntries } from '@/models/reading-entry';
import { ecgRecords, recordVersions } from '@/models/record';
import { applyRetention, toErase, toExpire } from './apply-retention';
import { getRetention } from './get-retention';
import { setRetention } from './set-retention';

const DAY_MS = 86_400_000;
const START = new Date('2026-11-22T10:00:00Z');

let now = START;
let seed = 0;
/** How many objects may still be deleted before the store is away. */
let deletions = Number.POSITIVE_INFINITY;
let installation: TestInstallation;

function failing(objects: ObjectStore): ObjectStore {
  return {
    ...objects,
    async delete(key) {
      if (deletions <= 0) throw new ObjectStoreUnavailableError();
      deletions -= 1;
      await objects.delete(key);
    },
  };
}

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now }, wrap: failing });
});
afterAll(() => installation.close());
beforeEach(() => {
  deletions = Number.POSITIVE_INFINITY;
});

const services = () => installation.services;
const admin = () => installation.keyActor(['admin']);
const organization = () => installation.organization_id;
const passDays = (days: number) => {
  now = new Date(now.getTime() + days * DAY_MS);
};

async function stored(change: Record<string, unknown> = {}) {
  seed += 1;
  const recording_date = new Date(now.getTime() - 3_600_000).toISOString();
  const body = received(anEcgBody({ seed, seconds: 1, recording_date, ...change }), aPdf());
  return receiveRecording(services(), installation.keyActor(['ingest:ecg']), { modality: 'ecg', body });
}
const recordOf = async (id: string) => (await ecgRecords(organization()).find({ _id: id }))[0];
const decided = async (id: string, more: object = {}) =>
  ({ id, modality: 'ecg', body: { reason: 'test', revision: (await recordOf(id))?.revision, ...more } }) as never;
const deleted = async (id: string) => deleteRecording(services(), admin(), await decided(id));

async function keysOf(id: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of services().objects.list(`${organization()}/`)) if (key.includes(id)) found.push(key);
  return found;
}
const tombstones = (id: string) => auditEvents(organization()).find({ 'subject.id': id, action: 'record.erased' });

async function expectErased(id: string): Promise<void> {
  expect(await recordOf(id)).toBeUndefined();
  expect(await recordVersions(organization()).find({ record_id: id })).toEqual([]);
  expect(await keysOf(id)).toEqual([]);
  expect(await tombstones(id)).toHaveLength(1);
}

describe('the policy', () => {
  it('keeps deleted records 30 days and all others for ever, until it is changed; the change is audited', async () => {
    expect(await getRetention(services(), admin())).toEqual({ deleted_days: 30, records_days: null, revision: 0 });
    const body = { deleted_days: 30, records_days: null, revision: 0 };
    expect(await setRetention(services(), admin(), { body })).toEqual({ ...body, revision: 1 });
    await expect(setRetention(services(), admin(), { body })).rejects.toMatchObject({ code: 'stale_revision' });
    const [event] = await auditEvents(organization()).find({ action: 'organization.retention_changed' });
    expect(event?.details).toEqual({ deleted_days: 30, records_days: null });
  });

  it('is for those who may change the organisation', async () => {
    const reader = installation.keyActor(['read']);
    await expect(getRetention(services(), reader)).rejects.toMatchObject({ code: 'not_permitted' });
    const body = { deleted_days: 1, records_days: null, revision: 1 };
    await expect(setRetention(services(), reader, { body })).rejects.toMatchObject({ code: 'not_permitted' });
  });
});

/** A statement in the history of a record. */
async function said(record_id: string) {
  const entry = {
    record_id,
    patient_ref: 'pat_1',
    version: 1,
    revision: 2,
    event: 'saved',
    state: 'preliminary',
  } as const;
  const by = { reason: null, author: 'Ada Reader', author_id: 'usr_1', recorded_at: now };
  await readingEntries(organization()).insert({ _id: services().ids.id('rdg'), ...entry, statement: 'Words', ...by });
}

describe('erasing', () => {
  it('takes every version and object of a record deleted for longer, and leaves a tombstone without identity', async () => {
    const { id } = await stored({ patient_id: 'E-1', source_id: 'e-1' });
    await stored({ patient_id: 'E-1', source_id: 'e-1' });
    const other = await stored({ patient_id: 'E-1' });
    expect(await recordVersions(organization()).find({ record_id: id })).toHaveLength(1);
    expect(await keysOf(id)).toHaveLength(6);
    await said(id);
    await deleted(id);
    passDays(29);
    await applyRetention(services());
    expect(await keysOf(id)).toHaveLength(6);
    passDays(1.1);
    await applyRetention(services());
    await expectErased(id);
    expect(await readingEntries(organization()).find({ record_id: id })).toEqual([]);
    const [tombstone] = await tombstones(id);
    expect(tombstone?.details).toEqual({ modality: 'ecg', versions: 2, objects: 6 });
    expect(JSON.stringify(tombstone)).not.toMatch(/E-1|e-1|Ada|Example|1957/);
    // what was never deleted is whole
    expect((await recordOf(other.id))?.status).toBe('stored');
    expect(await keysOf(other.id)).toHaveLength(3);
    await applyRetention(services());
    expect(await tombstones(id)).toHaveLength(1);
  });

  it('never takes what is on legal hold, and takes it once the hold is lifted', async () => {
    const { id } = await stored({ patient_id: 'E-2' });
    await deleted(id);
    await setLegalHold(services(), admin(), await decided(id, { held: true }));
    passDays(400);
    await applyRetention(services());
    expect(await keysOf(id)).toHaveLength(3);
    await setLegalHold(services(), admin(), await decided(id, { held: false }));
    await applyRetention(services());
    await expectErased(id);
  });

  it.each([0, 1, 2, 3])(
    'cut off after %i objects, it is finished by the next round; nobody restores half of it',
    async (after) => {
      const { id } = await stored({ patient_id: 'E-3' });
      await deleted(id);
      passDays(31);
      deletions = after;
      const killed: Services = {
        ...services(),
        // with all three objects gone the documents are next, and this stops them
        ids: {
          ...services().ids,
          id: (kind: Parameters<Services['ids']['id']>[0]) => (kind === 'evt' ? fail() : services().ids.id(kind)),
        },
      };
      await applyRetention(killed);
      expect(await keysOf(id)).toHaveLength(3 - after);
      expect(await tombstones(id)).toEqual([]);
      for (const change of [restoreRecording, setLegalHold])
        await expect(change(services(), admin(), await decided(id, { held: true }))).rejects.toMatchObject({
          code: 'not_found',
        });
      deletions = Number.POSITIVE_INFINITY;
      await applyRetention(services());
      await expectErased(id);
    },
  );

  it('of one record that fails stops no other', async () => {
    const [first, second] = [await stored({ patient_id: 'E-4' }), await stored({ patient_id: 'E-4' })];
    await deleted(first.id);
    await deleted(second.id);
    passDays(31);
    let refused = 0;
    const objects: ObjectStore = {
      ...services().objects,
      async delete(key) {
        if (key.includes(first.id)) {
          refused += 1;
          throw new ObjectStoreUnavailableError();
        }
        await services().objects.delete(key);
      },
    };
    await applyRetention({ ...services(), objects });
    expect(refused).toBe(1);
    await expectErased(second.id);
    expect((await recordOf(first.id))?.status).toBe('deleted');
  });
});

function fail(): never {
  throw new Error('killed here');
}

describe('records older than they are kept', () => {
  it('are deleted by recording and receipt, can be restored, and never when on hold or undecided', async () => {
    const policy = await getRetention(services(), admin());
    const old = await stored({ patient_id: 'O-1' });
    const held = await stored({ patient_id: 'O-1' });
    const bertha = { family_name: 'Other', given_name: 'Bertha' };
    const undecided = await stored({ patient_id: 'O-1', patient: bertha, device_id: 'ANOTHER-CART' });
    expect(undecided.status).toBe('quarantined');
    await setLegalHold(services(), admin(), await decided(held.id, { held: true }));
    await setRetention(services(), admin(), { body: { ...policy, records_days: 100 } });
    passDays(101);
    const late = await stored({
      patient_id: 'O-1',
      recording_date: new Date(now.getTime() - 200 * DAY_MS).toISOString(),
    });
    await applyRetention(services());
    const statusOf = async (id: string) => (await recordOf(id))?.status;
    expect(await Promise.all([old, held, undecided, late].map(({ id }) => statusOf(id)))).toEqual([
      'deleted',
      'stored',
      'quarantined',
      'stored',
    ]);
    const [patient] = await patients(organization()).find({ patient_id: 'O-1' });
    expect(patient?.ecg_count).toBe(2);
    expect((await restoreRecording(services(), admin(), await decided(old.id))).status).toBe('stored');
  });
});

it('finds both by an index', async () => {
  for (const filter of [toErase(now), toExpire(now)])
    expect(await ecgRecords(organization()).explain(filter, { limit: 10 })).toMatchObject({ scanned: false });
});
