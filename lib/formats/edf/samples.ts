import type { SampleArray } from '@/lib/signals/types';
import type { ByteSource } from '../common/byte-source';
import { isScale } from '../common/samples';
import { keptUnit } from '../common/units';
import type { EdfHeader, EdfSignal } from './header';
import { dataRecords } from './records';

/** physical = (stored − digital minimum) × slope + physical minimum. A falling slope is an inverted signal and legal. */
export function scalingOf(signal: EdfSignal): { unit: string | null; scale: number; offset: number } | null {
  const { digitalMin, digitalMax, physicalMin, physicalMax } = signal;
  if (digitalMin === null || digitalMax === null || physicalMin === null || physicalMax === null) return null;
  if (digitalMin >= digitalMax) return null;
  const slope = (physicalMax - physicalMin) / (digitalMax - digitalMin);
  const { unit, factor } = keptUnit(signal.unit);
  const scale = slope * factor;
  const offset = digitalMin - physicalMin / slope;
  return isScale(scale) && Number.isFinite(offset) ? { unit: unit === '' ? null : unit, scale, offset } : null;
}

/** The stored numbers of one signal, record after record. */
export function readSamples(header: EdfHeader, signal: EdfSignal, file: ByteSource, records: number): SampleArray {
  const wide = header.bytesPerSample === 3;
  const samples = wide ? new Int32Array(records * signal.samples) : new Int16Array(records * signal.samples);
  let out = 0;
  for (const { bytes } of dataRecords(header, file, records)) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = signal.offset;
    for (let i = 0; i < signal.samples; i++) {
      samples[out++] = wide ? view.getUint16(at, true) + view.getInt8(at + 2) * 65_536 : view.getInt16(at, true);
      at += header.bytesPerSample;
    }
  }
  return samples;
}
