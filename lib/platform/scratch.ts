import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** No upload takes this long to be read; what is older was left by a process that died. */
const LEFT_BEHIND_AFTER_MS = 6 * 3_600_000;

/**
 * Does some work with a folder of its own, for files that are too large for memory. It is gone when the work has ended,
 * whichever way; only this user can look into it (mode 0700).
 * @param root the folder of such folders, made when missing
 */
export async function withScratch<Result>(root: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(path.join(root, 'work-'));
  try {
    return await work(folder);
  } finally {
    // what cannot be removed now is swept later; how the work ended is what counts
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Removes the folders of processes that died. @returns how many there were */
export async function sweepScratch(root: string, now: Date): Promise<number> {
  const names = await readdir(root).catch(() => []);
  let removed = 0;
  for (const name of names) {
    const folder = path.join(root, name);
    const found = await stat(folder).catch(() => null);
    if (!found || now.getTime() - found.mtimeMs < LEFT_BEHIND_AFTER_MS) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}
