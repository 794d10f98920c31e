import { AppError } from '@/lib/errors/app-error';
import { parseJson } from '@/lib/http/read-body';
import type { ThreadResult } from '@/lib/platform/threads/serve-thread';
import type { KnownZones } from '../domain/device-time';
import { type PreparedUpload, prepareUpload } from '../prepare-upload';
import type { UploadResult, UploadTask } from './reader-task';

/** The buffers of a result, each once. */
function buffersOf({ signals, report }: PreparedUpload, source: Uint8Array): ArrayBuffer[] {
  const arrays = [source, signals, ...(report ? [report] : [])];
  return [...new Set(arrays.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer);
}

/** The thread's side of an upload: everything between its bytes and the question whose it is. */
export async function readUploadTask(
  task: UploadTask,
  zonesFor: (deviceId: string, zone: string | undefined) => Promise<KnownZones>,
): Promise<ThreadResult & { result: UploadResult }> {
  try {
    const received = { data: parseJson(task.source), report: task.report };
    const upload = await prepareUpload(task.modality, received, zonesFor, task.received_at);
    return { result: { ok: true, upload, source: task.source }, transfer: buffersOf(upload, task.source) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { result: { ok: false, code: error.code, faults: error.faults } };
  }
}
