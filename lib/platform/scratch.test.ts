import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sweepScratch, withScratch } from './scratch';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'nbscratch-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('gives the work a folder that nobody else can read, and removes it also when the work fails', async () => {
  const folders: string[] = [];
  const failing = withScratch(path.join(root, 'tmp'), async (folder) => {
    folders.push(folder);
    writeFileSync(path.join(folder, 'signals'), 'x');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(folders.map((folder) => existsSync(folder))).toEqual([false]);
});

it('removes what a dead process left, and nothing that may be in use', async () => {
  await withScratch(root, async (folder) => {
    writeFileSync(path.join(folder, 'day.dat'), 'x');
    expect(await sweepScratch(root, new Date())).toBe(0);
    expect(readdirSync(folder)).toEqual(['day.dat']);
    expect(await sweepScratch(root, new Date(Date.now() + 7 * 3_600_000))).toBe(1);
    expect(existsSync(folder)).toBe(false);
  });
  expect(await sweepScratch(path.join(root, 'never-made'), new Date())).toBe(0);
});
