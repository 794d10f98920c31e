import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { StagedFile, UploadDocument } from '@/models/upload';
import type { SpooledFile } from '../files/upload-file';
import type { UploadToRead } from '../read-upload';

function wrong(index: number): AppError {
  const detail = 'What arrived has another length or SHA-256 than was announced.';
  return new AppError('invalid_upload', { faults: [{ pointer: `/files/${index}`, code: 'wrong_content', detail }] });
}

async function* bytesOf(services: Services, file: StagedFile): AsyncGenerator<Uint8Array> {
  for (const { key } of file.parts) yield* await services.objects.getStream(key);
}

/** Takes a file's bytes in their order. */
type Take = (chunk: Uint8Array, at: number) => unknown;

/**
 * Reads one file and holds it to what was announced.
 * @throws AppError `invalid_upload` where it is not that
 */
async function readThrough(services: Services, file: StagedFile, index: number, take: Take): Promise<void> {
  const hash = createHash('sha256');
  let at = 0;
  for await (const chunk of bytesOf(services, file)) {
    if (at + chunk.byteLength > file.bytes) throw wrong(index);
    await take(chunk, at);
    hash.update(chunk);
    at += chunk.byteLength;
  }
  if (at !== file.bytes || (file.sha256 !== null && hash.digest('hex') !== file.sha256)) throw wrong(index);
}

/**
 * One file in memory. Its digest is taken of the very bytes that are given back: what lies in staging may still change.
 * @throws AppError `invalid_upload` where it is not what was announced
 */
async function loadFile(services: Services, file: StagedFile, index: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.bytes);
  await readThrough(services, file, index, (chunk, at) => bytes.set(chunk, at));
  return bytes;
}

/** One file on this machine's disk, which nobody else can change any more once its digest was taken. */
async function spoolFile(services: Services, file: StagedFile, index: number, folder: string): Promise<SpooledFile> {
  const target = path.join(folder, `file-${index}`);
  const handle = await open(target, 'wx', 0o600);
  try {
    await readThrough(services, file, index, (chunk) => handle.writeFile(chunk));
  } finally {
    await handle.close();
  }
  return { name: file.name, path: target, size: file.bytes };
}

/**
 * Checks a file that is too large to be read at once, in the memory of a chunk.
 * @throws AppError `invalid_upload` where it is not what was announced
 */
export async function checkStaged(services: Services, file: StagedFile, index: number): Promise<void> {
  await readThrough(services, file, index, () => undefined);
}

/** Smaller files are held in memory always: an upload may have thousands of them. */
const LEAST_SPOOLED_BYTES = 1024 * 1024;

/**
 * A staged upload as it would have been received at once.
 * @param folder where its larger files go; null: all of it into memory
 */
export async function loadStaged(
  services: Services,
  { files, given, idempotency_key }: UploadDocument,
  folder: string | null,
): Promise<UploadToRead> {
  const received: UploadToRead = { source: null, files: [], given, report: null, idempotency_key };
  for (const [index, file] of files.entries()) {
    if (folder !== null && file.role === 'file' && file.bytes >= LEAST_SPOOLED_BYTES) {
      received.files.push(await spoolFile(services, file, index, folder));
      continue;
    }
    const bytes = await loadFile(services, file, index);
    if (file.role === 'data') received.source = bytes;
    else if (file.role === 'report') received.report = bytes;
    else received.files.push({ name: file.name, bytes });
  }
  return received;
}
