import type { InputFault } from '@/lib/errors/app-error';
import type { ErrorCode } from '@/lib/errors/catalog';
import type { NamedBytes } from '@/lib/formats/common/archive';
import type { Modality } from '@/lib/recordings/contracts';
import type { UnusedFile } from '../files/file-reader';
import type { KeptSource } from '../files/kept-source';
import type { SpooledFile } from '../files/upload-file';
import type { PreparedUpload, SaidZone } from '../prepare-upload';

/** Fields that an upload's address may carry, for senders of bare files. */
export const GIVEN_FIELDS = ['device_id', 'patient_id', 'recording_date', 'timezone', 'source_id'] as const;
export type GivenFields = Partial<Record<(typeof GIVEN_FIELDS)[number], string>>;

/** A file of an upload as it comes to the thread: its bytes, or where they are. */
export type ReceivedFile = NamedBytes | SpooledFile;

/** An upload to be read by a killable thread. The byte arrays move there. */
export interface UploadTask {
  kind: 'upload';
  modality: Modality;
  /** The JSON; null where only files were sent. */
  source: Uint8Array | null;
  files: ReceivedFile[];
  /** Where the container goes of a recording that is too large for memory; null: it comes back in memory. */
  signals_path: string | null;
  given: GivenFields;
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

/** What the thread must be told while it reads: the zones known for a device's naive times, or the device of a serial. */
export type ReaderQuestion =
  | { about: 'zones'; device_id: string; said: SaidZone }
  | { about: 'device'; serial: string };

/** One recording that was understood, with what is kept of how it was sent. */
export interface ReadRecord {
  upload: PreparedUpload;
  source: KeptSource;
  /** The JSON sent beside files; null where there was none, or where it is the source itself. */
  envelope: Uint8Array | null;
}

/** What was understood of an upload: one recording, or an import of any number. */
export type ReadUpload =
  | { kind: 'recording'; record: ReadRecord }
  | { kind: 'import'; records: ReadRecord[]; unused: UnusedFile[] };

/** What was understood, with its bytes moved back; or why the upload is refused. */
export type UploadResult =
  | { ok: true; read: ReadUpload }
  | { ok: false; code: ErrorCode; faults: readonly InputFault[] };

/** The pages of a PDF and its text, a line each; or that it cannot be opened (broken, or locked by a password). */
export type ReportTextResult = { ok: true; pages: number; lines: string[] } | { ok: false };

/** Each item of a batch as the JSON it would have been alone, or why the batch is refused as a whole. */
export type BatchResult =
  | { ok: true; items: Uint8Array[] }
  | { ok: false; code: ErrorCode; faults: readonly InputFault[] };
