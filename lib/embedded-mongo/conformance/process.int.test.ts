import { spawn } from 'node:child_process';
import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeFolder, startStore, testFolder } from './support/store-process';

const MAIN = path.join(import.meta.dirname, '..', 'main.ts');
let dir: string;

beforeEach(async () => {
  dir = await testFolder();
});

afterEach(() => removeFolder(dir));

/** Runs the program to its end. */
function run(...args: string[]): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args]);
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += String(chunk);
    });
    child.once('exit', (code) => resolve({ code, stderr }));
  });
}

describe('the process', () => {
  it('says what is wrong with its arguments and ends', async () => {
    expect(await run()).toMatchObject({ code: 64, stderr: expect.stringContaining('usage') });
    const long = path.join(dir, 's'.repeat(110));
    expect(await run('--dir', dir, '--socket', long)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('107'),
    });
    await writeFile(path.join(dir, 'file'), '');
    expect((await run('--dir', path.join(dir, 'data'), '--socket', path.join(dir, 'file'))).code).toBe(64);
  });

  it('holds its data folder alone, keeps it private, and ends cleanly', async () => {
    const store = await startStore(dir);
    const data = path.join(dir, 'data');
    expect((await stat(data)).mode & 0o777).toBe(0o700);
    for (const name of await readdir(data)) expect((await stat(path.join(data, name))).mode & 0o077).toBe(0);
    const second = await run('--dir', data, '--socket', path.join(dir, 'other.sock'));
    expect(second).toMatchObject({ code: 75, stderr: expect.stringContaining('in use') });
    const third = await run('--dir', path.join(dir, 'data2'), '--socket', path.join(dir, 's.sock'));
    expect(third).toMatchObject({ code: 75, stderr: expect.stringContaining('in use') });
    const client = await MongoClient.connect(store.uri);
    await client.db().collection('c').insertOne({ a: 1 });
    await client.close();
    expect(await store.stop()).toBe(0);
    expect((await readdir(data)).filter((name) => name.endsWith('.sock'))).toEqual([]);
  });

  it('starts over what a killed process left', async () => {
    const store = await startStore(dir);
    await store.stop('SIGKILL');
    const again = await startStore(dir);
    const client = await MongoClient.connect(again.uri);
    expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
    expect(await again.stop()).toBe(0);
  });
});
