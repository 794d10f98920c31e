import type { NamedBytes } from '@/lib/formats/common/archive';
import { crc32 } from '@/lib/signals/crc32';

const LOCAL = { mark: 0x04034b50, bytes: 30 };
const CENTRAL = { mark: 0x02014b50, bytes: 46 };
const END = { mark: 0x06054b50, bytes: 22 };
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980, the first day a zip can name: when the files were made is not known. */
const DATE = 0x21;

interface Member {
  name: Uint8Array;
  bytes: Uint8Array;
  crc: number;
  offset: number;
}

/** The fields that a member has in front of its content and in the directory alike. */
function common(view: DataView, at: number, { name, bytes, crc }: Member): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, FLAGS, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, bytes.length, true);
  view.setUint32(at + 18, bytes.length, true);
  view.setUint16(at + 22, name.length, true);
}

/**
 * A zip archive of files as they are, uncompressed (APPNOTE 6.3, without Zip64: up to 65 535 files and 4 GB together).
 * The same files give the same bytes.
 */
export function storedZip(files: readonly NamedBytes[]): Uint8Array {
  const encoder = new TextEncoder();
  let offset = 0;
  const members = files.map(({ name, bytes }): Member => {
    const member = { name: encoder.encode(name), bytes, crc: crc32(bytes), offset };
    offset += LOCAL.bytes + member.name.length + bytes.length;
    return member;
  });
  const directory = members.reduce((sum, { name }) => sum + CENTRAL.bytes + name.length, 0);
  const zip = new Uint8Array(offset + directory + END.bytes);
  const view = new DataView(zip.buffer);
  let at = offset;
  for (const member of members) {
    view.setUint32(member.offset, LOCAL.mark, true);
    common(view, member.offset + 4, member);
    zip.set(member.name, member.offset + LOCAL.bytes);
    zip.set(member.bytes, member.offset + LOCAL.bytes + member.name.length);
    view.setUint32(at, CENTRAL.mark, true);
    view.setUint16(at + 4, VERSION, true);
    common(view, at + 6, member);
    view.setUint32(at + 42, member.offset, true);
    zip.set(member.name, at + CENTRAL.bytes);
    at += CENTRAL.bytes + member.name.length;
  }
  view.setUint32(at, END.mark, true);
  view.setUint16(at + 8, members.length, true);
  view.setUint16(at + 10, members.length, true);
  view.setUint32(at + 12, directory, true);
  view.setUint32(at + 16, offset, true);
  return zip;
}
