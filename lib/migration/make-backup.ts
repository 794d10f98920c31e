import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Services } from '@/lib/platform/services';
import { objectsNamedBy } from '@/models/copies/named-objects';
import { type CopiedCollection, Fingerprinting, readSnapshot, withStore } from '@/models/copies/store-reader';
import type { StoredFile } from '@/models/record';
import { BackupFolder, type BackupManifest, type BackupObject } from './backup-folder';
import { type BackupSummary, checkBackup } from './check-backup';

type Needs = Pick<Services, 'objects' | 'clock'>;

/**
 * Makes a backup while the product runs: first the store as it is at one moment, then every object it names (objects
 * are written before what names them and never change, so they are all there), then reads it all again and compares.
 */
export async function makeBackup(
  services: Needs,
  uri: string,
  folder: string,
  onStep: (text: string) => void,
): Promise<BackupSummary> {
  const backup = new BackupFolder(folder);
  await backup.create();
  const created_at = services.clock.now().toISOString();
  const named = new Map<string, StoredFile>();
  const collections = await withStore(uri, (client) =>
    readSnapshot(client, async (all) => {
      const out: BackupManifest['collections'] = [];
      for (const collection of all) out.push(await saveCollection(backup, collection, named));
      return out;
    }),
  );
  onStep(`${collections.reduce((sum, { documents }) => sum + documents, 0)} documents saved`);
  const objects: BackupObject[] = [];
  for (const file of named.values()) objects.push(await saveObject(services, backup, file));
  onStep(`${objects.length} objects saved`);
  const manifest = { id: randomUUID(), created_at, collections, objects };
  await backup.writeManifest(manifest);
  return checkBackup(backup, await backup.readManifest());
}

async function saveCollection(backup: BackupFolder, source: CopiedCollection, named: Map<string, StoredFile>) {
  const stream = createWriteStream(backup.collectionFile(source.name), { mode: 0o600, flush: true });
  const fingerprint = new Fingerprinting();
  for await (const document of source.documents()) {
    fingerprint.add(document);
    for (const file of objectsNamedBy(source.name, document)) named.set(file.key, file);
    if (!stream.write(document)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  return { name: source.name, indexes: source.indexes, ...fingerprint.result() };
}

async function saveObject({ objects }: Needs, backup: BackupFolder, file: StoredFile): Promise<BackupObject> {
  const target = backup.objectFile(file.key);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await pipeline(await objects.getStream(file.key), createWriteStream(target, { mode: 0o600 }));
  const handle = await open(target, 'r');
  await handle.sync();
  await handle.close();
  const { key, content_type, bytes, sha256 } = file;
  return { key, content_type, bytes, sha256 };
}
