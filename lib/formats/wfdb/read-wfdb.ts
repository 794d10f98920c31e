import { fileSource, type ReadableFile } from '../common/byte-source';
import { ReadFault } from '../common/fault';
import { samplingRate } from '../common/rates';
import type { Warnings } from '../common/warnings';
import { dateText, timeText, writtenTime } from '../common/written-time';
import { type AnnotationTrack, emptyRecording, type Recording, type WrittenTime } from '../recording';
import { parseAnnotations } from './annotations';
import { readComments } from './comments';
import { parseHeader, type WfdbHeader } from './header';
import { ordinaryChannels, segmentedChannels } from './to-channels';

/**
 * Reads a WFDB record: its header with the signal files, the headers of its segments and the annotation files that were
 * sent in the same request. Annotation files are those named like the record, with any other ending.
 *
 * Source: the WFDB Applications Guide (header(5), signal(5), annot(5)).
 */
export function readWfdb(
  files: readonly ReadableFile[],
  headers: readonly ReadableFile[],
  warnings: Warnings,
): Recording {
  const header = topHeader(headers);
  const used = new Set<string>();
  const byName = new Map(files.map((file) => [file.name, fileSource(file)]));
  const lookup = (name: string) => {
    used.add(name);
    return byName.get(name);
  };
  const read = header.segments === null ? ordinaryChannels : segmentedChannels;
  const { channels, duration_ms } = read(header, lookup, warnings);
  const companions = files.filter(({ name }) => name.startsWith(`${header.name}.`) && !/\.hea$/i.test(name));
  const annotations = companions
    .filter(({ name }) => !used.has(name))
    .map((file) => {
      used.add(file.name);
      return toTrack(file, header, warnings);
    });
  if (files.some(({ name }) => !used.has(name) && !/\.hea$/i.test(name))) {
    warnings.add('ignored', 'A file was sent that the record does not name.');
  }
  if (channels.length === 0 && annotations.length === 0) {
    throw new ReadFault('missing_file', 'None of the signal files that the header names was sent.');
  }
  const { patient, statements, notes } = readComments(header.comments);
  const empty = emptyRecording('wfdb');
  return {
    ...empty,
    start: startOf(header, warnings),
    blocks: channels.length === 0 ? [] : [{ kind: 'rhythm', label: null, start_ms: 0, duration_ms, channels }],
    patient: { ...empty.patient, ...patient },
    statements,
    notes,
    annotations,
    warnings: [],
  };
}

/** The record's own header: the one that no other names as a segment. */
function topHeader(files: readonly ReadableFile[]): WfdbHeader {
  const headers = files.map((file) => parseHeader(fileSource(file).whole()));
  if (headers.some(({ name, segments }) => segments?.some((segment) => segment.name === name))) {
    throw new ReadFault('corrupt', 'A WFDB record names itself as a segment.');
  }
  const segments = new Set(headers.flatMap((header) => header.segments?.map(({ name }) => name) ?? []));
  const tops = headers.filter((header) => !segments.has(header.name));
  const [top, another] = tops;
  if (top === undefined) throw new ReadFault('corrupt', 'Every WFDB header is a segment of another.');
  if (another !== undefined) throw new ReadFault('unsupported', 'The files belong to more than one WFDB record.');
  return top;
}

function startOf(header: WfdbHeader, warnings: Warnings): WrittenTime | null {
  if (header.time === null) return null;
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(header.date ?? '') ?? [];
  const [, hours, minutes = '', seconds = '', fraction] =
    /^(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?$/.exec(header.time) ?? [];
  const date = year === undefined ? null : dateText(Number(year), Number(month), Number(day));
  const time = minutes === '' ? null : timeText(Number(hours ?? 0), Number(minutes), Number(seconds), fraction);
  const wroteBadly = time === null || (header.date !== null && date === null);
  if (wroteBadly) warnings.add('invalid_date', 'The header writes a start that is no date or no time.');
  return writtenTime({ date, time });
}

function toTrack(file: ReadableFile, header: WfdbHeader, warnings: Warnings): AnnotationTrack {
  const { name } = file;
  const { at, code, text, subtype, channel, number, resolution_hz } = parseAnnotations(
    fileSource(file).whole(),
    warnings,
  );
  return {
    name: name.slice(header.name.length + 1),
    clock: samplingRate(resolution_hz ?? header.rate_hz),
    block: null,
    at: Float64Array.from(at),
    duration: at.map(() => null),
    code,
    text,
    lead: at.map(() => null),
    wfdb: { subtype: Int16Array.from(subtype), channel: Uint8Array.from(channel), number: Int16Array.from(number) },
  };
}
