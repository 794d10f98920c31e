import { blocksOf, fileSource } from '@/lib/formats/common/byte-source';
import { crc32 } from '@/lib/signals/crc32';
import type { Content } from './content';
import type { UploadFile } from './upload-file';

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
  size: number;
  crc: number;
  offset: number;
}

/** The fields that a member has in front of its content and in the directory alike. */
function common(view: DataView, at: number, { name, size, crc }: Member): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, FLAGS, true);
  view.setUint16(at + 8, DATE, true);
  view.setUint32(at + 10, crc, true);
  view.setUint32(at + 14, size, true);
  view.setUint32(at + 18, size, true);
  view.setUint16(at + 22, name.length, true);
}

function headOf(member: Member): Uint8Array {
  const head = new Uint8Array(LOCAL.bytes + member.name.length);
  const view = new DataView(head.buffer);
  view.setUint32(0, LOCAL.mark, true);
  common(view, 4, member);
  head.set(member.name, LOCAL.bytes);
  return head;
}

function directoryOf(members: readonly Member[], offset: number): Uint8Array {
  const length = members.reduce((sum, { name }) => sum + CENTRAL.bytes + name.length, 0);
  const directory = new Uint8Array(length + END.bytes);
  const view = new DataView(directory.buffer);
  let at = 0;
  for (const member of members) {
    view.setUint32(at, CENTRAL.mark, true);
    view.setUint16(at + 4, VERSION, true);
    common(view, at + 6, member);
    view.setUint32(at + 42, member.offset, true);
    directory.set(member.name, at + CENTRAL.bytes);
    at += CENTRAL.bytes + member.name.length;
  }
  view.setUint32(at, END.mark, true);
  view.setUint16(at + 8, members.length, true);
  view.setUint16(at + 10, members.length, true);
  view.setUint32(at + 12, length, true);
  view.setUint32(at + 16, offset, true);
  return directory;
}

/** One array of pieces that are all in memory. */
function joined(pieces: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/**
 * A zip archive of files as they are, uncompressed (APPNOTE 6.3, without Zip64: up to 65 535 files and 4 GB together).
 * The same files give the same bytes. Files that lie on disk stay there, as pieces of it.
 */
export function storedZip(files: readonly UploadFile[]): Content {
  const encoder = new TextEncoder();
  let offset = 0;
  const members = files.map((file): Member => {
    const source = fileSource(file);
    let crc = 0;
    for (const block of blocksOf(source)) crc = crc32(block, crc);
    const member = { name: encoder.encode(file.name), size: source.size, crc, offset };
    offset += LOCAL.bytes + member.name.length + member.size;
    return member;
  });
  const directory = directoryOf(members, offset);
  const bytes = offset + directory.length;
  const pieces = files.flatMap((file, index) => {
    const member = members[index];
    return member ? [headOf(member), 'bytes' in file ? file.bytes : { path: file.path }] : [];
  });
  const all = [...pieces, directory];
  const held = all.filter((piece) => piece instanceof Uint8Array);
  return held.length === all.length ? joined(held, bytes) : { bytes, pieces: all };
}
