import type { InputFault } from '@/lib/errors/app-error';
import type { ErrorCode } from '@/lib/errors/catalog';
import type { Modality } from '@/lib/recordings/contracts';
import type { PreparedUpload } from '../prepare-upload';

/** An upload to be read by a killable thread. The byte arrays move there. */
export interface ReaderTask {
  modality: Modality;
  source: Uint8Array;
  report: Uint8Array | null;
  received_at: Date;
}

/** What the thread must be told while it reads: the zones known for a device's naive times. */
export interface ReaderQuestion {
  device_id: string;
  request_zone: string | undefined;
}

/** What was understood, with the source's bytes moved back; or why the upload is refused. */
export type ReaderResult =
  | { ok: true; upload: PreparedUpload; source: Uint8Array }
  | { ok: false; code: ErrorCode; faults: readonly InputFault[] };
