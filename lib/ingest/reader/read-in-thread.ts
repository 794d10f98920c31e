import { AppError } from '@/lib/errors/app-error';
import type { Services } from '@/lib/platform/services';
import { ThreadKilledError, ThreadPoolBusyError } from '@/lib/platform/threads/thread-pool';
import type { Registry } from '../prepare-upload';
import type {
  BatchResult,
  BatchTask,
  ReaderQuestion,
  ReadUpload,
  ReportTextResult,
  ReportTextTask,
  UploadResult,
  UploadTask,
} from './reader-task';

/** Bytes in a buffer of their own: what Node cuts out of a shared buffer cannot move by itself. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = bytes;
  return buffer instanceof ArrayBuffer && bytes.byteLength === buffer.byteLength
    ? new Uint8Array(buffer)
    : new Uint8Array(bytes);
}

function refusal(error: unknown): unknown {
  if (error instanceof ThreadPoolBusyError) return new AppError('too_busy', { cause: error });
  if (!(error instanceof ThreadKilledError)) return error;
  const detail = 'Reading this upload took more time or memory than any recording needs, so it was given up.';
  return new AppError('invalid_upload', { cause: error, faults: [{ pointer: '', code: 'unreadable', detail }] });
}

/**
 * Reads and judges an upload in a killable thread (SEC-6). The caller's arrays are given away; those that are kept come
 * back in the result.
 * @throws AppError `unreadable_body`, `unsupported_format`, `invalid_upload` (also for an upload that had to be killed), `too_busy`
 */
export async function readUploadInThread(
  services: Services,
  task: Omit<UploadTask, 'kind'>,
  registry: Registry,
  options: { time_limit_ms?: number } = {},
): Promise<ReadUpload> {
  const source = task.source && owned(task.source);
  const report = task.report && owned(task.report);
  const files = task.files.map((file) => ('path' in file ? file : { name: file.name, bytes: owned(file.bytes) }));
  const moved: UploadTask = { ...task, kind: 'upload', source, report, files };
  const arrays = [source, report, ...files.flatMap((file) => ('path' in file ? [] : [file.bytes]))].filter(
    (bytes) => bytes !== null,
  );
  const run = services.readers.run({
    ...options,
    task: moved,
    // what a long recording took is given back at once
    last: task.signals_path !== null,
    transfer: arrays.map(({ buffer }) => buffer),
    answer: (question) => {
      const asked = question as ReaderQuestion;
      return asked.about === 'zones' ? registry.zonesFor(asked.device_id, asked.said) : registry.deviceOf(asked.serial);
    },
  });
  const result = (await run.catch((error: unknown) => Promise.reject(refusal(error)))) as UploadResult;
  if (!result.ok) throw new AppError(result.code, { faults: result.faults });
  return result.read;
}

/**
 * Pages and text of a PDF, read in a killable thread. The caller's array is given away.
 * @returns `ok: false` for one that is broken, locked, or takes more time or memory than any report needs
 * @throws AppError `too_busy`
 */
export async function readReportTextInThread(services: Services, bytes: Uint8Array): Promise<ReportTextResult> {
  const pdf = owned(bytes);
  const task: ReportTextTask = { kind: 'report_text', pdf };
  try {
    return (await services.readers.run({ task, transfer: [pdf.buffer] })) as ReportTextResult;
  } catch (error) {
    if (error instanceof ThreadKilledError) return { ok: false };
    throw refusal(error);
  }
}

/**
 * Takes a batch apart in a killable thread. The caller's array is given away.
 * @returns each item as the body it would have been alone
 * @throws AppError `unreadable_body`, `invalid_upload`, `too_busy`
 */
export async function splitBatchInThread(services: Services, bytes: Uint8Array): Promise<Uint8Array[]> {
  const source = owned(bytes);
  const task: BatchTask = { kind: 'batch', source };
  const run = services.readers.run({ task, transfer: [source.buffer] });
  const result = (await run.catch((error: unknown) => Promise.reject(refusal(error)))) as BatchResult;
  if (!result.ok) throw new AppError(result.code, { faults: result.faults });
  return result.items;
}
