import { Readable } from 'node:stream';
import { ulid } from 'ulid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import type { ObjectStore } from '@/lib/platform/objects';
import { createInstallation, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aPdf, received } from '@/lib/testing/uploads';
import { ingests } from '@/models/ingest';
import { ecgRecords } from '@/models/record';
import { checkStores } from './check-stores';

const HOUR_MS = 3_600_000;
let now = new Date();
let installation: TestInstallation;
let seed = 0;
/** What reading a key gives instead of what is stored. */
const damaged = new Map<string, Buffer>();

function damaging(objects: ObjectStore): ObjectStore {
  return {
    ...objects,
    getStream: async (key) => {
      const instead = damaged.get(key);
      return instead ? Readable.from([instead]) : objects.getStream(key);
    },
  };
}

beforeAll(async () => {
  installation = await createInstallation({ clock: { now: () => now }, wrap: damaging });
});
afterAll(() => installation.close());
afterEach(() => damaged.clear());

const services = () => installation.services;
const organization_id = () => installation.organization_id;

async function stored(change: Record<string, unknown> = {}) {
  seed += 1;
  const body = received(anEcgBody({ seed, seconds: 1, patient_id: 'F-1', ...change }), aPdf());
  const { id } = await receiveRecording(services(), installation.keyActor(['ingest:ecg']), { modality: 'ecg', body });
  const record = await ecgRecords(organization_id()).findOne({ _id: id });
  if (!record) throw new Error('not stored');
  return record;
}

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of services().objects.list(`${organization_id()}/`)) found.push(key);
  return found;
}

/** An object no record names, as a lost upload of this instant would leave it. */
async function anOrphan(version = 1): Promise<string> {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '/');
  const key = `${organization_id()}/ecg/${day}/rec_${ulid(now.getTime())}/v${version}/lost-1/source.json`;
  await services().objects.put(key, Buffer.from('{}'), 'application/json');
  return key;
}

const check = (repair = false) => checkStores(services(), { repair });
const kinds = async () => (await check()).findings.map(({ kind, key }) => [kind, key]);

describe('comparing documents and objects', () => {
  it('finds nothing where every upload went well, older versions included', async () => {
    await stored({ source_id: 'f-1' });
    await stored({ source_id: 'f-1' });
    const report = await check();
    expect(report).toMatchObject({ ok: true, documents: 2, objects: 6, in_progress: 0, findings: [], repair: false });
    expect(report.bytes).toBeGreaterThan(0);
  });

  it('tells a missing object, one of another size and one of other content, and repairs none of them', async () => {
    const [missing, short, other] = [await stored(), await stored(), await stored()];
    const [gone, cut, changed] = [missing, short, other].map(({ files }) => files[0]);
    if (!gone || !cut || !changed) throw new Error('no files');
    const content = Buffer.from(await services().objects.get(gone.key));
    await services().objects.delete(gone.key);
    damaged.set(cut.key, Buffer.from('x'));
    const flipped = Buffer.from(await services().objects.get(changed.key));
    flipped.writeUInt8(flipped.readUInt8(0) ^ 1, 0);
    damaged.set(changed.key, flipped);
    expect(new Map((await check()).findings.map(({ kind, key }) => [key, kind]))).toEqual(
      new Map([
        [gone.key, 'missing'],
        [cut.key, 'wrong_size'],
        [changed.key, 'wrong_hash'],
      ]),
    );
    now = new Date(now.getTime() + 100 * HOUR_MS);
    const before = await keys();
    const repaired = await check(true);
    expect(repaired).toMatchObject({ ok: false, repair: true });
    expect(repaired.findings.every(({ removed }) => !removed)).toBe(true);
    expect(await keys()).toEqual(before);
    await services().objects.put(gone.key, content, gone.content_type);
    damaged.clear();
    expect(await kinds()).toEqual([]);
  });

  it('removes an orphan only when told to, and only when it is older than an hour', async () => {
    const key = await anOrphan();
    expect(await kinds()).toEqual([['orphan', key]]);
    expect((await check(true)).findings).toMatchObject([{ key, removed: false }]);
    now = new Date(now.getTime() + 1.01 * HOUR_MS);
    expect(await kinds()).toEqual([['orphan', key]]);
    expect(await keys()).toContain(key);
    const report = await check(true);
    expect(report).toMatchObject({ ok: true, findings: [{ kind: 'orphan', key, removed: true }] });
    expect(await keys()).not.toContain(key);
    expect(await kinds()).toEqual([]);
  });

  it('leaves to their claim what an upload under way has put, however long it takes', async () => {
    const key = await anOrphan();
    const claim = {
      _id: 'ing_fsck',
      keys: ['content:fsck'],
      state: 'claimed' as const,
      modality: 'ecg' as const,
      token: 'lost-1',
      object_prefix: key.slice(0, key.lastIndexOf('/') + 1),
      lease_ends_at: now,
      request_hash: null,
      answer: null,
      expires_at: null,
    };
    await ingests(organization_id()).insert(claim);
    now = new Date(now.getTime() + 5 * HOUR_MS);
    expect(await check(true)).toMatchObject({ ok: true, in_progress: 1, findings: [] });
    expect(await keys()).toContain(key);
    await ingests(organization_id()).deleteOne({ _id: claim._id });
    expect((await check(true)).findings).toMatchObject([{ key, removed: true }]);
  });

  it('does not trust the age of a later version before its day is over, nor a key that is none of ours', async () => {
    const later = await anOrphan(2);
    const foreign = `${organization_id()}/notes.txt`;
    await services().objects.put(foreign, Buffer.from('hello'), 'text/plain');
    now = new Date(now.getTime() + 49 * HOUR_MS);
    const { findings } = await check(true);
    expect(new Map(findings.map(({ key, removed }) => [key, removed]))).toEqual(
      new Map([
        [later, true],
        [foreign, false],
      ]),
    );
    await services().objects.delete(foreign);
  });

  it('expects nothing of a record that is being erased', async () => {
    const record = await stored();
    await ecgRecords(organization_id()).updateOne(
      { _id: record._id },
      { $set: { status: 'deleted', deleted: { at: now, by: 'usr_1', was: 'stored', erasing_at: now } } },
    );
    const [first] = record.files;
    await services().objects.delete(first?.key ?? '');
    expect(await check(true)).toMatchObject({ ok: true, in_progress: 2, findings: [] });
  });
});
