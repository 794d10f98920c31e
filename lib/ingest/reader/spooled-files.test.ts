import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unzip } from '@/lib/formats/common/archive';
import { type Content, contentBody, contentBytes } from '../files/content';
import type { SpooledFile } from '../files/upload-file';
import { readUploadTask } from './read-upload-task';
import type { ReadRecord, UploadTask } from './reader-task';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nbspool-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SAMPLES = 700_000;
const HEADER = `day 2 200 ${SAMPLES}\nday.dat 16 1000/mV 16 0 0 0 0 I\nday.dat 16 1000/mV 16 0 0 0 0 V5\n`;

/** A record of two files, the second 2.8 MB, with a gap in each lead. */
function wfdb() {
  const samples = Int16Array.from({ length: 2 * SAMPLES }, (_, i) => (i % 900_000 === 5 ? -32_768 : (i * 7919) % 2003));
  return [
    { name: 'day.hea', bytes: new TextEncoder().encode(HEADER) },
    { name: 'day.dat', bytes: new Uint8Array(samples.buffer) },
  ];
}

const zones = { request: 'Europe/Brussels', device: undefined, organization: 'Europe/Brussels' };

async function read(files: UploadTask['files'], signals_path: string | null): Promise<ReadRecord> {
  const sent = { device_id: 'H-1', patient_id: 'P-1', recording_date: '2026-11-01T08:00:00' };
  const source = new TextEncoder().encode(JSON.stringify(sent));
  const received_at = new Date('2026-11-02T08:00:00Z');
  const task = { kind: 'upload', modality: 'ecg', source, files, given: {}, report: null, received_at } as const;
  const registry = { zonesFor: async () => zones, deviceOf: async () => null };
  const { result } = await readUploadTask({ ...task, files, signals_path }, registry);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  if (result.read.kind !== 'recording') throw new Error('no recording');
  return result.read.record;
}

async function bytesOf(content: Content): Promise<Buffer> {
  const body = contentBody(content);
  if (body instanceof Uint8Array) return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it('reads a recording by way of the disk as in memory: same hashes, same objects byte for byte', async () => {
  const spooled = wfdb().map(({ name, bytes }): SpooledFile => {
    const file = { name, path: path.join(folder, name), size: bytes.length };
    writeFileSync(file.path, bytes);
    return file;
  });
  const held = await read(wfdb(), null);
  const large = await read(spooled, path.join(folder, 'signals'));
  expect(large.upload.signals).not.toBeInstanceOf(Uint8Array);
  expect(large.source.content).not.toBeInstanceOf(Uint8Array);
  for (const [a, b] of [
    [held.upload.signals, large.upload.signals],
    [held.source.content, large.source.content],
  ] as const) {
    const [expected, got] = [await bytesOf(a), await bytesOf(b)];
    expect(got.length).toBe(contentBytes(b));
    expect(Buffer.compare(expected, got)).toBe(0);
  }
  const { signals: _held, ...facts } = held.upload;
  const { signals: _large, ...same } = large.upload;
  expect(same).toEqual(facts);
  const archive = unzip(await bytesOf(large.source.content));
  expect(archive.map(({ name }) => name)).toEqual(['day.hea', 'day.dat']);
}, 60_000);

it('refuses a file on disk that is no recording as it would in memory', async () => {
  const file = { name: 'a', path: path.join(folder, 'a'), size: 2_000_000 };
  writeFileSync(file.path, new Uint8Array(file.size));
  await expect(read([file], path.join(folder, 'signals'))).rejects.toThrow('unrecognized');
}, 60_000);
