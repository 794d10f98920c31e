import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { access, constants, type FileHandle, link, open, rmdir, unlink } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  type ByteRange,
  ObjectExistsError,
  type ObjectInfo,
  ObjectNotFoundError,
  type ObjectStore,
  ObjectStoreUnavailableError,
} from './objects';
import {
  foldersUpTo,
  makeFolder,
  onDisk,
  readFully,
  readTrailer,
  syncFolder,
  systemErrorCode,
  toDiskStoreError,
  writeObjectFile,
} from './objects/disk-file';
import { OBJECT_SUFFIX, walkObjects } from './objects/disk-list';
import { signObjectPut, signObjectUrl } from './objects/disk-url';
import { DurableFolders } from './objects/durable-folders';
import { assertContentType, assertObjectKey, assertObjectPrefix } from './objects/key';
import { assertByteRange, clampByteRange } from './objects/range';

const STALE_AFTER_MS = 24 * 60 * 60 * 1000;
const CHUNK_BYTES = 256 * 1024;
const LINK_ATTEMPTS = 20;

export interface DiskObjectStoreOptions {
  /** The store's folder, made when missing; `objects/` and `tmp/` below it must be on one file system. */
  root: string;
  /** Where browsers reach this server, for presigned URLs. */
  public_base_url: string;
  /** Secret of 16 bytes or more, the same in every process that signs or checks URLs. */
  signing_key: Uint8Array | string;
  clock: { now(): Date };
}

interface Folders {
  objects: string;
  temporary: string;
  durable: DurableFolders;
}

function objectPath(folders: Folders, key: string): string {
  assertObjectKey(key);
  return path.join(folders.objects, key + OBJECT_SUFFIX);
}

/** A younger file may belong to an upload of another process; one of a day cannot. */
function sweepTemporary(folder: string, now: Date): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const modified_ms = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (now.getTime() - modified_ms > STALE_AFTER_MS) rmSync(file, { force: true });
  }
}

function prepareFolders(root: string, now: Date): Folders {
  const objects = path.resolve(root, 'objects');
  const folders = { objects, temporary: path.resolve(root, 'tmp'), durable: new DurableFolders(objects) };
  try {
    mkdirSync(folders.objects, { recursive: true, mode: 0o700 });
    mkdirSync(folders.temporary, { recursive: true, mode: 0o700 });
    sweepTemporary(folders.temporary, now);
  } catch (error) {
    throw toDiskStoreError(error);
  }
  return folders;
}

/** Gives the finished file its name. A parallel delete may remove the emptied folder in between, hence the attempts. */
async function publish(temporary: string, target: string, durable: DurableFolders): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await makeFolder(path.dirname(target));
      await link(temporary, target);
      break;
    } catch (error) {
      const code = systemErrorCode(error);
      if (code === 'EEXIST') throw new ObjectExistsError();
      if (code !== 'ENOENT' || attempt === LINK_ATTEMPTS) throw toDiskStoreError(error);
    }
  }
  try {
    await durable.flush(path.dirname(target));
  } catch (error) {
    // Not known to outlast a power cut, so it must not stay visible after we say that it failed.
    await removeIfThere(target).catch(() => false);
    throw toDiskStoreError(error);
  }
}

