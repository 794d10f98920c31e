import type { BeatList, BeatListInfo } from './beat-list';

/*
 * The binary form of a list of beats: what is kept as `beats.nbb` beside a long recording, and the default answer of
 * `GET …/beats`. All numbers are little-endian.
 *
 *   byte 0   4 bytes   "NBB1"
 *   byte 4   uint32    length H of the header, a multiple of 8
 *   byte 8   H bytes   JSON in UTF-8, padded with spaces: `BeatListInfo`, and the numbers `first_ms`, `steps`, `beats`
 *   then     uint16    × steps: milliseconds from one beat to the next, the first from `first_ms`; 65535 goes so far on
 *                      without a beat
 *   then     uint8     × beats: flags, see `BeatList`
 *
 * Three bytes a beat: a day is some 300 kB.
 */

/** Content type of the binary form. */
export const BEATS_CONTENT_TYPE = 'application/vnd.nightbeat.beats';

const MAGIC = 'NBB1';
const PREFIX_BYTES = 8;
const LONG_STEP = 0xffff;

interface WireHeader extends BeatListInfo {
  first_ms: number;
  steps: number;
  beats: number;
}

function stepsOf(times_ms: Uint32Array): number[] {
  const steps: number[] = [];
  let before = times_ms[0] ?? 0;
  for (const at of times_ms) {
    let rest = at - before;
    for (; rest >= LONG_STEP; rest -= LONG_STEP) steps.push(LONG_STEP);
    steps.push(rest);
    before = at;
  }
  return steps;
}

/** The binary form of a list of beats. */
export function encodeBeats({ times_ms, flags, ...info }: BeatList): Uint8Array<ArrayBuffer> {
  const steps = stepsOf(times_ms);
  const fields: WireHeader = { ...info, first_ms: times_ms[0] ?? 0, steps: steps.length, beats: times_ms.length };
  const json = new TextEncoder().encode(JSON.stringify(fields));
  const header = Math.ceil(json.length / 8) * 8;
  const dataStart = PREFIX_BYTES + header;
  const bytes = new Uint8Array(dataStart + steps.length * 2 + flags.length);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(4, header, true);
  bytes.fill(0x20, PREFIX_BYTES, dataStart);
  bytes.set(json, PREFIX_BYTES);
  bytes.set(new Uint8Array(Uint16Array.from(steps).buffer), dataStart);
  bytes.set(flags, dataStart + steps.length * 2);
  return bytes;
}

/**
 * Reads the binary form; runs in the browser as well.
 * @throws RangeError when the bytes are not a whole list of this version
 */
export function decodeBeats(bytes: Uint8Array): BeatList {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PREFIX_BYTES || new TextDecoder().decode(bytes.subarray(0, 4)) !== MAGIC)
    throw new RangeError('not a list of beats');
  const dataStart = PREFIX_BYTES + view.getUint32(4, true);
  if (dataStart > bytes.length) throw new RangeError('a list of beats that is cut off');
  // what `encodeBeats` wrote; the magic carries the version
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX_BYTES, dataStart))) as WireHeader;
  const { first_ms, steps, beats, ...info } = header;
  const flagsStart = dataStart + steps * 2;
  if (flagsStart + beats !== bytes.length) throw new RangeError('a list of beats that is cut off');
  const times_ms = new Uint32Array(beats);
  let at = first_ms;
  let beat = 0;
  for (let k = 0; k < steps; k++) {
    const step = view.getUint16(dataStart + k * 2, true);
    at += step;
    if (step !== LONG_STEP) times_ms[beat++] = at;
  }
  return { ...info, times_ms, flags: bytes.slice(flagsStart) };
}
