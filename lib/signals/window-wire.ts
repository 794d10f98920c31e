import type { SignalWindow, ValueArray, WindowChannel } from './window';

/*
 * The binary form of a signal window, the default answer of `GET …/signals`. All numbers are little-endian.
 *
 *   byte 0   4 bytes   "NBW1"
 *   byte 4   uint32    length H of the header, a multiple of 8
 *   byte 8   H bytes   JSON in UTF-8, padded with spaces
 *   then the arrays, channel by channel: `values` of a channel of kind "samples", `min` then `max` of one of kind
 *   "minmax". Each has `count` numbers of type `f32` or `f64` and is padded with zeros to a multiple of 8 bytes.
 *
 * The header is the JSON form without `values`, `min` and `max`, each channel with `count` and `type` instead:
 *   {"from_ms": 0, "to_ms": 10000, "start": "2026-11-03T07:15:00Z", "channels": [{"id": "0", "name": "I",
 *    "unit": "uV", "sampling_rate_hz": 500, "kind": "samples", "start_ms": 0, "step_ms": 2, "count": 5000,
 *    "type": "f32"}]}
 * A gap is NaN. `f64` is used where single precision could be off by a tenth of the stored step.
 */

/** Content type of the binary form. */
export const WINDOW_CONTENT_TYPE = 'application/vnd.nightbeat.signal-window';

const MAGIC = 'NBW1';
const PREFIX_BYTES = 8;

/** A window with the instant of its millisecond 0, as it travels. */
export interface DatedWindow extends SignalWindow {
  /** When the recording started, RFC 3339 in UTC. */
  start: string;
}

interface WireChannel {
  kind: 'samples' | 'minmax';
  count: number;
  type: 'f32' | 'f64';
  id: string;
  name: string;
  unit: string;
  sampling_rate_hz: number;
  start_ms: number;
  step_ms: number;
}

/** An instant as the API writes it: UTC, without empty fractions of a second. */
export function formatInstant(instant: Date): string {
  return instant.toISOString().replace('.000Z', 'Z');
}

function padded(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

function arraysOf(channel: WindowChannel): ValueArray[] {
  return channel.kind === 'samples' ? [channel.values] : [channel.min, channel.max];
}

/** The binary form of a window. `start` is the instant of millisecond 0. */
export function encodeWindow(window: SignalWindow, start: Date): Uint8Array<ArrayBuffer> {
  const wire = window.channels.map((channel) => {
    const arrays = arraysOf(channel).map(compact);
    const single = arrays.every((array) => array instanceof Float32Array);
    const double = () => arraysOf(channel).map((array): ValueArray => Float64Array.from(array));
    return { channel, arrays: single ? arrays : double(), type: single ? ('f32' as const) : ('f64' as const) };
  });
  const channels = wire.map(({ channel, arrays, type }): WireChannel => {
    const { id, name, unit, sampling_rate_hz, kind, start_ms, step_ms } = channel;
    return { id, name, unit, sampling_rate_hz, kind, start_ms, step_ms, count: arrays[0]?.length ?? 0, type };
  });
  const { from_ms, to_ms } = window;
  const header = new TextEncoder().encode(JSON.stringify({ from_ms, to_ms, start: formatInstant(start), channels }));
  const arrays = wire.flatMap((one) => one.arrays);
  const dataStart = PREFIX_BYTES + padded(header.length);
  const bytes = new Uint8Array(arrays.reduce((sum, array) => sum + padded(array.byteLength), dataStart));
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(4, padded(header.length), true);
  bytes.fill(0x20, PREFIX_BYTES, dataStart);
  bytes.set(header, PREFIX_BYTES);
  let at = dataStart;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return bytes;
}

/**
 * Halves an array where that costs nothing that can be seen: the error of single precision at the array's largest
 * value (2^-24 of it) stays under a tenth of its smallest step between neighbours.
 */
function compact(array: ValueArray): ValueArray {
  if (array instanceof Float32Array) return array;
  let largest = 0;
  let step = Number.POSITIVE_INFINITY;
  let before = Number.NaN;
  for (const value of array) {
    largest = Math.max(largest, Math.abs(value) || 0);
    const change = Math.abs(value - before);
    if (change > 0 && change < step) step = change;
    before = value;
  }
  return largest * 2 ** -24 <= step / 10 ? Float32Array.from(array) : Float64Array.from(array);
}

/**
 * Reads the binary form of a window; runs in the browser, copies nothing. The layout is described at the top of this
 * file.
 *
 * @throws RangeError when the bytes are not a whole window of this version
 */
export function decodeWindow(buffer: ArrayBuffer): DatedWindow {
  const prefix = new Uint8Array(buffer, 0, Math.min(PREFIX_BYTES, buffer.byteLength));
  if (new TextDecoder().decode(prefix.subarray(0, 4)) !== MAGIC || prefix.length < PREFIX_BYTES) {
    throw new RangeError('not a signal window');
  }
  const headerBytes = new DataView(buffer).getUint32(4, true);
  if (PREFIX_BYTES + headerBytes > buffer.byteLength) throw new RangeError('a signal window that is cut off');
  // What `encodeWindow` wrote; the magic carries the version.
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, PREFIX_BYTES, headerBytes))) as Omit<
    DatedWindow,
    'channels'
  > & { channels: WireChannel[] };
  let at = PREFIX_BYTES + headerBytes;
  const next = ({ type, count }: WireChannel): ValueArray => {
    const bytes = count * (type === 'f32' ? 4 : 8);
    if (at + bytes > buffer.byteLength) throw new RangeError('a signal window that is cut off');
    const array = type === 'f32' ? new Float32Array(buffer, at, count) : new Float64Array(buffer, at, count);
    at += padded(bytes);
    return array;
  };
  const channels = header.channels.map((wire): WindowChannel => {
    const { kind, count: _count, type: _type, ...base } = wire;
    if (kind === 'samples') return { ...base, kind, values: next(wire) };
    return { ...base, kind, min: next(wire), max: next(wire) };
  });
  return { ...header, channels };
}
