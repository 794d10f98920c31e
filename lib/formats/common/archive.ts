import { crc32 } from '@/lib/signals/crc32';
import { ByteReader } from './byte-reader';
import { ReadFault } from './fault';
import { inflate } from './inflate';
import { MAX_FILES, MAX_INFLATED_BYTES } from './limits';
import { utf8OrLatin1 } from './text';

/** A file of a request or a member of an archive. */
export interface NamedBytes {
  name: string;
  bytes: Uint8Array;
}

const END_RECORD = 0x06054b50;
const CENTRAL_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const [STORED, DEFLATED] = [0, 8];

interface Entry {
  name: string;
  method: number;
  crc: number;
  compressed: number;
  size: number;
  offset: number;
}

/** Inflates a gzip file. */
export function gunzip({ name, bytes }: NamedBytes): NamedBytes {
  const trailer = bytes.length >= 18 ? new ByteReader(bytes.subarray(-4), 'The gzip file').u32() : null;
  return { name: name.replace(/\.gz$/i, ''), bytes: inflate(bytes, 'gzip', trailer, MAX_INFLATED_BYTES) };
}

/** A file of an archive that is not unpacked yet. */
export interface ArchiveMember {
  /** As the archive names it, checked to lead nowhere out of it. */
  path: string;
  /** Unpacked, as the directory says; reading holds it to that. */
  size: number;
  /**
   * The content, of at most `budget` bytes.
   * @throws ReadFault
   */
  read(budget: number): Uint8Array;
}

/**
 * The files of a zip archive, unpacked one by one as they are asked for. Nothing is written anywhere by their names.
 * @throws ReadFault when the archive cannot be opened or holds a name that leads out of it
 */
export function openArchive(bytes: Uint8Array): ArchiveMember[] {
  const members: ArchiveMember[] = [];
  for (const entry of centralDirectory(bytes)) {
    if (entry.name.endsWith('/')) continue;
    checkPath(entry.name);
    members.push({ path: entry.name, size: entry.size, read: (budget) => extract(bytes, entry, budget) });
  }
  return members;
}

/**
 * The files of a zip archive that holds one recording: only the last part of their names is kept, as they lie side by
 * side. Sizes are those of the central directory and must hold.
 */
export function unzip(bytes: Uint8Array): NamedBytes[] {
  let budget = MAX_INFLATED_BYTES;
  const members = new Map<string, NamedBytes>();
  for (const member of openArchive(bytes)) {
    const name = member.path.split('/').at(-1) ?? '';
    if (members.has(name)) throw new ReadFault('corrupt', 'The archive holds two files of one name.');
    const content = member.read(budget);
    budget -= content.length;
    members.set(name, { name, bytes: content });
  }
  return [...members.values()];
}

function checkPath(path: string): void {
  const parts = path.split('/');
  const bad = /[\\\0]|^[a-z]:/i.test(path) || path.startsWith('/') || parts.includes('..') || path.length > 1024;
  const name = parts.at(-1) ?? '';
  if (bad || name === '' || name.length > 255) {
    throw new ReadFault('corrupt', 'The archive holds a file whose name leads out of it.');
  }
}

function* centralDirectory(bytes: Uint8Array): Generator<Entry> {
  const end = endRecord(bytes);
  end.skip(4);
  const onThisDisk = end.u16();
  const count = end.u16();
  const size = end.u32();
  const offset = end.u32();
  if (count === 0xffff || offset === 0xffffffff) throw new ReadFault('unsupported', 'Zip64 archives are not read.');
  if (onThisDisk !== count) throw new ReadFault('unsupported', 'The archive is one part of several.');
  if (count > MAX_FILES) throw new ReadFault('too_large', `The archive holds more than ${MAX_FILES} files.`);
  if (offset + size > bytes.length) throw new ReadFault('corrupt', 'The archive’s directory lies outside it.');
  const reader = new ByteReader(bytes.subarray(offset, offset + size), 'The archive’s directory');
  for (let i = 0; i < count; i++) yield readEntry(reader);
}

function endRecord(bytes: Uint8Array): ByteReader {
  const first = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT);
  for (let at = bytes.length - END_BYTES; at >= first; at--) {
    if (bytes[at] !== 0x50) continue;
    const reader = new ByteReader(bytes.subarray(at), 'The archive’s end');
    if (reader.u32() === END_RECORD) return reader;
  }
  throw new ReadFault('truncated', 'The archive has no end: it was cut.');
}

function readEntry(reader: ByteReader): Entry {
  if (reader.u32() !== CENTRAL_ENTRY) throw new ReadFault('corrupt', 'The archive’s directory is damaged.');
  reader.skip(4);
  const flags = reader.u16();
  if (flags & 1) throw new ReadFault('encrypted', 'The archive is encrypted.');
  const method = reader.u16();
  reader.skip(4);
  const crc = reader.u32();
  const compressed = reader.u32();
  const size = reader.u32();
  const nameLength = reader.u16();
  const rest = reader.u16() + reader.u16();
  reader.skip(8);
  const offset = reader.u32();
  const name = utf8OrLatin1(reader.take(nameLength));
  reader.skip(rest);
  return { name, method, crc, compressed, size, offset };
}

function extract(bytes: Uint8Array, entry: Entry, budget: number): Uint8Array {
  if (entry.offset > bytes.length) throw new ReadFault('corrupt', 'A file of the archive lies outside it.');
  const reader = new ByteReader(bytes.subarray(entry.offset), 'A file of the archive');
  if (reader.u32() !== LOCAL_ENTRY) throw new ReadFault('corrupt', 'A file of the archive is not where it should be.');
  reader.skip(22);
  reader.skip(reader.u16() + reader.u16());
  const packed = reader.take(entry.compressed);
  const content = unpack(packed, entry, budget);
  if (content.length !== entry.size || crc32(content) !== entry.crc) {
    throw new ReadFault('corrupt', 'A file of the archive differs from its declared size or sum.');
  }
  return content;
}

function unpack(packed: Uint8Array, entry: Entry, budget: number): Uint8Array {
  if (entry.method === DEFLATED) return inflate(packed, 'raw', entry.size, budget);
  if (entry.method !== STORED) throw new ReadFault('unsupported', 'The archive uses a compression that is not read.');
  if (packed.length > budget) throw new ReadFault('too_large', 'The archive’s files are larger than the limits allow.');
  return packed;
}
