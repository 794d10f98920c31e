import { createHash } from 'node:crypto';
import type { NamedBytes } from '@/lib/formats/common/archive';
import { blocksOf, fileSource, type NamedSource } from '@/lib/formats/common/byte-source';

/** A file of an upload that lies on this machine's disk until the upload has ended, as it is told to a reader thread. */
export interface SpooledFile {
  name: string;
  path: string;
  size: number;
}

/** A spooled file that is being read. */
export interface OpenedFile extends NamedSource {
  path: string;
}

/** A file of an upload, in memory or on disk. */
export type UploadFile = NamedBytes | OpenedFile;

/** SHA-256 of a file's bytes. */
export function digestOf(file: UploadFile): Buffer {
  const hash = createHash('sha256');
  for (const block of blocksOf(fileSource(file))) hash.update(block);
  return hash.digest();
}

/** A file with its bytes in memory. */
export function inMemory(file: UploadFile): NamedBytes {
  return 'bytes' in file ? file : { name: file.name, bytes: file.source.whole() };
}
