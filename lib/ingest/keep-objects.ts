import type { Services } from '@/lib/platform/services';
import type { FileRole } from '@/lib/recordings/contracts';
import type { StoredFile } from '@/models/record';

/** One object to be kept for a record. */
export interface ObjectToKeep {
  role: FileRole;
  key: string;
  content_type: string;
  bytes: Uint8Array;
}

/**
 * Step: puts the objects of a record and checks what the store says it has. Everything is durable when it returns.
 * @throws ObjectStoreUnavailableError; some objects may be there then, and their claim must be given up.
 */
export async function keepObjects(services: Services, objects: ObjectToKeep[]): Promise<StoredFile[]> {
  const files = await Promise.allSettled(
    objects.map(async ({ role, key, content_type, bytes }): Promise<StoredFile> => {
      const info = await services.objects.put(key, bytes, content_type);
      if (info.bytes !== bytes.byteLength || info.sha256 === null)
        throw new Error('the object store kept something else');
      return { role, key, content_type, bytes: info.bytes, sha256: info.sha256 };
    }),
  );
  // all puts have ended here, so that giving the claim up cannot race with one of them
  return files.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** Step: removes every object below a prefix. @returns how many there were */
export async function removeObjects(services: Services, prefix: string): Promise<number> {
  let removed = 0;
  for await (const { key } of services.objects.list(prefix)) {
    await services.objects.delete(key);
    removed += 1;
  }
  return removed;
}
