import { ReadFault } from '../common/fault';
import { MAX_CHANNELS, MAX_FILES, MAX_HEADER_TEXT } from '../common/limits';
import { decimal, integer, latin1 } from '../common/text';

/** A signal line of a header. */
export interface SignalSpec {
  /** `null`: a signal without samples, as layout headers have them. */
  file: string | null;
  format: number;
  samplesPerFrame: number;
  /** Frames by which this signal is stored late. */
  skew: number;
  /** Bytes before the first sample of the file. */
  prolog: number;
  /** Converter units per physical unit; `null` when the header gives none, or 0: not calibrated. */
  gain: number | null;
  baseline: number;
  unit: string;
  initial: number | null;
  checksum: number | null;
  description: string;
}

/** A line of a multi-segment header; `~` is a gap. */
export interface SegmentSpec {
  name: string;
  frames: number;
}

export interface WfdbHeader {
  name: string;
  /** Frames per second. */
  rate_hz: number;
  /** Frames of the record; `null` when not stated. */
  frames: number | null;
  time: string | null;
  date: string | null;
  signals: SignalSpec[];
  /** `null` for an ordinary record. */
  segments: SegmentSpec[] | null;
  /** Lines that begin with `#`, without it. */
  comments: string[];
}

const DEFAULT_RATE_HZ = 250;
const MOST_SAMPLES_PER_FRAME = 10_000;

/** Reads a record's header (`.hea`). */
export function parseHeader(bytes: Uint8Array): WfdbHeader {
  if (bytes.length > MAX_HEADER_TEXT) throw new ReadFault('too_large', 'The WFDB header is larger than 1 MB.');
  const lines = latin1(bytes)
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const comments = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(1).trim());
  const [record = '', ...rest] = lines.filter((line) => !line.startsWith('#'));
  const { count, segmentCount, ...fields } = parseRecordLine(record);
  const due = segmentCount ?? count;
  if (rest.length < due) throw new ReadFault('truncated', 'The WFDB header has fewer lines than it declares.');
  const described = rest.slice(0, due);
  if (segmentCount !== null) return { ...fields, signals: [], segments: described.map(parseSegmentLine), comments };
  return { ...fields, signals: described.map(parseSignalLine), segments: null, comments };
}

function parseRecordLine(line: string) {
  const [nameField = '', signals, rate, frames, time, date] = line.split(/\s+/);
  const [name = '', segments] = nameField.split('/');
  const count = natural(signals, MAX_CHANNELS, 'number of signals');
  const segmentCount = segments === undefined ? null : natural(segments, MAX_FILES, 'number of segments');
  const [rateText] = rate?.split('/') ?? [];
  const rate_hz = rateText === undefined ? DEFAULT_RATE_HZ : decimal(rateText);
  if (rate_hz === null || rate_hz <= 0) throw corrupt('The sampling rate of the WFDB header is no number above 0.');
  const length = frames === undefined ? 0 : natural(frames, 2 ** 31 - 1, 'number of samples');
  return {
    name: safeName(name),
    count,
    segmentCount,
    rate_hz,
    frames: length === 0 ? null : length,
    time: time ?? null,
    date: date ?? null,
  };
}

function parseSegmentLine(line: string): SegmentSpec {
  const [name = '', frames] = line.split(/\s+/);
  return { name: name === '~' ? name : safeName(name), frames: natural(frames, 2 ** 31 - 1, 'length of a segment') };
}

const FORMAT_FIELD = /^(\d{1,4})(?:x(\d{1,9}))?(?::(\d{1,9}))?(?:\+(\d{1,12}))?$/;
const GAIN_FIELD = /^([^(/]*)(?:\(([^)]*)\))?(?:\/(.*))?$/;

function parseSignalLine(line: string): SignalSpec {
  const [file = '', formatField = '', ...fields] = line.split(/\s+/);
  const format = FORMAT_FIELD.exec(formatField);
  if (format === null) throw corrupt('A signal line of the WFDB header has no format.');
  const [gainField = '', , zeroField, initial, checksum] = fields;
  const [, gainText = '', baselineText, unit] = GAIN_FIELD.exec(gainField) ?? [];
  const gain = decimal(gainText);
  if (gainText !== '' && gain === null) throw corrupt('A gain of the WFDB header is no number.');
  const samplesPerFrame = natural(format[2] ?? '1', MOST_SAMPLES_PER_FRAME, 'samples per frame');
  if (samplesPerFrame === 0) throw corrupt('A signal of the WFDB header has no samples per frame.');
  const code = Number(format[1]);
  return {
    file: file === '~' || code === 0 ? null : safeName(file),
    format: code,
    samplesPerFrame,
    skew: Number(format[3] ?? 0),
    prolog: Number(format[4] ?? 0),
    gain: gain === 0 ? null : gain,
    baseline: baselineText === undefined ? (integer(zeroField) ?? 0) : baselineOf(baselineText),
    unit: unit ?? 'mV',
    initial: integer(initial),
    checksum: integer(checksum),
    description: descriptionOf(line),
  };
}

function baselineOf(text: string): number {
  const baseline = integer(text);
  if (baseline === null) throw corrupt('A baseline of the WFDB header is no whole number.');
  return baseline;
}

/** Everything after the eighth field. */
function descriptionOf(line: string): string {
  return /^(?:\S+\s+){8}(.*)$/.exec(line)?.[1]?.trim() ?? '';
}

function natural(text: string | undefined, most: number, what: string): number {
  const value = integer(text);
  if (value === null || value < 0) throw corrupt(`The WFDB header’s ${what} is no whole number.`);
  if (value > most) throw new ReadFault('too_large', `The WFDB header’s ${what} is more than ${most}.`);
  return value;
}

/** Names of files lie beside the header: nothing that leads elsewhere. */
function safeName(name: string): string {
  if (name === '' || /[/\\\0:]/.test(name) || name === '.' || name === '..' || name.length > 255) {
    throw corrupt('The WFDB header names a file outside its own folder.');
  }
  return name;
}

function corrupt(detail: string): ReadFault {
  return new ReadFault('corrupt', detail);
}
