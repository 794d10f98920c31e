import { describe, expect, it } from 'vitest';
import { readOk, recordingFile, warningCodes } from '@/lib/testing/recording-files';
import { crc16 } from '../common/crc16';
import { ReadFault } from '../common/fault';
import { readRecordingFile } from '../read-recording-file';
import { decodeHuffman, readHuffmanTables } from './huffman';
import { addReferenceBeats } from './reference-beat';

const SAMPLE = recordingFile('ecgtoolkit/Example.scp').bytes;

it('knows the sum of the standard', () => {
  // Golden: the sum of the whole sample file is 0x066B; 240 bytes of 0xFF give 0xDB36.
  expect(crc16(SAMPLE.subarray(2))).toBe(0x066b);
  expect(crc16(new Uint8Array(240).fill(0xff))).toBe(0xdb36);
});

it('warns of a wrong sum and reads on', () => {
  const bytes = Uint8Array.from(SAMPLE);
  bytes[0] = 1;
  expect(warningCodes(readOk([{ name: 'x', bytes }]))).toEqual(['checksum']);
});

it.each([
  ['the mark is missing, as in old files', 16, 6, 0],
  ['the file is longer than it says', 0, 0, 100],
])('reads on when %s', (_, at, length, longer) => {
  const bytes = new Uint8Array(SAMPLE.length + longer);
  bytes.set(SAMPLE);
  bytes.fill(0, at, at + length);
  expect(readOk([{ name: 'x', bytes }]).blocks).toHaveLength(2);
});

it('refuses a section that its pointer does not find', () => {
  const bytes = Uint8Array.from(SAMPLE);
  // The index of section 1: two bytes id, four bytes length before it.
  bytes[22 + 10 + 6] = 0xff;
  expect(readRecordingFile([{ name: 'x', bytes }])).toMatchObject({ ok: false, reason: 'corrupt', format: 'scp' });
});

describe('Huffman tables', () => {
  const entry = (prefixBits: number, totalBits: number, mode: number, base: number, code: number) => {
    const bytes = Buffer.alloc(9);
    bytes.writeUInt8(prefixBits, 0);
    bytes.writeUInt8(totalBits, 1);
    bytes.writeUInt8(mode, 2);
    bytes.writeInt16LE(base, 3);
    bytes.writeUInt32LE(code, 5);
    return bytes;
  };
  const tables = (...all: Buffer[][]) =>
    Buffer.concat([
      Buffer.from([all.length, 0]),
      ...all.map((codes) => Buffer.concat([Buffer.from([codes.length, 0]), ...codes])),
    ]);

  it('are those of the standard for 19999', () => {
    const standard = readHuffmanTables(Buffer.from([0x1f, 0x4e])) ?? [];
    // 0 | 10 0 | 10 1 | 110 1 | 1111111110 + 8 bits | padding: 0, 1, -1, -2, -100.
    const bits = `0${'100'}${'101'}${'1101'}${'1111111110'}${'10011100'}`.padEnd(32, '0');
    const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
    expect([...decodeHuffman(bytes, standard, 5)]).toEqual([0, 1, -1, -2, -100]);
  });

  it('of the file are read with codes sent lowest bit first, and switch to each other', () => {
    // Table 1: 0 = 5; 10 (stored reversed as 01) = go to table 2. Table 2: 1 and 4 bits = 100 + those; 0 = go back.
    const own = readHuffmanTables(
      tables([entry(1, 1, 1, 5, 0), entry(2, 2, 0, 2, 0b01)], [entry(1, 5, 1, 100, 1), entry(1, 1, 0, 1, 0)]),
    );
    const bytes = Uint8Array.from([0b0_10_1_0011, 0b1_1111_0_0_0]);
    expect([...decodeHuffman(bytes, own ?? [], 4)]).toEqual([5, 103, 99, 5]);
  });

  it.each([
    ['a prefix of no bits', [entry(0, 1, 1, 0, 0)]],
    ['a code within another', [entry(1, 1, 1, 0, 1), entry(2, 2, 1, 0, 3)]],
    ['a way to a missing table', [entry(1, 1, 0, 7, 0)]],
  ])('with %s are refused', (_, codes) => {
    expect(() => readHuffmanTables(tables(codes))).toThrow(ReadFault);
  });

  it('end in a refusal when the bits end too early', () => {
    const standard = readHuffmanTables(Buffer.from([0x1f, 0x4e])) ?? [];
    expect(() => decodeHuffman(Uint8Array.from([0xff]), standard, 2)).toThrow(ReadFault);
  });
});

/* Made-up numbers: no real file with a subtracted reference beat was at hand. */
it('adds the reference beat back at beats of type 0, aligned by their fiducial points', () => {
  const rhythm = { nanovolts: 1000, interval_us: 2000, leads: [Int32Array.from([10, 10, 10, 10, 10, 10, 10, 10])] };
  const reference = { nanovolts: 2000, interval_us: 2000, leads: [Int32Array.from([1, 2, 3])] };
  const list = [
    { type: 0, start: 2, fiducial: 3, end: 4 },
    { type: 1, start: 6, fiducial: 7, end: 8 },
  ];
  addReferenceBeats(rhythm, reference, { length_ms: 6, fiducial: 2, list }, [1]);
  expect([...(rhythm.leads[0] ?? [])]).toEqual([10, 12, 14, 16, 10, 10, 10, 10]);
});
