import { ByteReader } from '../common/byte-reader';
import { crc16 } from '../common/crc16';
import { ReadFault } from '../common/fault';
import type { Warnings } from '../common/warnings';

/** A section without its header of 16 bytes. */
export interface ScpSection {
  id: number;
  protocol: number;
  body: Uint8Array;
}

const HEADER_BYTES = 16;
const POINTER_BYTES = 10;
const FIRST_SECTION = 6;
/** Resting ECGs are some 30 kB; everything larger than this is something else. */
const MAX_SCP_BYTES = 32 * 2 ** 20;

/**
 * The sections of an SCP-ECG file by number, found by the pointers of section 0. Wrong sums are warnings, as many
 * devices write them wrong; a section that is not where its pointer says is refused.
 */
export function readSections(bytes: Uint8Array, warnings: Warnings): Map<number, ScpSection> {
  if (bytes.length > MAX_SCP_BYTES) throw new ReadFault('too_large', 'The SCP-ECG file is larger than 32 MB.');
  const reader = new ByteReader(bytes, 'The SCP-ECG file');
  const sum = reader.u16();
  const declared = reader.u32();
  if (declared > bytes.length) throw new ReadFault('truncated', 'The SCP-ECG file is shorter than it says.');
  const file = bytes.subarray(0, declared);
  if (declared < FIRST_SECTION + HEADER_BYTES)
    throw new ReadFault('corrupt', 'The SCP-ECG file’s length is too small.');
  if (crc16(file.subarray(2)) !== sum) warnings.add('checksum', 'The sum over the whole SCP-ECG file does not match.');
  const zero = readSection(file, FIRST_SECTION, 0, warnings);
  const sections = new Map<number, ScpSection>();
  const pointers = new ByteReader(zero.body, 'Section 0');
  let room = file.length;
  while (pointers.remaining >= POINTER_BYTES) {
    const id = pointers.u16();
    const length = pointers.u32();
    const index = pointers.u32();
    if (id === 0 || length === 0 || index === 0) continue;
    if (sections.has(id)) throw new ReadFault('corrupt', `Section ${id} is named twice.`);
    const section = readSection(file, index - 1, id, warnings);
    // Sections lie side by side: overlapping ones could unpack the same bytes many times.
    room -= section.body.length;
    if (room < 0) throw new ReadFault('corrupt', 'The sections of the SCP-ECG file overlap.');
    sections.set(id, section);
  }
  return sections;
}

function readSection(file: Uint8Array, at: number, id: number, warnings: Warnings): ScpSection {
  if (at + HEADER_BYTES > file.length) throw new ReadFault('corrupt', `Section ${id} lies outside the file.`);
  const reader = new ByteReader(file.subarray(at), `Section ${id}`);
  const sum = reader.u16();
  const found = reader.u16();
  const length = reader.u32();
  reader.skip(1);
  const protocol = reader.u8();
  if (found !== id) throw new ReadFault('corrupt', `Section ${id} is not where section 0 says.`);
  if (length < HEADER_BYTES || at + length > file.length) {
    throw new ReadFault('corrupt', `Section ${id} has a length that does not fit the file.`);
  }
  const section = file.subarray(at, at + length);
  if (crc16(section.subarray(2)) !== sum) warnings.add('checksum', `The sum of section ${id} does not match.`);
  return { id, protocol, body: section.subarray(HEADER_BYTES) };
}
