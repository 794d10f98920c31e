import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** Some of the bytes of an object: at hand, or all of a file on this machine's disk. */
type Piece = Uint8Array | { path: string };

/** An object put together of pieces, too large to be in memory. */
export interface PiecedContent {
  bytes: number;
  pieces: readonly Piece[];
}

/** What is kept as an object. */
export type Content = Uint8Array | PiecedContent;

/** Length of a content in bytes. */
export function contentBytes(content: Content): number {
  return content instanceof Uint8Array ? content.byteLength : content.bytes;
}

const CHUNK_BYTES = 256 * 1024;

async function* chunksOf(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else yield* createReadStream(piece.path, { highWaterMark: CHUNK_BYTES });
  }
}

/** A content as the object store takes it; what is not in memory is read as it is sent. */
export function contentBody(content: Content): Uint8Array | Readable {
  return content instanceof Uint8Array ? content : Readable.from(chunksOf(content.pieces), { objectMode: false });
}