async function removeIfThere(file: string): Promise<boolean> {
  try {
    await unlink(file);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function put(folders: Folders, key: string, body: Uint8Array | Readable, type: string): Promise<ObjectInfo> {
  const temporary = path.join(folders.temporary, randomUUID());
  try {
    assertContentType(type);
    const target = objectPath(folders, key);
    const { bytes, content_type, sha256 } = await writeObjectFile(temporary, body, type);
    await publish(temporary, target, folders.durable);
    return { key, bytes, content_type, sha256 };
  } finally {
    if (body instanceof Readable) body.destroy();
    // What cannot be removed now (the disk is away) is swept at a later start; the first error is the one to tell.
    await removeIfThere(temporary).catch(() => false);
  }
}

async function withObject<T>(folders: Folders, key: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  return await onDisk(async () => {
    const file = await openObject(folders, objectPath(folders, key));
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  });
}

async function openObject(folders: Folders, file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r');
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
    // An unmounted disk must not look like a store without objects.
    await access(folders.objects);
    throw new ObjectNotFoundError({ cause: error });
  }
}

async function readRange(file: FileHandle, wanted: ByteRange | undefined): Promise<Uint8Array> {
  const { from, to } = clampByteRange(wanted, (await readTrailer(file)).bytes);
  const bytes = new Uint8Array(to - from);
  await readFully(file, bytes, from);
  return bytes;
}

/** Opens the file when first read from, so that a stream nobody reads holds nothing open. */
async function* readChunks(folders: Folders, key: string, { from, to }: ByteRange): AsyncGenerator<Uint8Array> {
  const file = await onDisk(() => openObject(folders, objectPath(folders, key)));
  try {
    for (let at = from; at < to; at += CHUNK_BYTES) {
      const chunk = new Uint8Array(Math.min(CHUNK_BYTES, to - at));
      await onDisk(() => readFully(file, chunk, at));
      yield chunk;
    }
  } finally {
    await file.close();
  }
}

async function remove(folders: Folders, key: string): Promise<void> {
  const file = objectPath(folders, key);
  await onDisk(async () => {
    await access(folders.objects);
    if (!(await removeIfThere(file))) return;
    await syncNearestFolder(path.dirname(file), folders.objects);
    await removeEmptyFolders(path.dirname(file), folders.objects);
  });
}

/** A parallel delete may have removed the emptied folder already; then its own name going is what must last. */
async function syncNearestFolder(inner: string, objects: string): Promise<void> {
  for (const folder of foldersUpTo(inner, objects)) {
    try {
      await syncFolder(folder);
      return;
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT' || folder === objects) throw error;
    }
  }
}

/** Tidying only: a folder that is in use again, or gone already, ends it. */
async function removeEmptyFolders(inner: string, objects: string): Promise<void> {
  try {
    for (const folder of foldersUpTo(inner, objects)) if (folder !== objects) await rmdir(folder);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw error;
  }
}

/**
 * The object store over a folder, the default when no bucket is configured. An object is one file: written to `tmp/`,
 * flushed, then linked to its name, which fails when the name is taken, and the folders flushed; a crash at any moment
 * leaves the whole object or none. Temporary files older than a day are removed at creation. Presigned URLs are those of
 * `signObjectUrl` and `signObjectPut`, answered by `readPresignedObject` and `writePresignedObject`. A body stream is destroyed when `put` ends, whichever way.
 * Throws `ObjectStoreUnavailableError` when the folder cannot be made.
 */
export function createDiskObjectStore(options: DiskObjectStoreOptions): ObjectStore {
  const { public_base_url, signing_key, clock } = options;
  const folders = prepareFolders(options.root, clock.now());
  return {
    put: (key, body, contentType) => put(folders, key, body, contentType),
    async get(key, range) {
      if (range) assertByteRange(range);
      return await withObject(folders, key, (file) => readRange(file, range));
    },
    async getStream(key, range) {
      if (range) assertByteRange(range);
      const { bytes } = await withObject(folders, key, readTrailer);
      return Readable.from(readChunks(folders, key, clampByteRange(range, bytes)), { objectMode: false });
    },
    async head(key) {
      return { key, ...(await withObject(folders, key, readTrailer)) };
    },
    delete: (key) => remove(folders, key),
    async *list(prefix) {
      assertObjectPrefix(prefix);
      await onDisk(() => access(folders.objects));
      yield* walkObjects(folders.objects, prefix);
    },
    async presignGet(key, presign) {
      assertObjectKey(key);
      return signObjectUrl({ key, public_base_url, signing_key, now: clock.now() }, presign);
    },
    async presignPut(key, presign) {
      assertObjectKey(key);
      return signObjectPut({ key, public_base_url, signing_key, now: clock.now() }, presign);
    },
    async ping() {
      try {
        for (const folder of [folders.objects, folders.temporary]) {
          await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
        }
      } catch (cause) {
        throw new ObjectStoreUnavailableError({ cause });
      }
    },
  };
}
