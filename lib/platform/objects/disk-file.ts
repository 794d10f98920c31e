import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { ObjectStoreUnavailableError } from '../objects';
import { toBytes } from './body';
import { SharedRuns } from './shared-runs';

/**
 * An object file is the object's bytes followed by a trailer of fixed size that says what they are. One file, so one
 * atomic step makes bytes, content type and digest visible together, and the size is known from the directory alone.
 * The trailer is at the end because digest and length are known only there; most programs open such a PDF as it is.
 */
export const TRAILER_BYTES = 512;
const TRAILER_MAGIC = '\nnightbeat-object-v1 ';

export interface Trailer {
  bytes: number;
  content_type: string;
  sha256: string;
}

const FULL_OR_FAILING = ['EDQUOT', 'EFBIG', 'EIO', 'EMFILE', 'EMLINK', 'ENFILE', 'ENOSPC', 'ESTALE', 'ETIMEDOUT'];
const GONE = ['EBUSY', 'ENODEV', 'ENOENT', 'ENOTCONN', 'ENOTDIR', 'ENXIO'];
const FORBIDDEN = ['EACCES', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EPERM', 'EROFS'];
const DISK_FAULTS = new Set([...FULL_OR_FAILING, ...GONE, ...FORBIDDEN]);

/** The `code` of a Node.js system error, such as `ENOENT`; undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A full, failing, unmounted or forbidden disk becomes `ObjectStoreUnavailableError`; other errors stay as they are. */
export function toDiskStoreError(error: unknown): unknown {
  const code = systemErrorCode(error);
  return code && DISK_FAULTS.has(code) ? new ObjectStoreUnavailableError({ cause: error }) : error;
}

/** Runs file-system work with its errors passed through `toDiskStoreError`. */
export async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toDiskStoreError(error);
  }
}

function encodeTrailer(trailer: Trailer): Buffer {
  const text = `${TRAILER_MAGIC}${JSON.stringify(trailer)}`;
  return Buffer.from(`${text.padEnd(TRAILER_BYTES - 1)}\n`, 'latin1');
}

function decodeTrailer(text: string, fileBytes: number): Trailer {
  const trailer: unknown = text.startsWith(TRAILER_MAGIC) ? JSON.parse(text.slice(TRAILER_MAGIC.length)) : null;
  if (
    typeof trailer === 'object' &&
    trailer !== null &&
    'bytes' in trailer &&
    trailer.bytes === fileBytes - TRAILER_BYTES &&
    'content_type' in trailer &&
    typeof trailer.content_type === 'string' &&
    'sha256' in trailer &&
    typeof trailer.sha256 === 'string'
  ) {
    return { bytes: trailer.bytes, content_type: trailer.content_type, sha256: trailer.sha256 };
  }
  throw new Error('object file is damaged: its trailer is missing or wrong');
}

/** Fills the buffer from `position` on. Throws when the file ends before. */
export async function readFully(file: FileHandle, buffer: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < buffer.byteLength; ) {
    const { bytesRead } = await file.read(buffer, done, buffer.byteLength - done, position + done);
    if (bytesRead === 0) throw new Error('object file is damaged: it is cut short');
    done += bytesRead;
  }
}

/** Reads what an open object file says about itself. Throws a plain `Error` when the file is damaged. */
export async function readTrailer(file: FileHandle): Promise<Trailer> {
  const { size } = await file.stat();
  const buffer = Buffer.alloc(TRAILER_BYTES);
  await readFully(file, buffer, Math.max(0, size - TRAILER_BYTES));
  return decodeTrailer(buffer.toString('latin1'), size);
}

async function writeChunk(file: FileHandle, hash: Hash, chunk: Uint8Array): Promise<number> {
  hash.update(chunk);
  await onDisk(() => file.writeFile(chunk));
  return chunk.byteLength;
}

/** Writes pieces one behind the other, in one call where the disk takes them so. */
async function writePieces(file: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  let { bytesWritten } = await file.writev(pieces);
  for (const piece of pieces) {
    const rest = piece.subarray(Math.min(bytesWritten, piece.byteLength));
    if (rest.byteLength > 0) await file.writeFile(rest);
    bytesWritten -= piece.byteLength - rest.byteLength;
  }
}

async function writeHeld(file: FileHandle, body: Uint8Array, content_type: string): Promise<Trailer> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const trailer = { bytes: body.byteLength, content_type, sha256 };
  await onDisk(() => writePieces(file, [body, encodeTrailer(trailer)]));
  return trailer;
}

async function writeStream(file: FileHandle, body: Readable, content_type: string): Promise<Trailer> {
  const hash = createHash('sha256');
  const chunks: AsyncIterable<unknown> = body;
  let bytes = 0;
  for await (const chunk of chunks) bytes += await writeChunk(file, hash, toBytes(chunk));
  const trailer = { bytes, content_type, sha256: hash.digest('hex') };
  await onDisk(() => file.writeFile(encodeTrailer(trailer)));
  return trailer;
}

/**
 * Writes body and trailer to a new file (mode 0600) and flushes it to the device. Errors of the body come through as they
 * are, errors of the disk by `toDiskStoreError`; the file is then left for the caller to remove.
 */
export async function writeObjectFile(
  filePath: string,
  body: Uint8Array | Readable,
  contentType: string,
): Promise<Trailer> {
  const file = await onDisk(() => open(filePath, 'wx', 0o600));
  try {
    const trailer =
      body instanceof Uint8Array
        ? await writeHeld(file, body, contentType)
        : await writeStream(file, body, contentType);
    await onDisk(() => file.sync());
    return trailer;
  } finally {
    await onDisk(() => file.close());
  }
}

/** Objects that arrive together lie in the same folders for the most part. */
const folderSyncs = new SharedRuns(async (folder) => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
});

/** Flushes a folder, so that names made or removed in it before this call outlast a power cut. */
export function syncFolder(folder: string): Promise<void> {
  return folderSyncs.run(folder);
}

/** All folders from `inner` up to and including `outer`. */
export function foldersUpTo(inner: string, outer: string): string[] {
  const folders = [inner];
  for (let at = inner; at !== outer && at.length > outer.length; ) {
    at = path.dirname(at);
    folders.push(at);
  }
  return folders;
}

/** Makes a folder (mode 0700) with all folders above it. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}
