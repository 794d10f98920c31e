import { objectsNamedBy } from '@/models/copies/named-objects';
import type { StoredFile } from '@/models/record';
import { BackupError, type BackupFolder, type BackupManifest } from './backup-folder';

export interface BackupSummary {
  documents: number;
  objects: number;
  bytes: number;
}

/**
 * Reads a whole backup and compares: every collection with the number and digest noted for it, every object with the
 * digest noted for it, and every object a document names with what the document says of it.
 * @throws BackupError naming the first files that are not right
 */
export async function checkBackup(backup: BackupFolder, manifest: BackupManifest): Promise<BackupSummary> {
  const faults: string[] = [];
  const named: StoredFile[] = [];
  for (const { name, documents, sha256 } of manifest.collections) {
    const found = await backup.fingerprint(name, (document) => named.push(...objectsNamedBy(name, document)));
    if (found.documents !== documents || found.sha256 !== sha256) faults.push(`store/${name}.bson`);
  }
  const noted = new Map(manifest.objects.map((object) => [object.key, object]));
  for (const { key, bytes, sha256 } of manifest.objects) {
    const found = await backup.objectDigest(key);
    if (found?.bytes !== bytes || found.sha256 !== sha256) faults.push(`objects/${key}`);
  }
  for (const { key, bytes, sha256 } of named) {
    const object = noted.get(key);
    if (object?.bytes !== bytes || object.sha256 !== sha256) faults.push(`objects/${key}, which a record names`);
  }
  if (faults.length > 0) {
    throw new BackupError(`the backup is damaged; ${faults.length} faults, first: ${faults.slice(0, 5).join(', ')}`);
  }
  return {
    documents: manifest.collections.reduce((sum, { documents }) => sum + documents, 0),
    objects: manifest.objects.length,
    bytes: manifest.objects.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
