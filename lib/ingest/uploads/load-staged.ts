import { createHash } from 'node:crypto';
import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import type { StagedFile, UploadDocument } from '@/models/upload';
import type { ReceivedUpload } from '../read-upload';

function wrong(index: number): AppError {
  const detail = 'What arrived has another length or SHA-256 than was announced.';
  return new AppError('invalid_upload', { faults: [{ pointer: `/files/${index}`, code: 'wrong_content', detail }] });
}

async function* bytesOf(services: Services, file: StagedFile): AsyncGenerator<Uint8Array> {
  for (const { key } of file.parts) yield* await services.objects.getStream(key);
}

/**
 * One file in memory. Its digest is taken of the very bytes that are given back: what lies in staging may still change.
 * @throws AppError `invalid_upload` where it is not what was announced
 */
async function loadFile(services: Services, file: StagedFile, index: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.bytes);
  const hash = createHash('sha256');
  let at = 0;
  for await (const chunk of bytesOf(services, file)) {
    if (at + chunk.byteLength > bytes.byteLength) throw wrong(index);
    bytes.set(chunk, at);
    hash.update(chunk);
    at += chunk.byteLength;
  }
  if (at !== bytes.byteLength || (file.sha256 !== null && hash.digest('hex') !== file.sha256)) throw wrong(index);
  return bytes;
}

/**
 * Checks a file that is too large to be read at once, in the memory of a chunk.
 * @throws AppError `invalid_upload` where it is not what was announced
 */
export async function checkStaged(services: Services, file: StagedFile, index: number): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of bytesOf(services, file)) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  if (bytes !== file.bytes || hash.digest('hex') !== file.sha256) throw wrong(index);
}

/** A staged upload as it would have been received at once. */
export async function loadStaged(
  services: Services,
  { files, given, idempotency_key }: UploadDocument,
): Promise<ReceivedUpload> {
  const received: ReceivedUpload = { source: null, files: [], given, report: null, idempotency_key };
  for (const [index, file] of files.entries()) {
    const bytes = await loadFile(services, file, index);
    if (file.role === 'data') received.source = bytes;
    else if (file.role === 'report') received.report = bytes;
    else received.files.push({ name: file.name, bytes });
  }
  return received;
}
