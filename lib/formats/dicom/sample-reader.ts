import type { SampleArray } from '@/lib/signals/types';
import { ReadFault } from '../common/fault';
import type { DataSet } from './data-set';
import { TAGS } from './tags';
import type { Values } from './values';

/** Takes one channel out of the interleaved data; `bitsStored` of each sample count, the rest above them is dropped. */
export type ColumnReader = (channel: number, channels: number, samples: number, bitsStored: number) => SampleArray;

interface Interpretation {
  bits: number;
  signed: boolean;
}

const INTERPRETATIONS = new Map<string, Interpretation>([
  ['SB', { bits: 8, signed: true }],
  ['UB', { bits: 8, signed: false }],
  ['SS', { bits: 16, signed: true }],
  ['US', { bits: 16, signed: false }],
  ['SL', { bits: 32, signed: true }],
  ['UL', { bits: 32, signed: false }],
]);

/** The way the samples of a group are read, by its sample interpretation. */
export function sampleReader(group: DataSet, data: Uint8Array, allocated: number, values: Values): ColumnReader {
  const interpretation = INTERPRETATIONS.get(values.text(group, TAGS.WaveformSampleInterpretation) ?? '');
  if (interpretation === undefined || interpretation.bits !== allocated) {
    throw new ReadFault('unsupported', 'DICOM waveform samples are of a kind that is not read.');
  }
  const { bits, signed } = interpretation;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const raw = rawReader(view, bits, values.littleEndian);
  return (channel, channels, samples, bitsStored) => {
    if (bitsStored < 1 || bitsStored > bits) throw new ReadFault('corrupt', 'DICOM bits stored exceed bits allocated.');
    const column = bits === 32 || (bits === 16 && !signed) ? new Int32Array(samples) : new Int16Array(samples);
    const range = 2 ** bitsStored;
    for (let i = 0; i < samples; i++) {
      const low = raw(i * channels + channel) % range;
      const value = signed && low >= range / 2 ? low - range : low;
      if (value > 0x7fffffff) throw new ReadFault('unsupported', 'A DICOM sample does not fit 32 signed bits.');
      column[i] = value;
    }
    return column;
  };
}

/** The unsigned number of sample `index` of the whole data. */
function rawReader(view: DataView, bits: number, littleEndian: boolean): (index: number) => number {
  if (bits === 8) return (index) => view.getUint8(index);
  if (bits === 16) return (index) => view.getUint16(2 * index, littleEndian);
  return (index) => view.getUint32(4 * index, littleEndian);
}
