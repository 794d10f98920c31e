import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** A real AirSense 11 card; the demonstration holds its night with signals, whole, as another patient's. */
const CARD = path.resolve('lib/testing/recordings/resmed/airsense11.zip');

/** Blocks of the night that are left on the small card: two of four, so that no trace is one of the demonstration's. */
const LEFT_OUT = /\/(?:20241017_2218|20241018_0239)\d\d_(?:BRP|PLD|SA2)\.edf$/;

const DIRECTORY_ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;

/** The files of a zip by its directory, which stands at its end. */
function filesOf(zip: Buffer): { name: string; bytes: Buffer }[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files: { name: string; bytes: Buffer }[] = [];
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const [method, packed] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const local = zip.readUInt32LE(at + 42);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(from, from + packed);
    const start = at + ENTRY_BYTES;
    files.push({
      name: zip.toString('utf8', start, start + (name ?? 0)),
      bytes: method === 0 ? data : inflateRawSync(data),
    });
    at = start + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return files.filter((file) => !file.name.endsWith('/'));
}

/** Lays the card out as a folder, as it is found on the card itself. */
export async function aCardFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const place = await mkdtemp(path.join(tmpdir(), 'nbcard-'));
  const folder = path.join(place, 'card');
  for (const { name, bytes } of filesOf(await readFile(CARD))) {
    if (LEFT_OUT.test(name)) continue;
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  return { folder, remove: () => rm(place, { recursive: true, force: true }) };
}
