import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { NamedBytes } from '@/lib/formats/common/archive';
import { writeContainer } from '@/lib/signals/encode-container';
import type { Channel } from '@/lib/signals/types';
import type { Content } from '../files/content';
import type { OpenedFile, SpooledFile, UploadFile } from '../files/upload-file';

function readFully(fd: number, into: Uint8Array, position: number): void {
  for (let done = 0; done < into.length; ) {
    const read = readSync(fd, into, done, into.length - done, position + done);
    if (read === 0) throw new Error('a spooled file is shorter than it was');
    done += read;
  }
}

function opened({ name, path, size }: SpooledFile, fd: number): OpenedFile {
  let buffer = new Uint8Array(0);
  const read = (from: number, to: number) => {
    const count = Math.max(0, Math.min(to, size) - from);
    if (buffer.length < count) buffer = new Uint8Array(count);
    const part = buffer.subarray(0, count);
    readFully(fd, part, from);
    return part;
  };
  const whole = () => {
    const bytes = new Uint8Array(size);
    readFully(fd, bytes, 0);
    return bytes;
  };
  return { name, path, source: { size, read, whole } };
}

const isSpooled = (file: NamedBytes | SpooledFile): file is SpooledFile => 'path' in file;

/**
 * Does the work with the files of an upload, those on disk opened meanwhile. A thread that is killed leaves none open:
 * Node closes what it had opened.
 */
export async function withOpened<Result>(
  files: readonly (NamedBytes | SpooledFile)[],
  work: (files: UploadFile[]) => Promise<Result>,
): Promise<Result> {
  const descriptors: number[] = [];
  try {
    const all = files.map((file): UploadFile => {
      if (!isSpooled(file)) return file;
      const fd = openSync(file.path, 'r');
      descriptors.push(fd);
      return opened(file, fd);
    });
    return await work(all);
  } finally {
    for (const fd of descriptors) closeSync(fd);
  }
}

/** Writes the container of a long recording to a file. */
export function spoolContainer(path: string, channels: readonly Channel[], meta: { duration_ms: number }): Content {
  const fd = openSync(path, 'wx', 0o600);
  let bytes = 0;
  try {
    writeContainer(channels, meta, {
      open: (size) => {
        bytes = size;
        // what is never written, the space between levels, reads as zeros
        ftruncateSync(fd, size);
      },
      write: (part, at) => {
        for (let done = 0; done < part.length; ) done += writeSync(fd, part, done, part.length - done, at + done);
      },
    });
  } finally {
    closeSync(fd);
  }
  return { bytes, pieces: [{ path }] };
}
