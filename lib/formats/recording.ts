import type { Encoding, RationalRate, Segment } from '@/lib/signals/types';
import type { Warnings } from './common/warnings';

/** The formats that are read, by the names the API and the command line use. */
export const RECORDING_FORMATS = [
  ...['wfdb', 'scp', 'aecg', 'dicom', 'philips', 'muse'],
  ...['ishne', 'edf', 'kardia', 'apple', 'fhir'],
] as const;
export type RecordingFormat = (typeof RECORDING_FORMATS)[number];

/**
 * A date and time exactly as far as the source wrote them: local wall clock, never moved to another zone. Each part may
 * be missing by itself (WFDB may give a time without a date, SCP a date without a time).
 */
export interface WrittenTime {
  /** `YYYY-MM-DD`, a date that exists. Surrogate years such as 2704 are legal. */
  date: string | null;
  /** `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff…`, to the precision written. */
  time: string | null;
  /** Minutes east of UTC when the source says so; `null` is "not stated", which is not 0. */
  utc_offset_minutes: number | null;
}

/** Rhythm, a representative beat, or a calibration pulse: never joined to each other. */
export const BLOCK_KINDS = ['rhythm', 'median', 'calibration'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** One signal of a block; its segments go into a signal container (`lib/signals`) as they are. */
export interface RecordingChannel {
  /** The source's own label, unchanged. */
  label: string;
  /** Canonical lead (`leads.ts`), `null` when the label names none. */
  lead: string | null;
  /**
   * `uV` for every voltage, the source's unit for all else; `null` when it states none: of an ECG lead the amplitudes are
   * then not calibrated (and a warning says so), other signals may simply have no dimension.
   */
  unit: string | null;
  rate: RationalRate;
  encoding: Encoding;
  /** In order of time, not overlapping; what lies between them is missing. Times count from the recording's start. */
  segments: readonly Segment[];
  /** What the device says of this channel (a disconnected electrode, noise); `null` when it says nothing. */
  status: string | null;
}

/** Channels that were recorded together. Median beats count from their own first sample. */
export interface RecordingBlock {
  kind: BlockKind;
  label: string | null;
  start_ms: number;
  /** From `start_ms` to the end of the longest channel, gaps included. */
  duration_ms: number;
  channels: readonly RecordingChannel[];
}

/** Who the source says the patient is; every part may be missing. */
export interface RecordedPatient {
  patient_id: string | null;
  family_name: string | null;
  given_name: string | null;
  birth_date: string | null;
  sex: 'female' | 'male' | 'other' | 'unknown' | null;
  /** As written, never computed from the birth date. */
  age: { value: number; unit: 'years' | 'months' | 'weeks' | 'days' | 'hours' } | null;
}

export interface RecordingDevice {
  make: string | null;
  model: string | null;
  serial: string | null;
  firmware: string | null;
}

/** The bandwidth as recorded; 0 Hz is a statement, `null` is none. */
export interface RecordedFilters {
  high_pass_hz: number | null;
  low_pass_hz: number | null;
  notch_hz: number | null;
}

/** What devices measure, under one name each whatever the format calls it. */
export const MEASUREMENTS = [
  ...['heart_rate_bpm', 'atrial_rate_bpm', 'rr_ms', 'pp_ms', 'p_ms', 'pr_ms', 'qrs_ms', 'qt_ms', 'qtc_ms'],
  ...['qtc_bazett_ms', 'qtc_fridericia_ms', 'p_axis_deg', 'qrs_axis_deg', 't_axis_deg'],
  ...['p_onset_ms', 'p_end_ms', 'qrs_onset_ms', 'qrs_end_ms', 't_end_ms'],
] as const;
export type MeasurementName = (typeof MEASUREMENTS)[number];

/** A number the device measured. Onsets and ends count from the first sample of the median beat. */
export interface Measurement {
  /** `null` for what has no name here: then `source` and `unit` are all there is. */
  name: MeasurementName | null;
  /** The source's own name or code. */
  source: string;
  value: number;
  unit: string | null;
  /** Canonical lead, or `null` for all leads together. */
  lead: string | null;
}

/** A sentence or a code of an interpretation. */
export interface Statement {
  text: string | null;
  code: string | null;
  /** Who said it, where the source tells. */
  origin: 'device' | 'reader' | null;
}

/** Marks in time, one column per property, for a night of beats as well as for a dozen waves. */
export interface AnnotationTrack {
  /** The source's name for the set, such as the extension `atr`. */
  name: string;
  /** Ticks per second of `at` and `duration`. */
  clock: RationalRate;
  /** Index of the block that ticks count from the start of; `null` is the start of the recording. */
  block: number | null;
  at: Float64Array;
  /** `null` where the mark is a point or its length is not known. */
  duration: (number | null)[];
  code: string[];
  text: (string | null)[];
  /** Canonical lead or the source's label; `null` is all leads. */
  lead: (string | null)[];
  /** WFDB's three numbers of a mark (its `lead` is then `null`); other formats have none. */
  wfdb: { subtype: Int16Array; channel: Uint8Array; number: Int16Array } | null;
}

/**
 * One recording, whatever it came from. Everything the source did not say is `null` or empty; nothing is computed
 * but the scale to µV. Samples are typed arrays, so that the whole crosses a thread with its buffers transferred.
 */
export interface Recording {
  format: RecordingFormat;
  /** The standard's or writer's version, as written. */
  format_version: string | null;
  /** Instant of `start_ms` 0; `null` when the source tells nothing. */
  start: WrittenTime | null;
  blocks: readonly RecordingBlock[];
  patient: RecordedPatient;
  device: RecordingDevice;
  filters: RecordedFilters;
  measurements: readonly Measurement[];
  statements: readonly Statement[];
  /** Free text beside the interpretation (indication, comments), one entry per note. */
  notes: readonly string[];
  annotations: readonly AnnotationTrack[];
  warnings: ReturnType<Warnings['list']>;
}

/** A recording of which nothing is known yet. */
export function emptyRecording(format: RecordingFormat): Omit<Recording, 'warnings'> {
  return {
    format,
    format_version: null,
    start: null,
    blocks: [],
    patient: { patient_id: null, family_name: null, given_name: null, birth_date: null, sex: null, age: null },
    device: { make: null, model: null, serial: null, firmware: null },
    filters: { high_pass_hz: null, low_pass_hz: null, notch_hz: null },
    measurements: [],
    statements: [],
    notes: [],
    annotations: [],
  };
}
