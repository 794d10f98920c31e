import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zipBytes } from '@/lib/testing/fuzz/bombs';
import { readOk, recordingFile, recordingFolder } from '@/lib/testing/recording-files';
import { readRecordingFile } from './read-recording-file';

const SAMPLE = recordingFile('ecgtoolkit/Example.scp');
const read = (bytes: Uint8Array, name = 'x') => readRecordingFile([{ name, bytes }]);

describe('archives', () => {
  it('are opened, zip and gzip, and hold the same recording', () => {
    const plain = readOk([SAMPLE]).blocks;
    expect(
      readOk([{ name: 'a.zip', bytes: zipBytes([{ name: 'ecg/Example.scp', content: SAMPLE.bytes }]) }]).blocks,
    ).toEqual(plain);
    expect(readOk([{ name: 'a.gz', bytes: gzipSync(SAMPLE.bytes) }]).blocks).toEqual(plain);
  });

  const member = { name: 'a', content: SAMPLE.bytes };
  it.each([
    ['a name that leads out', zipBytes([{ ...member, name: '../a' }]), 'corrupt'],
    ['an absolute name', zipBytes([{ ...member, name: '/a' }]), 'corrupt'],
    ['a name with a backslash', zipBytes([{ ...member, name: 'c:\\a' }]), 'corrupt'],
    ['two files of one name', zipBytes([member, { ...member, name: 'b/a' }]), 'corrupt'],
    ['a password', zipBytes([{ ...member, flags: 1 }]), 'encrypted'],
    ['a false size', zipBytes([{ ...member, claim: SAMPLE.bytes.length + 1 }]), 'corrupt'],
    ['a size that is too small', zipBytes([{ ...member, claim: 10 }]), 'corrupt'],
    ['200 times what was packed', zipBytes([{ name: 'a', content: new Uint8Array(2 ** 22) }]), 'too_large'],
    ['another archive', zipBytes([{ name: 'b', content: zipBytes([member]) }]), 'unsupported'],
    ['two recordings', zipBytes([member, { ...member, name: 'b' }]), 'unsupported'],
    ['nothing', zipBytes([]), 'unrecognized'],
  ])('with %s are refused', (_, bytes, reason) => {
    expect(read(bytes)).toMatchObject({ ok: false, reason });
  });
});

it.each([
  ['nothing', ''],
  ['a portable document', '%PDF-1.7'],
  ['a page', '<!doctype html><html></html>'],
  ['other JSON', '{"a":1}'],
  ['a letter', 'Dear colleague,\nplease find attached\n'],
])('does not recognise %s', (_, text) => {
  expect(read(Buffer.from(text))).toMatchObject({ ok: false, reason: 'unrecognized', format: null });
});

it('answers without files', () => {
  expect(readRecordingFile([])).toMatchObject({ ok: false, reason: 'unrecognized' });
});

it('goes by how a file begins when it contains two formats', () => {
  expect(
    readOk([{ name: 'x', bytes: Buffer.concat([SAMPLE.bytes, zipBytes([{ name: 'a', content: SAMPLE.bytes }])]) }])
      .format,
  ).toBe('scp');
});

it('crosses a thread with its buffers transferred', () => {
  const recording = readOk(recordingFolder('wfdb/data_101_6'));
  const buffers = recording.blocks.flatMap(({ channels }) =>
    channels.flatMap(({ segments }) => segments.map(({ samples }) => samples.buffer)),
  );
  const expected = structuredClone(recording);
  const moved = structuredClone(recording, { transfer: [...new Set(buffers)] });
  expect(moved.blocks[0]?.channels[0]?.segments[0]?.samples.length).toBe(22_355);
  expect(moved).toEqual(expected);
});

it('warns when a file beside the recording is none', () => {
  const recording = readOk([SAMPLE, { name: 'notes.txt', bytes: Buffer.from('Dear colleague') }]);
  expect(recording.warnings.map(({ code }) => code)).toEqual(['ignored']);
});
