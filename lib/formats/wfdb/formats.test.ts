import { describe, expect, it } from 'vitest';
import { channelNamed, readOk, storedOf, valuesOf, warningCodes } from '@/lib/testing/recording-files';
import type { NamedBytes } from '../common/archive';
import { readRecordingFile } from '../read-recording-file';

const text = (name: string, content: string): NamedBytes => ({ name, bytes: new TextEncoder().encode(content) });
const bytes = (name: string, content: number[]): NamedBytes => ({ name, bytes: Uint8Array.from(content) });
const record = (signal: string, samples: number, ...data: NamedBytes[]) => [
  text('r.hea', `r 1 100 ${samples}\nr.dat ${signal}\n`),
  ...data,
];

/* Made-up signal files, by the description: of formats 24, 32, 61, 160, 310, 311 and 8 no real one was at hand. */
describe.each<[string, string, number[], number[]]>([
  ['8, differences from the initial value', '8 200 8 0 10 0 0 II', [1, 2, 255, 128], [11, 13, 12, -116]],
  ['16, little-endian', '16 200 16 0 0 0 0 II', [1, 0, 255, 255, 0xff, 0x7f], [1, -1, 32_767]],
  ['24', '24 200 24 0 0 0 0 II', [1, 0, 0, 255, 255, 255, 255, 255, 127], [1, -1, 8_388_607]],
  ['32', '32 200 32 0 0 0 0 II', [1, 0, 0, 0, 255, 255, 255, 255], [1, -1]],
  ['61, big-endian', '61 200 16 0 0 0 0 II', [0, 1, 255, 255, 0x7f, 0xff], [1, -1, 32_767]],
  ['80, offset binary', '80 200 8 0 0 0 0 II', [128, 129, 127, 255], [0, 1, -1, 127]],
  ['160, offset binary', '160 200 16 0 0 0 0 II', [0, 128, 1, 128, 255, 127], [0, 1, -1]],
  ['212, an odd number of them', '212 200 12 0 0 0 0 II', [0x01, 0xf0, 0xff, 0xff, 0x07], [1, -1, 2047]],
  ['310', '310 200 10 0 0 0 0 II', [0x02, 0x08, 0xfe, 0x07], [1, -1, 1]],
  ['311', '311 200 10 0 0 0 0 II', [0x01, 0xfc, 0x1f, 0x00], [1, -1, 1]],
])('format %s', (_, signal, data, expected) => {
  it('unpacks', () => {
    const recording = readOk(record(signal, expected.length, bytes('r.dat', data)));
    expect(storedOf(channelNamed(recording, 'II'))).toEqual(expected);
    expect(valuesOf(channelNamed(recording, 'II'))[0]).toBe((expected[0] ?? 0) * 5);
  });
});

it('warns that a format is read by its description only, and that a sum is wrong', () => {
  const recording = readOk(record('61 200 16 0 0 5 0 II', 1, bytes('r.dat', [0, 1])));
  expect(warningCodes(recording)).toEqual(['checksum', 'flat_lead', 'no_signal', 'unverified']);
});

it('cuts at the number that means "no value"', () => {
  const data = [1, 0, 0, 128, 0, 128, 4, 0];
  const segments = channelNamed(readOk(record('16 200 16 0 1 0 0 II', 4, bytes('r.dat', data))), 'II')?.segments;
  expect(segments?.map(({ start_ms, samples }) => [start_ms, ...samples])).toEqual([
    [0, 1],
    [30, 4],
  ]);
});

it('keeps whole frames of a short file, and refuses none of it for a wrong length', () => {
  const recording = readOk(record('16 200 16 0 1 0 0 II', 4, bytes('r.dat', [1, 0, 2, 0, 3])));
  expect(storedOf(channelNamed(recording, 'II'))).toEqual([1, 2]);
  expect(recording.blocks[0]?.duration_ms).toBe(40);
  expect(warningCodes(recording)).toEqual(['truncated']);
});

it('gives no unit to a signal without gain', () => {
  const recording = readOk(record('16 0 16 0 1 3 0 II', 2, bytes('r.dat', [1, 0, 2, 0])));
  expect(channelNamed(recording, 'II')).toMatchObject({ unit: null });
  expect(valuesOf(channelNamed(recording, 'II'))).toEqual([1, 2]);
  expect(warningCodes(recording)).toEqual(['uncalibrated']);
});

describe('multi-segment records', () => {
  const segment = (name: string, signal: string, samples: number) =>
    text(`${name}.hea`, `${name} 1 100 ${samples}\n${signal}\n`);

  it('match signals by place without a layout', () => {
    const recording = readOk([
      text('m.hea', 'm/3 1 100 5\na 2\n~ 1\nb 2\n'),
      segment('a', 'a.dat 16 200 16 0 1 3 0 II', 2),
      segment('b', 'b.dat 16 100 16 0 3 7 0 other', 2),
      bytes('a.dat', [1, 0, 2, 0]),
      bytes('b.dat', [3, 0, 4, 0]),
    ]);
    const segments = channelNamed(recording, 'II')?.segments;
    expect(segments?.map(({ start_ms, scale, samples }) => [start_ms, scale, ...samples])).toEqual([
      [0, 5, 1, 2],
      [30, 10, 3, 4],
    ]);
  });

  it.each([
    ['a segment twice', 'm/2 1 100 4\na 2\na 2\n', 'corrupt'],
    ['itself as a segment', 'm/1 1 100 4\nm 4\n', 'corrupt'],
    ['a segment that was not sent', 'm/2 1 100 4\na 2\nc 2\n', 'missing_file'],
    ['a way out of its folder', 'm/1 1 100 4\n../a 4\n', 'corrupt'],
    ['more segments than lines', 'm/3 1 100 4\na 4\n', 'truncated'],
  ])('refuse %s', (_, header, reason) => {
    const files = [text('m.hea', header), segment('a', 'a.dat 16 200 16 0 1 3 0 II', 2), bytes('a.dat', [1, 0, 2, 0])];
    expect(readRecordingFile(files)).toMatchObject({ ok: false, reason, format: 'wfdb' });
  });
});

it.each([
  ['a number of signals below 0', 'r -1 100 10\n', 'unrecognized'],
  ['too many signals', 'r 99999 100 10\n', 'too_large'],
  ['a file outside the folder', 'r 1 100 2\n/etc/passwd 16 200\n', 'corrupt'],
  ['a gain that is no number', 'r 1 100 2\nr.dat 16 2x0\n', 'corrupt'],
  ['FLAC', 'r 1 100 2\nr.dat 516 200\n', 'unsupported'],
  ['no samples per frame', 'r 1 100 2\nr.dat 16x0 200\n', 'corrupt'],
  ['a rate of 0', 'r 1 0 2\nr.dat 16 200\n', 'corrupt'],
  ['a rate beyond reason', 'r 1 1e9 2\nr.dat 16 200\n', 'corrupt'],
])('refuses %s', (_, header, reason) => {
  expect(readRecordingFile([text('r.hea', header), bytes('r.dat', [1, 0, 2, 0])])).toMatchObject({ ok: false, reason });
});

it('refuses two records in one request', () => {
  const files = [text('r.hea', 'r 0 100\n'), text('s.hea', 's 0 100\n')];
  expect(readRecordingFile(files)).toMatchObject({ ok: false, reason: 'unsupported' });
});
