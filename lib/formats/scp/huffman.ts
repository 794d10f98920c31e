import { ByteReader } from '../common/byte-reader';
import { ReadFault } from '../common/fault';

/** A code of a table: its prefix as sent (first bit highest), and what it stands for. */
interface Code {
  prefixBits: number;
  prefix: number;
  /** Bits after the prefix: a two's complement number that is added to `base`. */
  extraBits: number;
  base: number;
  /** The table to go on with, instead of a value. */
  switchTo: number | null;
}

/** A table as a binary tree: node n leads to `next[2n]` on bit 0 and `next[2n + 1]` on 1; a negative entry is code −e−1. */
interface Table {
  next: Int32Array;
  codes: readonly Code[];
}

const DEFAULT_TABLE = 19_999;
const ENTRY_BYTES = 9;
const LONGEST_PREFIX = 32;
const LONGEST_EXTRA = 32;
/** A table of one's own has some twenty codes. */
const MAX_TABLE_BYTES = 256 * 1024;

/** Reads section 2. `null` means that samples are not compressed. */
export function readHuffmanTables(body: Uint8Array | undefined): Table[] | null {
  if (body === undefined || body.length < 2) return null;
  if (body.length > MAX_TABLE_BYTES) throw new ReadFault('too_large', 'The Huffman tables are larger than 256 kB.');
  const reader = new ByteReader(body, 'Section 2');
  const count = reader.u16();
  if (count === 0) return null;
  if (count === DEFAULT_TABLE) return [treeOf(defaultCodes())];
  return Array.from({ length: Math.min(count, reader.remaining) }, () => {
    const codes = reader.u16();
    if (codes * ENTRY_BYTES > reader.remaining) throw new ReadFault('truncated', 'A Huffman table ends too early.');
    return treeOf(Array.from({ length: codes }, () => readCode(reader, count)));
  });
}

function readCode(reader: ByteReader, tables: number): Code {
  const prefixBits = reader.u8();
  const totalBits = reader.u8();
  const mode = reader.u8();
  const base = reader.i16();
  const reversed = reader.u32();
  const extraBits = totalBits - prefixBits;
  const switches = mode === 0;
  if (prefixBits < 1 || prefixBits > LONGEST_PREFIX || extraBits < 0 || extraBits > LONGEST_EXTRA) {
    throw new ReadFault('corrupt', 'A Huffman table has a code of impossible length.');
  }
  if (switches && (base < 1 || base > tables)) throw new ReadFault('corrupt', 'A Huffman code leads to no table.');
  return { prefixBits, prefix: reverse(reversed, prefixBits), extraBits, base, switchTo: switches ? base - 1 : null };
}

function reverse(value: number, bits: number): number {
  let reversed = 0;
  for (let i = 0; i < bits; i++) reversed = reversed * 2 + ((value >>> i) & 1);
  return reversed;
}

/** The table of the standard: 0; k ones, a zero and a sign for ±k up to 8; nine ones, then 8 or 16 bits as they are. */
function defaultCodes(): Code[] {
  const codes: Code[] = [{ prefixBits: 1, prefix: 0, extraBits: 0, base: 0, switchTo: null }];
  for (let k = 1; k <= 8; k++) {
    const ones = (2 ** k - 1) * 2;
    codes.push({ prefixBits: k + 2, prefix: ones * 2, extraBits: 0, base: k, switchTo: null });
    codes.push({ prefixBits: k + 2, prefix: ones * 2 + 1, extraBits: 0, base: -k, switchTo: null });
  }
  const nineOnes = 2 ** 9 - 1;
  codes.push({ prefixBits: 10, prefix: nineOnes * 2, extraBits: 8, base: 0, switchTo: null });
  codes.push({ prefixBits: 10, prefix: nineOnes * 2 + 1, extraBits: 16, base: 0, switchTo: null });
  return codes;
}

function treeOf(codes: readonly Code[]): Table {
  const nodes = 1 + codes.reduce((sum, { prefixBits }) => sum + prefixBits, 0);
  const next = new Int32Array(2 * nodes);
  let free = 1;
  for (const [index, { prefix, prefixBits }] of codes.entries()) {
    let node = 0;
    for (let bit = prefixBits - 1; bit >= 0; bit--) {
      const edge = 2 * node + (Math.floor(prefix / 2 ** bit) % 2);
      const target = next[edge] ?? 0;
      if (target < 0 || (bit === 0 && target !== 0)) {
        throw new ReadFault('corrupt', 'A Huffman table has a code that begins like another.');
      }
      if (bit === 0) next[edge] = -index - 1;
      else if (target === 0) next[edge] = free++;
      node = next[edge] ?? 0;
    }
  }
  return { next, codes };
}

/** Decodes exactly `count` numbers; what remains of the bits is padding. */
export function decodeHuffman(bytes: Uint8Array, tables: readonly Table[], count: number): Int32Array {
  // Every number takes at least one bit.
  if (count > bytes.length * 8) throw ended();
  const numbers = new Int32Array(count);
  const bits = new BitReader(bytes);
  let table = tables[0];
  for (let i = 0; i < count; ) {
    if (table === undefined) throw new ReadFault('corrupt', 'A Huffman code leads to no table.');
    const code = nextCode(bits, table);
    if (code.switchTo === null) numbers[i++] = code.base + bits.signed(code.extraBits);
    else table = tables[code.switchTo];
  }
  return numbers;
}

function nextCode(bits: BitReader, { next, codes }: Table): Code {
  let node = 0;
  for (;;) {
    const target = next[2 * node + bits.bit()] ?? 0;
    if (target === 0) throw new ReadFault('corrupt', 'The compressed samples hold a code that no table has.');
    const code = target < 0 ? codes[-target - 1] : undefined;
    if (code !== undefined) return code;
    node = target;
  }
}

class BitReader {
  #position = 0;

  constructor(readonly bytes: Uint8Array) {}

  bit(): number {
    const byte = this.bytes[this.#position >> 3];
    if (byte === undefined) throw ended();
    return (byte >> (7 - (this.#position++ & 7))) & 1;
  }

  signed(bits: number): number {
    if (bits === 0) return 0;
    let value = -this.bit();
    for (let i = 1; i < bits; i++) value = value * 2 + this.bit();
    return value;
  }
}

function ended(): ReadFault {
  return new ReadFault('truncated', 'The compressed samples end before all are there.');
}
