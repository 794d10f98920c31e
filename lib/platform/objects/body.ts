/** One chunk of a body stream as bytes; text is taken as UTF-8. Throws `TypeError` for anything else. */
export function toBytes(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk);
  throw new TypeError('an object body must be bytes');
}

/** Cuts a stream into blocks of exactly `size` bytes and a last, shorter one, which may be empty. */
export async function* blocksOf(body: AsyncIterable<unknown>, size: number): AsyncGenerator<Uint8Array> {
  let block = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const chunk of body) {
    for (let rest = toBytes(chunk); rest.byteLength > 0; ) {
      const taken = rest.subarray(0, size - filled);
      block.set(taken, filled);
      filled += taken.byteLength;
      rest = rest.subarray(taken.byteLength);
      if (filled < size) continue;
      yield block;
      block = Buffer.allocUnsafe(size);
      filled = 0;
    }
  }
  yield block.subarray(0, filled);
}
