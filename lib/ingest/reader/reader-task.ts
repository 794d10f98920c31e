import type { InputFault } from '@/lib/errors/app-error';
import type { ErrorCode } from '@/lib/errors/catalog';
import type { Modality } from '@/lib/recordings/contracts';
import type { PreparedUpload } from '../prepare-upload';

/** An upload to be read by a killable thread. The byte arrays move there. */
export interface UploadTask {
  kind: 'upload';
  modality: Modality;
  source: Uint8Array;
  report: Uint8Array | null;
  received_at: Date;
}

/** A PDF whose text is wanted. The bytes move there. */
export interface ReportTextTask {
  kind: 'report_text';
  pdf: Uint8Array;
}

/** A batch to be taken apart. The bytes move there. */
export interface BatchTask {
  kind: 'batch';
  source: Uint8Array;
}

export type ReaderTask = UploadTask | ReportTextTask | BatchTask;

/** What the thread must be told while it reads: the zones known for a device's naive times. */
export interface ReaderQuestion {
  device_id: string;
  request_zone: string | undefined;
}

/** What was understood, with the source's bytes moved back; or why the upload is refused. */
export type UploadResult =
  | { ok: true; upload: PreparedUpload; source: Uint8Array }
  | { ok: false; code: ErrorCode; faults: readonly InputFault[] };

/** The pages of a PDF and its text, a line each; or that it cannot be opened (broken, or locked by a password). */
export type ReportTextResult = { ok: true; pages: number; lines: string[] } | { ok: false };

/** Each item of a batch as the JSON it would have been alone, or why the batch is refused as a whole. */
export type BatchResult =
  | { ok: true; items: Uint8Array[] }
  | { ok: false; code: ErrorCode; faults: readonly InputFault[] };
