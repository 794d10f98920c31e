import type { NamedBytes } from './archive';

/** The bytes of a file, read in parts, so that a large one need not be in memory as a whole. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** The bytes `[from, to)`, cut at the file's end. Whoever reads on must be done with them. */
  read(from: number, to: number): Uint8Array;
  /** All of it, to be kept. */
  whole(): Uint8Array;
}

/** A file of a request that stays where it is until it is read. */
export interface NamedSource {
  name: string;
  source: ByteSource;
}

export type ReadableFile = NamedBytes | NamedSource;

/** Bytes in memory as a source: nothing is copied. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (from, to) => bytes.subarray(from, to), whole: () => bytes };
}

/** A file's bytes as a source, wherever they are. */
export function fileSource(file: ReadableFile): ByteSource {
  return 'bytes' in file ? sourceOf(file.bytes) : file.source;
}

const BLOCK_BYTES = 1024 * 1024;

/** A source from its start to its end, a block at a time. */
export function* blocksOf(source: ByteSource): Generator<Uint8Array> {
  for (let from = 0; from < source.size; from += BLOCK_BYTES) yield source.read(from, from + BLOCK_BYTES);
}

/** How many units of so many bytes make a block; at least one. */
export function unitsInBlock(unitBytes: number): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / Math.max(1, unitBytes)));
}
