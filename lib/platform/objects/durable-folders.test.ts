import { mkdir, mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DurableFolders } from './durable-folders';

let top: string;
let flushed: string[];
let fails: boolean;
let durable: DurableFolders;

beforeEach(async () => {
  top = await mkdtemp(path.join(tmpdir(), 'nbdurable-'));
  fails = false;
  durable = new DurableFolders(top, async (folder) => {
    if (fails) throw new Error('full');
    flushed.push(path.relative(top, folder) || '.');
  });
});
afterEach(() => rm(top, { recursive: true }));

const DAY = 'org/ecg/2026/11/28';

async function flush(folder: string): Promise<Set<string>> {
  await mkdir(path.join(top, folder), { recursive: true });
  flushed = [];
  await durable.flush(path.join(top, folder));
  return new Set(flushed);
}

it('flushes the whole way at first, and then what is new', async () => {
  const way = ['.', 'org', 'org/ecg', 'org/ecg/2026', 'org/ecg/2026/11'];
  const first = [DAY, `${DAY}/rec_1`, `${DAY}/rec_1/v1`, `${DAY}/rec_1/v1/a`];
  expect(await flush(`${DAY}/rec_1/v1/a`)).toEqual(new Set([...way, ...first]));
  const second = [DAY, `${DAY}/rec_2`, `${DAY}/rec_2/v1`, `${DAY}/rec_2/v1/b`];
  expect(await flush(`${DAY}/rec_2/v1/b`)).toEqual(new Set(second));
  // the next day: its name is new in the month
  expect(await flush('org/ecg/2026/11/29/rec_3/v1/c')).toContain('org/ecg/2026/11');
});

it('flushes the way again to a folder that was removed and made anew, or put in the place of another', async () => {
  await flush(DAY);
  expect(await flush(DAY)).toEqual(new Set([DAY]));
  await rmdir(path.join(top, DAY));
  expect(await flush(DAY)).toContain('org/ecg/2026/11');
  await flush('elsewhere');
  await rmdir(path.join(top, DAY));
  await rename(path.join(top, 'elsewhere'), path.join(top, DAY));
  expect(await flush(DAY)).toContain('org/ecg/2026/11');
});

it('flushes the way again after a flush that failed', async () => {
  fails = true;
  await expect(flush(DAY)).rejects.toThrow('full');
  fails = false;
  expect(await flush(DAY)).toContain('.');
});
