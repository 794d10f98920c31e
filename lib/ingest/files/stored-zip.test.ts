import { expect, it } from 'vitest';
import { type NamedBytes, unzip } from '@/lib/formats/common/archive';
import { storedZip } from './stored-zip';

const files = [
  { name: 'r.hea', bytes: new TextEncoder().encode('r 1 100\n') },
  { name: 'Aufnahme ä.dat', bytes: Uint8Array.from({ length: 1000 }, (_, i) => i % 256) },
];

/** The archive of files that are all in memory. */
function zipOf(all: readonly NamedBytes[]): Uint8Array {
  const content = storedZip(all);
  if (!(content instanceof Uint8Array)) throw new Error('it is in pieces');
  return content;
}

it('holds every file under its own name, byte for byte', () => {
  const read = unzip(zipOf(files));
  expect(read.map(({ name }) => name)).toEqual(['r.hea', 'Aufnahme ä.dat']);
  for (const [index, { bytes }] of read.entries()) expect([...bytes]).toEqual([...(files[index]?.bytes ?? [])]);
});

it('is the same for the same files', () => {
  expect(Buffer.compare(zipOf(files), zipOf(files))).toBe(0);
});
