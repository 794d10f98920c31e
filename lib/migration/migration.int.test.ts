import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveRecording } from '@/lib/ingest/receive-recording';
import { createDiskObjectStore } from '@/lib/platform/objects-disk';
import { createInstallation, freshDatabaseUri, type TestInstallation } from '@/lib/testing/installation';
import { anEcgBody, aPdf, received } from '@/lib/testing/uploads';
import { collectionNames, fingerprintOf, type StoreClient, withStore } from '@/models/copies/store-reader';
import { beginCopy } from '@/models/copies/store-writer';
import { BackupFolder } from './backup-folder';
import { makeBackup } from './make-backup';
import { moveStore } from './move-store';
import { restoreBackup } from './restore-backup';

const RECORDINGS = 6;
const silent = () => undefined;

let installation: TestInstallation;
let uri: string;
let folder: string;
let seed = 0;

const upload = () =>
  receiveRecording(installation.services, installation.keyActor(['ingest:ecg']), {
    modality: 'ecg',
    body: received(anEcgBody({ patient_id: `P-${seed}`, seed: ++seed }), aPdf(`report ${seed}`), null),
  });

beforeAll(async () => {
  installation = await createInstallation();
  uri = String(process.env.MONGODB_URI);
  folder = await mkdtemp(path.join(tmpdir(), 'nbmig-'));
  for (let n = 0; n < RECORDINGS; n++) await upload();
});

afterAll(async () => {
  await installation.close();
  await rm(folder, { recursive: true, force: true });
});

const objectsIn = (name: string) =>
  createDiskObjectStore({
    root: path.join(folder, name),
    public_base_url: 'http://127.0.0.1',
    signing_key: 'a signing key for tests',
    clock: installation.services.clock,
  });

/** Name, number and digest of every collection that has documents. */
async function contents(client: StoreClient): Promise<Record<string, unknown>> {
  const out: Record<string, unknown> = {};
  for (const name of await collectionNames(client)) out[name] = await fingerprintOf(client, name);
  return out;
}

const indexNames = async (client: StoreClient) =>
  (await client.db().collection('ecgdata').indexes()).map(({ name, key, unique }) => ({ name, key, unique }));

describe('backup and restore', () => {
  it('brings everything back that was there when the backup began, while uploads went on', async () => {
    const before = await withStore(uri, (client) => client.db().collection('ecgdata').countDocuments({}));
    let going = true;
    const uploads = (async () => {
      while (going) await upload();
    })();
    const backup = path.join(folder, 'running');
    const summary = await makeBackup(installation.services, uri, backup, silent);
    going = false;
    await uploads;
    const saved = (await new BackupFolder(backup).readManifest()).collections.find(({ name }) => name === 'ecgdata');
    expect(saved?.documents).toBeGreaterThanOrEqual(before);
    // three objects a recording, and every one that a saved record names
    expect(summary.objects).toBe(3 * (saved?.documents ?? 0));
  });

  it('restores records and objects byte for byte, goes on after an interruption, and refuses what is in use', async () => {
    const backup = path.join(folder, 'still');
    await makeBackup(installation.services, uri, backup, silent);
    const target = freshDatabaseUri();
    const objects = objectsIn('restored');
    const manifest = await new BackupFolder(backup).readManifest();
    // as an interrupted restore leaves it: one object and a part of the documents are there
    const [first] = manifest.objects;
    if (!first) throw new Error('the backup has objects');
    await objects.put(first.key, await installation.services.objects.get(first.key), first.content_type);
    await withStore(target, async (client) => {
      await beginCopy(client, manifest.id);
      const some = await withStore(uri, (source) =>
        source
          .db()
          .collection('ecgdata')
          .find({}, { sort: { _id: 1 }, limit: 3 })
          .toArray(),
      );
      await client.db().collection('ecgdata').insertMany(some);
    });
    await restoreBackup({ objects }, target, backup, silent);
    const [was, is] = [await withStore(uri, contents), await withStore(target, contents)];
    expect(is).toEqual(was);
    expect(await withStore(target, indexNames)).toEqual(await withStore(uri, indexNames));
    for (const { key, sha256 } of manifest.objects) expect((await objects.head(key)).sha256).toBe(sha256);

    const again = restoreBackup({ objects }, target, backup, silent);
    await expect(again).rejects.toThrow('the target database is not empty');
    await withStore(target, (client) => client.db().dropDatabase());
  });

  it.each([
    ['an object with a changed byte', 'objects'],
    ['a collection that is cut off', 'store'],
  ])('refuses %s before anything is written', async (_what, kind) => {
    const backup = path.join(folder, `damaged-${kind}`);
    await makeBackup(installation.services, uri, backup, silent);
    const files = new BackupFolder(backup);
    const manifest = await files.readManifest();
    const file =
      kind === 'objects' ? files.objectFile(manifest.objects[1]?.key ?? '') : files.collectionFile('ecgdata');
    const bytes = await readFile(file);
    if (kind === 'objects')
      await writeFile(file, Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes.at(-1) === 0 ? 1 : 0])]));
    else await truncate(file, bytes.length - 10);
    const target = freshDatabaseUri();
    await expect(restoreBackup({ objects: objectsIn('none') }, target, backup, silent)).rejects.toThrow(
      /damaged|cut off/,
    );
    expect(await withStore(target, contents)).toEqual({});
  });

  it('takes a folder without a manifest for no backup, and never writes into one that holds something', async () => {
    const backup = path.join(folder, 'half');
    await new BackupFolder(backup).create();
    const restored = restoreBackup({ objects: objectsIn('none') }, freshDatabaseUri(), backup, silent);
    await expect(restored).rejects.toThrow('no finished backup');
    await expect(makeBackup(installation.services, uri, backup, silent)).rejects.toThrow('is not empty');
  });
});

describe('moving to another store', () => {
  let other: ChildProcess;
  let target: string;

  beforeAll(async () => {
    const socket = path.join(folder, 's.sock');
    const main = path.resolve('lib/embedded-mongo/main.ts');
    const args = ['--import', 'tsx', main, '--dir', path.join(folder, 'other'), '--socket', socket];
    other = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await once(other, 'message');
    target = `mongodb://${encodeURIComponent(socket)}/moved?directConnection=true`;
  });
  afterAll(async () => {
    other.kill('SIGTERM');
    await once(other, 'exit');
  });

  it('copies and compares everything, and goes on after an interruption', async () => {
    await expect(moveStore(uri, target, silent)).resolves.toBeGreaterThan(RECORDINGS);
    expect(await withStore(target, contents)).toEqual(await withStore(uri, contents));
    await expect(moveStore(uri, target, silent)).rejects.toThrow('the target database is not empty');

    await withStore(target, (client) => client.db().dropDatabase());
    const steps: string[] = [];
    const interrupted = moveStore(uri, target, (step) => {
      steps.push(step);
      if (step.startsWith('ecgdata')) throw new Error('the machine went down');
    });
    await expect(interrupted).rejects.toThrow('the machine went down');
    await moveStore(uri, target, (step) => steps.push(step));
    expect(steps).toContain('an interrupted move goes on');
    expect(await withStore(target, contents)).toEqual(await withStore(uri, contents));
  });
});
