import type { Modality } from '@/lib/recordings/contracts';
import type { KeepSignals, PreparedUpload, Registry } from '../prepare-upload';
import type { UploadFile } from './upload-file';

/** The files of one request, with what was sent beside them. */
export interface FilesToRead extends Registry {
  modality: Modality;
  /** In the order they came; names only join files that belong together and are never trusted for anything else. */
  files: readonly UploadFile[];
  /** The sender's own fields, as parsed JSON: they win over what the files say. */
  data: Readonly<Record<string, unknown>>;
  report: Uint8Array | null;
  received_at: Date;
  /** Makes the container of an ECG, in memory or on disk. */
  keepSignals: KeepSignals;
}

/** One recording found in files. */
export interface RecordFromFiles {
  upload: PreparedUpload;
  /** The files it was made of, kept as its source. */
  files: readonly UploadFile[];
}

/** A file that could not be used, told by its name; it holds up no other one. */
export interface UnusedFile {
  name: string;
  code: string;
  detail: string;
}

/** What the files of a request are. `recording`: one recording, answered as such; `import`: any number, told one by one. */
export type FilesRead =
  | { kind: 'recording'; record: RecordFromFiles }
  | { kind: 'import'; records: RecordFromFiles[]; unused: UnusedFile[] };

/**
 * Reads the files of one modality, in a thread that may be killed: whatever they are, it throws nothing but an AppError
 * (`unsupported_format`, `invalid_upload`).
 */
export type FileReader = (given: FilesToRead) => Promise<FilesRead>;
