import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ObjectNotFoundError, ObjectStoreUnavailableError } from './objects';
import { createPresignedServer, listen, readAll, someBytes, streamOf } from './objects/testing';
import { createDiskObjectStore } from './objects-disk';

const NOW = new Date('2026-03-01T12:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;
const SIGNING_KEY = 'a signing key for tests';

describe('disk object store', () => {
  let root: string;
  const open = (now = NOW) =>
    createDiskObjectStore({
      root,
      public_base_url: 'http://localhost:1/',
      signing_key: SIGNING_KEY,
      clock: { now: () => now },
    });
  const objectFiles = async () =>
    (await readdir(path.join(root, 'objects'), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );

  beforeEach(async () => {
    root = path.join(await mkdtemp(path.join(tmpdir(), 'objects-')), 'store');
  });
  afterEach(() => rm(path.dirname(root), { recursive: true }));

  it('lets only its own user read what it keeps', async () => {
    await open().put('a/b', someBytes(10), 'text/plain');
    const [file] = await objectFiles();
    expect((await stat(path.join(file?.parentPath ?? '', file?.name ?? ''))).mode & 0o777).toBe(0o600);
    for (const folder of [root, path.join(root, 'objects'), path.join(root, 'objects/a'), path.join(root, 'tmp')]) {
      expect((await stat(folder)).mode & 0o777, folder).toBe(0o700);
    }
  });

  it('keeps everything over a restart', async () => {
    const written = await open().put('a/b', someBytes(1000), 'application/pdf');
    expect(await open().head('a/b')).toEqual(written);
  });

  it('begins the file with the bytes as they came', async () => {
    await open().put('a/b', someBytes(1000), 'application/pdf');
    const [file] = await objectFiles();
    const onDisk = await readFile(path.join(file?.parentPath ?? '', file?.name ?? ''));
    expect(onDisk.subarray(0, 1000).equals(someBytes(1000))).toBe(true);
  });

  it('shows nothing of an upload that is under way or was left by a crash', async () => {
    const store = open();
    const body = streamOf(someBytes(1_000_000)).pause();
    const running = store.put('a/b', body, 'text/plain');
    await writeFile(path.join(root, 'tmp', randomUUID()), 'left by a crash');
    await expect(store.head('a/b')).rejects.toThrow(ObjectNotFoundError);
    await running;
    expect((await store.head('a/b')).bytes).toBe(1_000_000);
  });

  it('sweeps temporary files at start when they are older than a day', async () => {
    open();
    const [old, young] = [path.join(root, 'tmp/old'), path.join(root, 'tmp/young')];
    for (const [file, age_ms] of [
      [old, DAY_MS + 1000],
      [young, DAY_MS - 1000],
    ] as const) {
      await writeFile(file, 'x');
      await utimes(file, NOW, new Date(NOW.getTime() - age_ms));
    }
    open();
    expect(await readdir(path.join(root, 'tmp'))).toEqual(['young']);
  });

  it('removes the folders a deleted object leaves empty, and no others', async () => {
    const store = open();
    await store.put('a/b/c/d', someBytes(1), 'text/plain');
    await store.put('a/x', someBytes(1), 'text/plain');
    await store.delete('a/b/c/d');
    expect(await readdir(path.join(root, 'objects/a'))).toEqual(['x~object']);
    await store.delete('a/x');
    expect(await readdir(path.join(root, 'objects'))).toEqual([]);
  });

  it('survives writers and deleters in the same folders', async () => {
    const store = open();
    const turns = Array.from({ length: 40 }, async (_, index) => {
      for (let turn = 0; turn < 5; turn += 1) {
        const key = `a/b/${index % 4}/${index}-${turn}`;
        await store.put(key, someBytes(10), 'text/plain');
        await store.delete(key);
      }
    });
    await Promise.all(turns);
    expect(await readdir(path.join(root, 'objects'))).toEqual([]);
    expect(await readdir(path.join(root, 'tmp'))).toEqual([]);
  });

  it('is unavailable, not empty, when its disk has gone', async () => {
    const store = open();
    await store.put('a', someBytes(10), 'text/plain');
    await rename(root, `${root}-unmounted`);
    await mkdir(root);
    await expect(store.get('a')).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(store.put('b', someBytes(10), 'text/plain')).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(store.ping()).rejects.toThrow(ObjectStoreUnavailableError);
    expect(await readdir(root)).toEqual([]);
  });

  it('is unavailable when its folder cannot be made', async () => {
    await writeFile(root, 'a file in the way');
    expect(() => open()).toThrow(ObjectStoreUnavailableError);
  });

  it('says so when an object file is damaged', async () => {
    const store = open();
    await store.put('a', someBytes(1000), 'text/plain');
    await writeFile(path.join(root, 'objects/a~object'), someBytes(900));
    await expect(store.head('a')).rejects.toThrow('damaged');
    await expect(store.get('a')).rejects.toThrow('damaged');
  });

  it('opens nothing for a stream that nobody reads, and says when the object went meanwhile', async () => {
    const store = open();
    await store.put('a', someBytes(1000), 'text/plain');
    const [unread, late] = [await store.getStream('a'), await store.getStream('a')];
    unread.destroy();
    await store.delete('a');
    await expect(readAll(late)).rejects.toThrow(ObjectNotFoundError);
  });

  it('answers its URLs with headers that let no stored byte act as a page', async () => {
    const server = createPresignedServer(SIGNING_KEY, () => store);
    const public_base_url = await listen(server);
    const clock = { now: () => new Date() };
    const store = createDiskObjectStore({ root, public_base_url, signing_key: SIGNING_KEY, clock });
    await store.put('a', Buffer.from('<script>'), 'text/html');
    const options = { expires_in_s: 60, content_type: 'text/html', disposition: 'inline', filename: 'a' } as const;
    const { url } = await store.presignGet('a', options);
    const answers = [await fetch(url), await fetch(`${url}0`), await fetch(url, { headers: { range: 'bytes=99-' } })];
    server.close();

    expect(answers.map(({ status }) => status)).toEqual([200, 403, 416]);
    expect(answers[0]?.headers.get('content-disposition')).toMatch(/^attachment/);
    for (const { headers } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});
