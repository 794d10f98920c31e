import { AppError, type InputFault } from '@/lib/errors/app-error';
import { kindOfJson } from '@/lib/formats/detect';
import { parseJson } from '@/lib/http/read-body';
import type { ThreadResult } from '@/lib/platform/threads/serve-thread';
import { encodeContainer } from '@/lib/signals/encode-container';
import type { Content } from '../files/content';
import type { RecordFromFiles } from '../files/file-reader';
import { FILE_READERS } from '../files/file-readers';
import { keptSource } from '../files/kept-source';
import type { UploadFile } from '../files/upload-file';
import { type KeepSignals, prepareUpload, type Registry } from '../prepare-upload';
import type { GivenFields, ReadRecord, ReadUpload, UploadResult, UploadTask } from './reader-task';
import { spoolContainer, withOpened } from './spooled-files';

const heldBy = (content: Content): Uint8Array[] =>
  content instanceof Uint8Array ? [content] : content.pieces.filter((piece) => piece instanceof Uint8Array);

/** The buffers of what was read, each once. Those that Node shares between small pieces of text are copied instead. */
function buffersOf(records: readonly ReadRecord[]): ArrayBuffer[] {
  const arrays = records.flatMap(({ upload, source, envelope }) => [
    ...[...heldBy(source.content), ...heldBy(upload.signals)],
    ...[envelope, upload.report, upload.details, upload.beats].filter((bytes) => bytes !== null),
  ]);
  return [...new Set(arrays.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer);
}

/** The sender's JSON with the fields of the address; a field that both give differently is a fault. */
function withGiven(data: unknown, given: GivenFields): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const fields = new Map(Object.entries(data));
  const faults: InputFault[] = Object.entries(given).flatMap(([name, value]) =>
    fields.has(name) && fields.get(name) !== value
      ? [{ pointer: `/${name}`, code: 'repeated', detail: 'The address and the JSON say different things.' }]
      : [],
  );
  if (faults.length > 0) throw new AppError('invalid_upload', { faults });
  return { ...data, ...given };
}

function objectOf(data: unknown): Record<string, unknown> {
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return { ...data };
  throw new AppError('invalid_upload', {
    faults: [{ pointer: '/data', code: 'invalid_type', detail: 'The part `data` must be a JSON object.' }],
  });
}

async function readFiles(
  task: UploadTask,
  files: UploadFile[],
  beside: Uint8Array | null,
  registry: Registry,
): Promise<ReadUpload> {
  const { modality, report, received_at, given, signals_path } = task;
  const keepSignals: KeepSignals = (channels, meta) =>
    signals_path === null ? encodeContainer(channels, meta) : spoolContainer(signals_path, channels, meta);
  const data = beside === null ? { ...given } : objectOf(withGiven(parseJson(beside), given));
  const read = await FILE_READERS[modality]({ modality, files, data, report, received_at, keepSignals, ...registry });
  const recordOf = (record: RecordFromFiles): ReadRecord => ({
    upload: record.upload,
    source: keptSource(record.files),
    envelope: beside,
  });
  if (read.kind === 'recording') return { kind: 'recording', record: recordOf(read.record) };
  return { kind: 'import', records: read.records.map(recordOf), unused: read.unused };
}

async function readJson(task: UploadTask, source: Uint8Array, registry: Registry): Promise<ReadUpload> {
  const data = parseJson(source);
  // FHIR and Kardia are JSON as well, and come with the content type of JSON
  if (kindOfJson(data) !== null) return readFiles(task, [{ name: 'body.json', bytes: source }], null, registry);
  const received = { data: withGiven(data, task.given), report: task.report };
  const upload = await prepareUpload(task.modality, received, registry.zonesFor, task.received_at);
  const kept = { file: 'source.json', content_type: 'application/json', content: source } as const;
  return { kind: 'recording', record: { upload, source: kept, envelope: null } };
}

/** The thread's side of an upload: everything between its bytes and the question whose it is. */
export async function readUploadTask(
  task: UploadTask,
  registry: Registry,
): Promise<ThreadResult & { result: UploadResult }> {
  try {
    if (task.files.length === 0 && task.source === null) throw new AppError('unreadable_body');
    const read = await (task.files.length > 0 || task.source === null
      ? withOpened(task.files, (files) => readFiles(task, files, task.source, registry))
      : readJson(task, task.source, registry));
    const records = read.kind === 'recording' ? [read.record] : read.records;
    return { result: { ok: true, read }, transfer: buffersOf(records) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { result: { ok: false, code: error.code, faults: error.faults } };
  }
}
