import type { RationalRate } from '@/lib/signals/types';
import { ByteReader } from '../common/byte-reader';
import { ReadFault } from '../common/fault';
import { MAX_ANNOTATIONS } from '../common/limits';
import type { Warnings } from '../common/warnings';
import type { AnnotationTrack } from '../recording';

const FIXED_HEADER = 522;
const BEAT_BYTES = 4;
/** A step too long for 16 bits is made of several marks with this label. */
const FILLER = '!';

/** Reads an ISHNE annotation file: a first sample number, then label, quality and distance of every beat. */
export function readIshneAnnotations(bytes: Uint8Array, rate: RationalRate, warnings: Warnings): AnnotationTrack {
  const head = new ByteReader(bytes, 'The ISHNE annotation file');
  head.skip(10);
  const variable = head.i32();
  if (variable < 0) throw new ReadFault('corrupt', 'The ISHNE annotation file has a block of negative size.');
  const reader = new ByteReader(bytes, 'The ISHNE annotation file');
  reader.skip(FIXED_HEADER + variable);
  let time = reader.u32();
  const at: number[] = [];
  const code: string[] = [];
  const text: string[] = [];
  while (reader.remaining >= BEAT_BYTES) {
    const label = String.fromCharCode(reader.u8());
    const quality = String.fromCharCode(reader.u8());
    time += reader.u16();
    if (label === FILLER) continue;
    at.push(time);
    code.push(/[!-~]/.test(label) ? label : '?');
    text.push(/[!-~]/.test(quality) ? quality : '');
    if (at.length > MAX_ANNOTATIONS) throw new ReadFault('too_large', 'There are too many annotations.');
  }
  if (reader.remaining > 0) warnings.add('truncated', 'The ISHNE annotation file ends inside a mark.');
  return {
    name: 'ann',
    clock: rate,
    block: null,
    at: Float64Array.from(at),
    duration: at.map(() => null),
    code,
    text: text.map((one) => (one === '' ? null : one)),
    lead: at.map(() => null),
    wfdb: null,
  };
}
