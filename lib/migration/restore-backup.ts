import { createReadStream } from 'node:fs';
import { ObjectExistsError } from '@/lib/platform/objects';
import type { Services } from '@/lib/platform/services';
import { withStore } from '@/models/copies/store-reader';
import { beginCopy, endCopy } from '@/models/copies/store-writer';
import { BackupError, BackupFolder, type BackupObject } from './backup-folder';
import { type BackupSummary, checkBackup } from './check-backup';
import { copyCollections } from './copy-collections';

/**
 * Brings a backup back into an empty store and object store. Everything in it is checked before anything is written;
 * objects come first, so that no record names one that is not there. An interrupted restore goes on when it is
 * started again. At the end the store's documents are compared with the backup, byte for byte.
 */
export async function restoreBackup(
  { objects }: Pick<Services, 'objects'>,
  uri: string,
  folder: string,
  onStep: (text: string) => void,
): Promise<BackupSummary> {
  const backup = new BackupFolder(folder);
  const manifest = await backup.readManifest();
  const summary = await checkBackup(backup, manifest);
  onStep('the backup is whole');
  await withStore(uri, async (client) => {
    if ((await beginCopy(client, manifest.id)) === 'resumed') onStep('an interrupted restore goes on');
    for (const object of manifest.objects) await restoreObject(objects, backup, object);
    onStep(`${manifest.objects.length} objects restored`);
    const collections = manifest.collections.map((collection) => ({
      name: collection.name,
      indexes: collection.indexes,
      documents: () => backup.documents(collection.name),
      fingerprint: async () => ({ documents: collection.documents, sha256: collection.sha256 }),
    }));
    await copyCollections(client, collections, onStep);
    await endCopy(client);
  });
  return summary;
}

async function restoreObject(objects: Services['objects'], backup: BackupFolder, object: BackupObject): Promise<void> {
  try {
    const written = await objects.put(object.key, createReadStream(backup.objectFile(object.key)), object.content_type);
    if (written.sha256 !== object.sha256) throw new BackupError(`objects/${object.key} changed while it was restored`);
  } catch (error) {
    if (!(error instanceof ObjectExistsError)) throw error;
    const there = await objects.head(object.key);
    const same = there.bytes === object.bytes && (there.sha256 === null || there.sha256 === object.sha256);
    if (!same) throw new BackupError(`the object store holds another object under ${object.key}`);
  }
}
