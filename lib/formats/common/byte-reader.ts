import { ReadFault } from './fault';

/** Reads numbers and parts of a byte array in turn; to read past its end is `truncated`, never an exception of others. */
export class ByteReader {
  readonly #view: DataView;
  position = 0;

  /**
   * @param bytes what is read; positions count from its first byte
   * @param what names the bytes in refusals ("section 6")
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly what: string,
    readonly littleEndian = true,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  #advance(count: number): number {
    const at = this.position;
    if (!(count >= 0) || count > this.remaining) {
      throw new ReadFault('truncated', `${this.what} ends at byte ${this.bytes.length}, more was due at byte ${at}.`);
    }
    this.position += count;
    return at;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), this.littleEndian);
  }

  i16(): number {
    return this.#view.getInt16(this.#advance(2), this.littleEndian);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), this.littleEndian);
  }

  i32(): number {
    return this.#view.getInt32(this.#advance(4), this.littleEndian);
  }

  /** The next bytes, not copied. */
  take(count: number): Uint8Array {
    const at = this.#advance(count);
    return this.bytes.subarray(at, at + count);
  }

  skip(count: number): void {
    this.#advance(count);
  }
}

/** The int16 samples of some bytes, copied (the bytes need not be aligned); an odd last byte is left out. */
export function int16Samples(bytes: Uint8Array, littleEndian = true): Int16Array {
  const samples = new Int16Array(bytes.length >> 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < samples.length; i++) samples[i] = view.getInt16(2 * i, littleEndian);
  return samples;
}
