import type { SignalWindow, ValueArray, WindowChannel } from './window';
import { formatInstant } from './window-wire';

type JsonValues = (number | null)[];

type JsonWindowChannel = Pick<
  WindowChannel,
  'id' | 'name' | 'unit' | 'sampling_rate_hz' | 'kind' | 'start_ms' | 'step_ms'
> &
  ({ kind: 'samples'; values: JsonValues } | { kind: 'minmax'; min: JsonValues; max: JsonValues });

/** A signal window as the API gives it with `Accept: application/json`. */
export interface JsonWindow {
  from_ms: number;
  to_ms: number;
  /** When the recording started, RFC 3339 in UTC. */
  start: string;
  channels: JsonWindowChannel[];
}

/** The JSON form of a window: gaps are `null`. `start` is the instant of millisecond 0. */
export function windowToJson(window: SignalWindow, start: Date): JsonWindow {
  const channels = window.channels.map((channel): JsonWindowChannel => {
    const { id, name, unit, sampling_rate_hz, start_ms, step_ms } = channel;
    const base = { id, name, unit, sampling_rate_hz };
    const grid = { start_ms: tidy(start_ms), step_ms: tidy(step_ms) };
    if (channel.kind === 'samples') return { ...base, kind: 'samples', ...grid, values: toJson(channel.values) };
    return { ...base, kind: 'minmax', ...grid, min: toJson(channel.min), max: toJson(channel.max) };
  });
  return { from_ms: window.from_ms, to_ms: window.to_ms, start: formatInstant(start), channels };
}

function toJson(values: ValueArray): JsonValues {
  const out: JsonValues = new Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    out[i] = Number.isNaN(value) ? null : tidy(value);
  }
  return out;
}

const DECIMALS = 1e9;
const LARGEST_EXACT = 2 ** 53 / DECIMALS;

/** Drops what binary multiplication added behind the ninth decimal: 3 × 0.1 is written 0.3. */
function tidy(value: number): number {
  return Math.abs(value) < LARGEST_EXACT ? Math.round(value * DECIMALS) / DECIMALS : value;
}
