import type { ChannelKind } from './types';

/** Physical values on a uniform grid; NaN is a gap. */
export type ValueArray = Float32Array | Float64Array;

interface WindowChannelBase {
  id: string;
  name: string;
  unit: string;
  sampling_rate_hz: number;
  /** Time of the first value (or of the first bin's left edge) in ms after the recording's start. */
  start_ms: number;
  /** Time from one value (or bin) to the next in ms. */
  step_ms: number;
}

/** Every sample of the window. A segment that begins between two grid points is drawn at the nearer one. */
export interface SamplesChannel extends WindowChannelBase {
  kind: 'samples';
  values: ValueArray;
}

/** Minimum and maximum of each bin, exact for the samples from `start_ms + i × step_ms` to the next bin. */
export interface MinMaxChannel extends WindowChannelBase {
  kind: 'minmax';
  min: ValueArray;
  max: ValueArray;
}

export type WindowChannel = SamplesChannel | MinMaxChannel;

/** A stretch `[from_ms, to_ms)` of a recording. */
export interface SignalWindow {
  from_ms: number;
  to_ms: number;
  channels: WindowChannel[];
}

/** What a reader of signals asks for; all optional. */
export interface WindowQuery {
  from_ms?: number | undefined;
  to_ms?: number | undefined;
  /** Pixel columns at hand. Without it every sample is returned. */
  width?: number | undefined;
  /** Names or ids; a name that two channels share means both. */
  channels?: readonly string[] | undefined;
  block?: ChannelKind | undefined;
}

/** Why there is no such window. */
export type WindowRefusal =
  | { ok: false; reason: 'invalid_range' | 'invalid_width' }
  | { ok: false; reason: 'unknown_channel'; channels: string[] }
  | { ok: false; reason: 'too_many_values'; values: number; limit: number };
