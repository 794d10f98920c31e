import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { onDisk, systemErrorCode, TRAILER_BYTES } from './disk-file';

/** Marks object files; the character `~` is in no key, so `a` and `a/b` can both be objects. */
export const OBJECT_SUFFIX = '~object';

interface Entry {
  /** As it appears in a key: with a slash behind a folder. Sorting by it sorts the keys below, too. */
  name: string;
  is_folder: boolean;
}

function toEntry(entry: Dirent): Entry | null {
  if (entry.isDirectory()) return { name: `${entry.name}/`, is_folder: true };
  if (!entry.isFile() || !entry.name.endsWith(OBJECT_SUFFIX)) return null;
  return { name: entry.name.slice(0, -OBJECT_SUFFIX.length), is_folder: false };
}

/** `null` when what was looked for has gone meanwhile. */
async function unlessGone<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function entriesOf(folder: string): Promise<Entry[]> {
  const found = await onDisk(() => unlessGone(() => readdir(folder, { withFileTypes: true })));
  const entries = (found ?? []).map(toEntry).filter((entry) => entry !== null);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Walks the objects folder in key order (by bytes, as S3 lists) and gives every object whose key begins with `prefix`.
 * Only folders that can hold such keys are read. Objects that go while it walks may or may not be given.
 */
export async function* walkObjects(
  objectsFolder: string,
  prefix: string,
  folderKey = prefix.slice(0, prefix.lastIndexOf('/') + 1),
): AsyncGenerator<{ key: string; bytes: number }> {
  for (const entry of await entriesOf(path.join(objectsFolder, folderKey))) {
    const key = folderKey + entry.name;
    if (!key.startsWith(prefix)) continue;
    if (entry.is_folder) {
      yield* walkObjects(objectsFolder, prefix, key);
      continue;
    }
    const found = await onDisk(() => unlessGone(() => stat(path.join(objectsFolder, key + OBJECT_SUFFIX))));
    if (found) yield { key, bytes: found.size - TRAILER_BYTES };
  }
}
