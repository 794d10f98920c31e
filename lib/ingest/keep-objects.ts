import type { Services } from '@/lib/platform/services';
import type { FileRole } from '@/lib/recordings/contracts';
import type { StoredFile } from '@/models/record';
import type { objectKey } from './domain/object-keys';
import { type Content, contentBody, contentBytes } from './files/content';

/** One object to be kept for a record. */
export interface ObjectToKeep {
  role: FileRole;
  key: string;
  content_type: string;
  content: Content;
}

/** A key that cannot be made is a defect of ours: ids and file names are made here, not sent. */
export function keyOf(made: ReturnType<typeof objectKey>): string {
  if (!made.ok) throw new Error(`no object key: ${made.reason}`);
  return made.key;
}

async function keepObject(services: Services, { role, key, content_type, content }: ObjectToKeep): Promise<StoredFile> {
  const info = await services.objects.put(key, contentBody(content), content_type);
  if (info.bytes !== contentBytes(content) || info.sha256 === null)
    throw new Error('the object store kept something else');
  return { role, key, content_type, bytes: info.bytes, sha256: info.sha256 };
}

/**
 * Step: puts the objects of a record and checks what the store says it has. Everything is durable when it returns.
 * @throws ObjectStoreUnavailableError; some objects may be there then, and their claim must be given up.
 */
export async function keepObjects(services: Services, objects: ObjectToKeep[]): Promise<StoredFile[]> {
  let large: Promise<unknown> = Promise.resolve();
  const files = await Promise.allSettled(
    objects.map((object) => {
      if (object.content instanceof Uint8Array) return keepObject(services, object);
      // one large object at a time, so that the blocks of one are in memory
      const kept = large.then(() => keepObject(services, object));
      large = kept.catch(() => undefined);
      return kept;
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
