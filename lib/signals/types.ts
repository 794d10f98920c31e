/** What a channel shows. `rhythm` is any continuous recording (ECG or therapy), `median` one representative beat. */
export const CHANNEL_KINDS = ['rhythm', 'median'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** How samples are stored. One encoding for all segments of a channel. */
export const ENCODINGS = ['int16', 'int32', 'float32'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Stored samples, little-endian. Float samples are finite: a missing sample is never a value, always a gap. */
export type SampleArray = Int16Array | Int32Array | Float32Array;

/** A sampling rate in Hz, kept exact: 1/60 Hz and 128.5 Hz are no decimal fractions of a double. Both are integers ≥ 1. */
export interface RationalRate {
  numerator: number;
  denominator: number;
}

/**
 * An unbroken run of samples. Missing samples end a segment and the next one starts later; so no stored number ever
 * means "missing", whatever the encoding, and a change of gain is a new segment as well.
 *
 * Sample `i` was taken at `start_ms + i × period` after the recording's start and its physical value, in the channel's
 * unit, is `(samples[i] − offset) × scale`.
 */
export interface Segment {
  start_ms: number;
  /** Finite and not 0; a negative scale is an inverted lead. */
  scale: number;
  offset: number;
  samples: SampleArray;
}

/** What is known of a channel beside its samples. */
export interface ChannelInfo {
  /** Unique in the recording; names are not (two leads may share one). */
  id: string;
  name: string;
  kind: ChannelKind;
  /** Unit of the physical values. ECG channels always come in `uV`. */
  unit: string;
  rate: RationalRate;
  /** Computed from other channels when the recording came in (III, aVR, aVL, aVF). */
  derived: boolean;
  encoding: Encoding;
}

/** One signal. Segments are in order of time and do not overlap; see `container-layout.ts` for the grid they share. */
export interface Channel extends ChannelInfo {
  segments: readonly Segment[];
}
