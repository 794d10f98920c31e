import { stat } from 'node:fs/promises';
import { foldersUpTo, syncFolder } from './disk-file';

/** The first folders of a key are shared by all objects of a day (0005); those below belong to one record. */
const SHARED_DEPTH = 5;
const MOST_REMEMBERED = 1000;

/** Tells a folder from another one made later under the same name. */
async function identityOf(folder: string): Promise<string> {
  const { dev, ino, birthtimeNs } = await stat(folder, { bigint: true });
  return `${dev}:${ino}:${birthtimeNs}`;
}

/**
 * Flushes names made in folders. A folder whose own name was flushed once, by this process and up to the top, needs that
 * no more, so that a new object flushes what is new and not the whole way up; its identity tells whether it still is that
 * folder, as another process may have removed it and made another.
 */
export class DurableFolders {
  private readonly known = new Map<string, string>();

  /**
   * @param top the folder everything lies in; its own name is not looked after
   * @param sync flushes the names made in one folder
   */
  constructor(
    private readonly top: string,
    private readonly sync: (folder: string) => Promise<void> = syncFolder,
  ) {}

  /** Makes a name that was made in `inner` outlast a power cut, with the names of all folders that lead to it. */
  async flush(inner: string): Promise<void> {
    const { folders, shared } = await this.unflushed(inner);
    await Promise.all(folders.map((folder) => this.sync(folder)));
    for (const [folder, identity] of shared) this.remember(folder, identity);
  }

  /** The folders to be flushed, up to the first whose name is known to last, and the identities of those to remember. */
  private async unflushed(inner: string): Promise<{ folders: string[]; shared: [string, string][] }> {
    const folders: string[] = [];
    const shared: [string, string][] = [];
    const all = foldersUpTo(inner, this.top);
    for (const [index, folder] of all.entries()) {
      folders.push(folder);
      const depth = all.length - 1 - index;
      if (depth === 0 || depth > SHARED_DEPTH) continue;
      const identity = await identityOf(folder);
      if (this.known.get(folder) === identity) break;
      shared.push([folder, identity]);
    }
    return { folders, shared };
  }

  private remember(folder: string, identity: string): void {
    // what was asked for last goes last
    this.known.delete(folder);
    this.known.set(folder, identity);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST_REMEMBERED) break;
      this.known.delete(oldest);
    }
  }
}
