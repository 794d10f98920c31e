import { ByteReader } from '../common/byte-reader';
import { ReadFault } from '../common/fault';

const CODE_BITS = 10;
const FIRST_FREE = 256;
const LAST_ENTRY = 1022;
const END = 1023;
const DELTA_BIAS = 64;

/**
 * Unpacks the XLI compression of Philips' XML: one chunk a lead, each 10-bit LZW over the bytes of second differences.
 * Chunks beyond the number of leads hold the calibration pulse alone and are left out.
 *
 * @param samples how many samples a lead has; a chunk that unpacks to more is damaged
 */
export function decodeXli(bytes: Uint8Array, leads: number, samples: number): Int32Array[] {
  const reader = new ByteReader(bytes, 'The compressed waveform');
  return Array.from({ length: leads }, () => {
    const size = reader.i32();
    reader.skip(2);
    const start = reader.i16();
    if (size < 0) throw new ReadFault('corrupt', 'A chunk of the compressed waveform has a negative size.');
    const unpacked = unpackLzw(reader.take(size), 2 * samples);
    if (unpacked.length !== 2 * samples) {
      throw new ReadFault('corrupt', 'A lead unpacks to another number of samples than its length says.');
    }
    return integrate(unpacked, start);
  });
}

/** LZW with codes of 10 bits, first bit first; the table is frozen once it is full. */
function unpackLzw(bytes: Uint8Array, most: number): Uint8Array {
  const output = new Uint8Array(most);
  // Every entry is a stretch of the output: the string of the code before it and one byte more.
  const starts = new Int32Array(LAST_ENTRY + 1);
  const lengths = new Int32Array(LAST_ENTRY + 1);
  let free = FIRST_FREE;
  let written = 0;
  let previous = { start: 0, length: 0 };
  const codes = Math.floor((bytes.length * 8) / CODE_BITS);
  for (let i = 0; i < codes; i++) {
    const code = codeAt(bytes, i);
    if (code === END) return output.subarray(0, written);
    if (code > free || (code === free && (previous.length === 0 || free > LAST_ENTRY))) {
      throw new ReadFault('corrupt', 'The compressed waveform holds a code that stands for nothing yet.');
    }
    // The next free code is the string before with its own first byte: as a stretch of output, one byte longer.
    const isNext = code === free;
    const start = isNext ? previous.start : (starts[code] ?? 0);
    const length = code < FIRST_FREE ? 1 : isNext ? previous.length + 1 : (lengths[code] ?? 0);
    if (written + length > most) throw new ReadFault('corrupt', 'The compressed waveform unpacks to too many samples.');
    if (code < FIRST_FREE) output[written] = code;
    else for (let k = 0; k < length; k++) output[written + k] = output[start + k] ?? 0;
    if (previous.length > 0 && free <= LAST_ENTRY) {
      starts[free] = previous.start;
      lengths[free] = previous.length + 1;
      free++;
    }
    previous = { start: written, length };
    written += length;
  }
  return output.subarray(0, written);
}

function codeAt(bytes: Uint8Array, index: number): number {
  const bit = index * CODE_BITS;
  const at = bit >> 3;
  const word = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return (word >> (6 - (bit & 7))) & 1023;
}

/** High bytes stand before all low bytes; x[i] = 2x[i−1] − x[i−2] − last, last = delta − 64. */
function integrate(unpacked: Uint8Array, start: number): Int32Array {
  const count = unpacked.length >> 1;
  const delta = (i: number) => (((unpacked[i] ?? 0) << 24) >> 16) | (unpacked[count + i] ?? 0);
  const samples = new Int32Array(count);
  let last = start;
  for (let i = 0; i < count; i++) {
    samples[i] = i < 2 ? delta(i) : 2 * (samples[i - 1] ?? 0) - (samples[i - 2] ?? 0) - last;
    if (i >= 2) last = delta(i) - DELTA_BIAS;
  }
  return samples;
}

const STANDARD = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'];

/**
 * In a set that begins with the six limb leads, III and the augmented leads are stored as what is left of their
 * computation from I and II; this puts them back. Halves are cut toward zero (readers differ there by one unit).
 */
export function restoreLimbLeads(leads: Int32Array[], names: readonly string[]): void {
  if (STANDARD.some((name, index) => names[index] !== name)) return;
  const [one, two, three, avr, avl, avf] = leads;
  if (!(one && two && three && avr && avl && avf)) return;
  for (let i = 0; i < one.length; i++) {
    const [a = 0, b = 0] = [one[i], two[i]];
    const c = b - a - (three[i] ?? 0);
    three[i] = c;
    avr[i] = -(avr[i] ?? 0) - Math.trunc((a + b) / 2);
    avl[i] = Math.trunc((a - c) / 2) - (avl[i] ?? 0);
    avf[i] = Math.trunc((b + c) / 2) - (avf[i] ?? 0);
  }
}
