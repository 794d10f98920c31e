// The entry of a reader thread: reads and judges uploads, so that bytes nobody can vouch for never run in the web process.
import { AppError } from '@/lib/errors/app-error';
import { parseJson } from '@/lib/http/read-body';
import { serveThread, type ThreadResult } from '@/lib/platform/threads/serve-thread';
import type { KnownZones } from '../domain/device-time';
import { type PreparedUpload, prepareUpload } from '../prepare-upload';
import type { ReaderQuestion, ReaderResult, ReaderTask } from './reader-task';

/** The buffers of a result, each once. */
function buffersOf({ signals, report }: PreparedUpload, source: Uint8Array): ArrayBuffer[] {
  const arrays = [source, signals, ...(report ? [report] : [])];
  return [...new Set(arrays.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer);
}

async function read(
  task: ReaderTask,
  zonesFor: (deviceId: string, zone: string | undefined) => Promise<KnownZones>,
): Promise<ThreadResult & { result: ReaderResult }> {
  try {
    const received = { data: parseJson(task.source), report: task.report };
    const upload = await prepareUpload(task.modality, received, zonesFor, task.received_at);
    return { result: { ok: true, upload, source: task.source }, transfer: buffersOf(upload, task.source) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { result: { ok: false, code: error.code, faults: error.faults } };
  }
}

serveThread((task, ask) =>
  // the pool hands over what `readInThread` gave it, and its answers
  read(task as ReaderTask, async (device_id, request_zone) => {
    const question: ReaderQuestion = { device_id, request_zone };
    return (await ask(question)) as KnownZones;
  }),
);
