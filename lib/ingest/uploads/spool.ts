import { Readable } from 'node:stream';
import { AppError } from '@/lib/errors/app-error';
import type { StagedFile, StagedRole } from '@/models/upload';

/** A file of an upload, told before its bytes. */
export interface FileHead {
  role: StagedRole;
  name: string;
  content_type: string;
}

/** A file that was small enough to hold. */
export interface HeldFile extends FileHead {
  bytes: Uint8Array;
}

/** Keeps a file that is too large to hold, as it arrives. */
export type StageFile = (head: FileHead, body: Readable) => Promise<StagedFile>;

/** All files of an upload: in memory, or in the object store where they are too large together. */
export type Spooled = { held: HeldFile[] } | { staged: StagedFile[] };

/**
 * Takes the files of one request, one after the other. Up to `held_bytes` together they stay in memory; from the file on
 * that passes it they go to the object store while they arrive, so that no upload takes more memory than that.
 */
export class Spool {
  private readonly taken: (HeldFile | StagedFile)[] = [];
  private held = 0;
  private total = 0;

  constructor(
    private readonly limits: { held_bytes: number; total_bytes: number },
    private readonly stage: StageFile,
  ) {}

  /** @throws AppError `body_too_large` as soon as the limit is passed, ObjectStoreUnavailableError */
  async take(head: FileHead, stream: AsyncIterable<Uint8Array>): Promise<void> {
    const chunks = this.counted(stream)[Symbol.asyncIterator]();
    const first: Uint8Array[] = [];
    let bytes = 0;
    for (;;) {
      const next = await chunks.next();
      if (next.done) {
        this.held += bytes;
        this.taken.push({ ...head, bytes: Buffer.concat(first) });
        return;
      }
      first.push(next.value);
      bytes += next.value.byteLength;
      if (this.held + bytes > this.limits.held_bytes) break;
    }
    const body = Readable.from(chain(first, chunks), { objectMode: false });
    this.taken.push(await this.stage(head, body));
  }

  private async *counted(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      this.total += chunk.byteLength;
      if (this.total > this.limits.total_bytes) throw new AppError('body_too_large');
      yield chunk;
    }
  }

  /** What was taken, all of it in one place, in the order it came. */
  async finish(): Promise<Spooled> {
    const held = this.taken.filter((file): file is HeldFile => !('parts' in file));
    if (held.length === this.taken.length) return { held };
    const staged: StagedFile[] = [];
    for (const file of this.taken) {
      staged.push('parts' in file ? file : await this.stage(file, Readable.from([file.bytes], { objectMode: false })));
    }
    return { staged };
  }
}

/** The first chunks, each let go once it was given, and then the rest. */
async function* chain(first: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  for (let chunk = first.shift(); chunk; chunk = first.shift()) yield chunk;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}
