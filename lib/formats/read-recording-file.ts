import { checkRecording } from './check-recording';
import { gunzip, unzip } from './common/archive';
import { fileSource, type ReadableFile } from './common/byte-source';
import { ReadFault, type ReadReason } from './common/fault';
import { MAX_FILES, MAX_INPUT_BYTES } from './common/limits';
import { Warnings } from './common/warnings';
import { detectFormat, type FileKind } from './detect';
import { READERS } from './readers';
import type { Recording, RecordingFormat } from './recording';
import { readWfdb } from './wfdb/read-wfdb';

/** A recording, or why there is none. `detail` is a plain sentence without patient data. */
export type ReadAnswer =
  | { ok: true; format: RecordingFormat; recording: Recording }
  | { ok: false; reason: ReadReason; format: RecordingFormat | null; detail: string };

interface Sorted {
  files: ReadableFile[];
  kinds: Map<ReadableFile, FileKind | null>;
}

/**
 * Reads one recording of the files of one request: a single file of any format, a zip or gzip of one, a WFDB record
 * with all that belongs to it, or an ISHNE recording with its annotations. Formats are told by content; names only
 * join the files of a WFDB record.
 *
 * Never throws for what the bytes are, never calls anything outside memory, and allocates in proportion to the bytes.
 * Everything it needs and gives crosses a thread by transfer; the samples may be views into bytes given in memory. Of
 * long recordings (WFDB, EDF, ISHNE) a file that is not in memory is read a block at a time.
 */
export function readRecordingFile(given: readonly ReadableFile[]): ReadAnswer {
  const warnings = new Warnings();
  let format: RecordingFormat | null = null;
  try {
    const sorted = sortFiles(given);
    const main = mainFormat(sorted);
    format = main;
    const read = main === 'wfdb' ? readRecord(sorted, warnings) : readSingle(main, sorted, warnings);
    checkRecording(read, warnings);
    return { ok: true, format: main, recording: { ...read, warnings: warnings.list() } };
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    return { ok: false, reason: error.reason, format, detail: error.detail };
  }
}

function sortFiles(given: readonly ReadableFile[]): Sorted {
  if (given.length > MAX_FILES) throw new ReadFault('too_large', `There are more than ${MAX_FILES} files.`);
  if (given.reduce((sum, file) => sum + fileSource(file).size, 0) > MAX_INPUT_BYTES) {
    throw new ReadFault('too_large', 'The files are larger than 512 MB together.');
  }
  const files = unpacked(given);
  const kinds = new Map(files.map((file) => [file, detectFormat(fileSource(file))]));
  for (const kind of kinds.values()) {
    if (kind === 'zip' || kind === 'gzip') throw new ReadFault('unsupported', 'An archive lies inside an archive.');
  }
  return { files, kinds };
}

/** One archive is opened, once; among several files none is. */
function unpacked(given: readonly ReadableFile[]): ReadableFile[] {
  const [only, second] = given;
  if (only === undefined || second !== undefined) return [...given];
  const source = fileSource(only);
  const kind = detectFormat(source);
  if (kind === 'zip') return unzip(source.whole());
  return kind === 'gzip' ? [gunzip({ name: only.name, bytes: source.whole() })] : [only];
}

/** The format of the files together: of WFDB when a header is there, else of the one file that is a recording. */
function mainFormat({ files, kinds }: Sorted): RecordingFormat {
  if (files.length === 0) throw new ReadFault('unrecognized', 'There is no file.');
  const formats = [...kinds.values()].filter((kind) => kind !== null);
  if (formats.includes('wfdb')) return 'wfdb';
  const recordings = formats.filter((kind) => kind !== 'ishne_annotations');
  const [first, second] = recordings;
  if (second !== undefined) throw new ReadFault('unsupported', 'There is more than one recording in the files.');
  if (first === undefined && formats.length > 0) {
    throw new ReadFault('missing_file', 'These are ISHNE annotations without their recording.');
  }
  if (first === undefined || first === 'zip' || first === 'gzip') {
    throw new ReadFault('unrecognized', 'The content is none of the formats that are read.');
  }
  return first;
}

function readRecord({ files, kinds }: Sorted, warnings: Warnings): Recording {
  const names = new Set(files.map(({ name }) => name));
  if (names.size < files.length) throw new ReadFault('corrupt', 'Two files have one name.');
  const headers = files.filter((file) => kinds.get(file) === 'wfdb');
  return readWfdb(files, headers, warnings);
}

function readSingle(format: Exclude<RecordingFormat, 'wfdb'>, sorted: Sorted, warnings: Warnings): Recording {
  const { files, kinds } = sorted;
  const main = files.find((file) => kinds.get(file) === format);
  const companion = files.find((file) => kinds.get(file) === 'ishne_annotations');
  const usesCompanion = format === 'ishne' && companion !== undefined;
  if (files.length > (usesCompanion ? 2 : 1)) warnings.add('ignored', 'A file was sent that is no recording.');
  if (main === undefined) throw new ReadFault('unrecognized', 'There is no recording.');
  return READERS[format](fileSource(main), warnings, usesCompanion ? fileSource(companion).whole() : null);
}
