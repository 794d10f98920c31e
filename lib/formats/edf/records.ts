import { type ByteSource, unitsInBlock } from '../common/byte-source';
import { crc16 } from '../common/crc16';
import { ReadFault } from '../common/fault';
import { MAX_ANNOTATIONS } from '../common/limits';
import type { Warnings } from '../common/warnings';
import type { AnnotationTrack } from '../recording';
import { type EdfHeader, isAnnotationSignal } from './header';
import { parseTals } from './tal';

/** Records that follow each other without a gap. */
export interface RecordRun {
  first: number;
  count: number;
  start_s: number;
}

/** What the annotation signals say: where the records stand in time, and marks. */
export interface RecordTimes {
  runs: RecordRun[];
  track: AnnotationTrack | null;
}

/** How many whole records are there; fewer than declared are a warning. */
export function countRecords(header: EdfHeader, size: number, warnings: Warnings): number {
  if (header.recordBytes === 0) return 0;
  const present = Math.floor((size - header.headerBytes) / header.recordBytes);
  if (header.records >= 0 && present < header.records) {
    warnings.add('truncated', 'The EDF file ends before its last data record; whole records are kept.');
  }
  if (header.records < 0) warnings.add('truncated', 'The EDF file was never closed; whole records are kept.');
  return header.records < 0 ? present : Math.min(present, header.records);
}

/** The data records in their order, each as its bytes; they hold until the next one is asked for. */
export function* dataRecords(
  { headerBytes, recordBytes }: EdfHeader,
  file: ByteSource,
  records: number,
): Generator<{ record: number; bytes: Uint8Array }> {
  const most = unitsInBlock(recordBytes);
  for (let first = 0; first < records; first += most) {
    const end = Math.min(records, first + most);
    const block = file.read(headerBytes + first * recordBytes, headerBytes + end * recordBytes);
    for (let record = first; record < end; record++) {
      const from = (record - first) * recordBytes;
      yield { record, bytes: block.subarray(from, from + recordBytes) };
    }
  }
}

/** Reads the annotation signals of all records. Only EDF+D may have gaps between its records. */
export function readRecordTimes(header: EdfHeader, file: ByteSource, records: number, warnings: Warnings): RecordTimes {
  const signals = header.signals.filter(isAnnotationSignal);
  const discontinuous = /^[EB]DF\+D/.test(header.kind);
  const runs: RecordRun[] = [];
  const marks: { at: number; duration: number | null; text: string }[] = [];
  let due = 0;
  for (const { record, bytes } of dataRecords(header, file, records)) {
    let start: number | null = null;
    for (const signal of signals) {
      const from = signal.offset;
      const { tals, damaged } = parseTals(bytes.subarray(from, from + signal.samples * header.bytesPerSample));
      if (damaged) warnings.add('malformed', 'An EDF annotation is not written as it should be and was left out.');
      const [keeper] = tals;
      if (start === null && signal === signals[0] && keeper?.texts[0] === '') start = keeper.onset_s;
      for (const { onset_s, duration_s, texts } of tals) {
        for (const text of texts) if (text !== '') marks.push({ at: onset_s, duration: duration_s, text });
      }
    }
    if (marks.length > MAX_ANNOTATIONS) throw new ReadFault('too_large', 'There are too many annotations.');
    due = placeRecord(header, runs, record, start, { due, discontinuous }, warnings);
  }
  return { runs, track: signals.length === 0 ? null : trackOf(marks) };
}

/** Adds a record to the last run or begins a new one; gives the time at which the next one is due. */
function placeRecord(
  header: EdfHeader,
  runs: RecordRun[],
  record: number,
  written: number | null,
  { due, discontinuous }: { due: number; discontinuous: boolean },
  warnings: Warnings,
): number {
  if (discontinuous && written === null) {
    warnings.add('malformed', 'A data record of EDF+D does not say its time; it is taken to follow the one before.');
  }
  const start = (record === 0 || discontinuous ? written : null) ?? due;
  const run = runs.at(-1);
  const step = start - due;
  if (run !== undefined && Math.abs(step) <= header.recordSeconds * 1e-6) {
    run.count++;
  } else if (run !== undefined && step < 0 && header.recordSeconds > 0) {
    throw new ReadFault('corrupt', 'Data records of EDF+D overlap.');
  } else {
    runs.push({ first: record, count: 1, start_s: start });
  }
  return start + header.recordSeconds;
}

function trackOf(marks: readonly { at: number; duration: number | null; text: string }[]): AnnotationTrack | null {
  if (marks.length === 0) return null;
  return {
    name: 'EDF Annotations',
    clock: { numerator: 1, denominator: 1 },
    block: null,
    at: Float64Array.from(marks, ({ at }) => at),
    duration: marks.map(({ duration }) => duration),
    code: marks.map(({ text }) => text),
    text: marks.map(() => null),
    lead: marks.map(() => null),
    wfdb: null,
  };
}

/** ResMed ends every record with a sum over the bytes before it, as a signal named `Crc16`: the records it belies. */
export function damagedRecords(header: EdfHeader, file: ByteSource, records: number): number[] {
  const signal = header.signals.at(-1);
  if (signal === undefined || !isRecordSum(signal) || signal.samples !== 1) return [];
  const damaged: number[] = [];
  for (const { record, bytes } of dataRecords(header, file, records)) {
    const at = signal.offset;
    const stored = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
    if (crc16(bytes.subarray(0, at)) !== stored) damaged.push(record);
  }
  return damaged;
}

/** Warns where a record's sum does not fit. */
export function checkRecordSums(header: EdfHeader, file: ByteSource, records: number, warnings: Warnings): void {
  if (damagedRecords(header, file, records).length > 0)
    warnings.add('checksum', 'A data record does not match its own sum: that minute is damaged.');
}

/** Whether a signal is the sum of its record and no signal. */
export function isRecordSum({ label }: { label: string }): boolean {
  return label === 'Crc16';
}
