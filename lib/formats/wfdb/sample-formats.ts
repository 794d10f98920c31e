import type { SampleArray } from '@/lib/signals/types';

/** How the samples of one signal file are packed: sample `index` of the whole stream, counted over all its signals. */
export interface SampleFormat {
  /** Bytes of `count` samples. */
  bytesFor: (count: number) => number;
  /** Whole samples in some bytes. */
  samplesIn: (bytes: number) => number;
  /** The stored number that means "no value"; `null` where the format has none. */
  gap: number | null;
  /** The number of sample `index`; in format 8 only its difference from the one before. */
  read: (view: DataView, index: number) => number;
  /** An array that holds every number of the format. */
  make: (length: number) => SampleArray;
  /** Whether real files of this format were read, or only the description. */
  verified: boolean;
}

const int16s = (length: number): SampleArray => new Int16Array(length);
const int32s = (length: number): SampleArray => new Int32Array(length);

function fixed(width: number, gap: number | null, read: SampleFormat['read'], options: Partial<SampleFormat> = {}) {
  return {
    bytesFor: (count: number) => count * width,
    samplesIn: (bytes: number) => Math.floor(bytes / width),
    gap,
    read,
    make: int16s,
    verified: false,
    ...options,
  };
}

const signed = (value: number, half: number) => (value >= half ? value - 2 * half : value);

/** Two 12-bit numbers in three bytes. */
function read212(view: DataView, index: number): number {
  const at = (index >> 1) * 3;
  const middle = view.getUint8(at + 1);
  const value = index & 1 ? view.getUint8(at + 2) + 256 * (middle >> 4) : view.getUint8(at) + 256 * (middle & 15);
  return signed(value, 2048);
}

/** Three 10-bit numbers in four bytes, the third in the upper parts of two 16-bit words. */
function read310(view: DataView, index: number): number {
  const at = Math.floor(index / 3) * 4;
  const low = view.getUint16(at, true);
  const part = index % 3;
  if (part === 0) return signed((low >> 1) & 1023, 512);
  const high = view.getUint16(at + 2, true);
  return signed(part === 1 ? (high >> 1) & 1023 : (low >> 11) + 32 * (high >> 11), 512);
}

/** Three 10-bit numbers in one 32-bit word, lowest first. */
function read311(view: DataView, index: number): number {
  const word = view.getUint32(Math.floor(index / 3) * 4, true);
  return signed((word >>> (10 * (index % 3))) & 1023, 512);
}

/** A last, incomplete group of three may stand in as few bytes as it needs; only whole groups are read. */
const threeInFour = {
  bytesFor: (count: number) => Math.ceil(count / 3) * 4,
  samplesIn: (bytes: number) => Math.floor(bytes / 4) * 3,
};

const FORMATS = new Map<number, SampleFormat>([
  [8, fixed(1, null, (view, index) => view.getInt8(index), { make: int32s })],
  [16, fixed(2, -32_768, (view, index) => view.getInt16(2 * index, true), { verified: true })],
  [
    24,
    fixed(3, -8_388_608, (view, i) => view.getUint16(3 * i, true) + view.getInt8(3 * i + 2) * 65_536, { make: int32s }),
  ],
  [32, fixed(4, -2_147_483_648, (view, index) => view.getInt32(4 * index, true), { make: int32s })],
  [61, fixed(2, -32_768, (view, index) => view.getInt16(2 * index, false))],
  [80, fixed(1, -128, (view, index) => view.getUint8(index) - 128, { verified: true })],
  [160, fixed(2, -32_768, (view, index) => view.getUint16(2 * index, true) - 32_768)],
  [
    212,
    {
      ...fixed(1.5, -2048, read212, { verified: true }),
      // An odd total ends with two bytes.
      bytesFor: (count) => Math.ceil(count * 1.5),
      samplesIn: (bytes) => Math.floor(bytes / 1.5),
    },
  ],
  [310, { ...fixed(1, -512, read310), ...threeInFour }],
  [311, { ...fixed(1, -512, read311), ...threeInFour }],
]);

/** The packing of a format code of a header; `undefined` for FLAC (508, 516, 524) and unknown codes. */
export function sampleFormat(code: number): SampleFormat | undefined {
  return FORMATS.get(code);
}

/** Format 8 stores differences from one frame to the next; a fault in it would shift the rest. */
export const DIFFERENCES = 8;
