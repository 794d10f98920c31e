import { expect, it } from 'vitest';
import { unzip } from '@/lib/formats/common/archive';
import { storedZip } from './stored-zip';

const files = [
  { name: 'r.hea', bytes: new TextEncoder().encode('r 1 100\n') },
  { name: 'Aufnahme ä.dat', bytes: Uint8Array.from({ length: 1000 }, (_, i) => i % 256) },
];

it('holds every file under its own name, byte for byte', () => {
  const read = unzip(storedZip(files));
  expect(read.map(({ name }) => name)).toEqual(['r.hea', 'Aufnahme ä.dat']);
  for (const [index, { bytes }] of read.entries()) expect([...bytes]).toEqual([...(files[index]?.bytes ?? [])]);
});

it('is the same for the same files', () => {
  expect(Buffer.compare(storedZip(files), storedZip(files))).toBe(0);
});
