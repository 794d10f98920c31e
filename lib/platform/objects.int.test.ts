import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ObjectExistsError, ObjectNotFoundError, type ObjectStore, ObjectStoreUnavailableError } from './objects';
import { readAll, sha256Of, someBytes, streamOf } from './objects/testing';
import { givenSubjects, type Subject } from './objects/testing-subjects';

const MEBIBYTE = 1024 * 1024;
const PDF = {
  expires_in_s: 60,
  content_type: 'application/pdf',
  disposition: 'inline',
  filename: 'report.pdf',
} as const;

describe.each(givenSubjects())('object store on $name', ({ create }) => {
  let subject: Subject;
  let store: ObjectStore;
  let key: string;
  const keysBelow = async (prefix: string) => {
    const keys: string[] = [];
    for await (const found of store.list(prefix)) keys.push(found.key);
    return keys;
  };

  beforeAll(async () => {
    subject = await create();
    store = subject.store;
  });
  afterAll(() => subject.close());
  beforeEach(() => {
    key = `org/ecg/${randomUUID()}/v1/report-1.pdf`;
  });

  describe('put, head and get', () => {
    it.each([0, 1, 120_000])('gives back a body of %i bytes with its digest and type', async (length) => {
      const body = someBytes(length);
      const expected = { key, bytes: length, content_type: 'application/pdf', sha256: sha256Of(body) };

      expect(await store.put(key, body, 'application/pdf')).toEqual(expected);
      expect(await store.head(key)).toEqual(expected);
      expect(Buffer.from(await store.get(key)).equals(body)).toBe(true);
    });

    it.each([0, 250_000, 8 * MEBIBYTE, 20 * MEBIBYTE + 7])('takes a stream of %i bytes', async (length) => {
      const body = someBytes(length);

      const written = await store.put(key, streamOf(body), 'application/octet-stream');

      const expected = { key, bytes: length, content_type: 'application/octet-stream', sha256: sha256Of(body) };
      expect(written).toEqual(expected);
      expect(await store.head(key)).toMatchObject({ bytes: length, content_type: 'application/octet-stream' });
      expect(sha256Of(await store.get(key))).toBe(expected.sha256);
      expect(sha256Of(await readAll(await store.getStream(key)))).toBe(expected.sha256);
      expect(await subject.leftovers()).toBe(0);
    });

    it.each([
      { from: 0, to: 1 },
      { from: 5, to: 5 },
      { from: 4_000_000, to: 8_900_000 },
      { from: 8_999_999, to: 20_000_000 },
      { from: 9_000_000, to: 9_000_001 },
    ])('gives the range [$from, $to), cut at the end', async (range) => {
      const body = someBytes(9_000_000);
      await store.put(key, body, 'application/octet-stream');

      const expected = sha256Of(body.subarray(range.from, range.to));
      expect(sha256Of(await store.get(key, range))).toBe(expected);
      expect(sha256Of(await readAll(await store.getStream(key, range)))).toBe(expected);
    });

    it('refuses a range that is none', async () => {
      await store.put(key, someBytes(10), 'text/plain');
      await expect(store.get(key, { from: 3, to: 2 })).rejects.toThrow(RangeError);
      await expect(store.getStream(key, { from: -1, to: 2 })).rejects.toThrow(RangeError);
    });

    it('says that a missing key is not there', async () => {
      await expect(store.get(key)).rejects.toThrow(ObjectNotFoundError);
      await expect(store.get(key, { from: 0, to: 0 })).rejects.toThrow(ObjectNotFoundError);
      await expect(store.getStream(key)).rejects.toThrow(ObjectNotFoundError);
      await expect(store.head(key)).rejects.toThrow(ObjectNotFoundError);
    });

    it.each(['', '/a', 'a/', 'a//b', '../a', 'a/../b', 'a b', 'a\0b', 'ä', `${'a'.repeat(201)}`])(
      'refuses the key %j',
      async (bad) => {
        await expect(store.put(bad, someBytes(1), 'text/plain')).rejects.toThrow(RangeError);
        await expect(store.get(bad)).rejects.toThrow(RangeError);
        await expect(store.head(bad)).rejects.toThrow(RangeError);
        await expect(store.delete(bad)).rejects.toThrow(RangeError);
        await expect(store.presignGet(bad, PDF)).rejects.toThrow(RangeError);
      },
    );
  });

  describe('immutability', () => {
    it.each([
      ['bytes', () => someBytes(10, 'second')],
      ['a short stream', () => streamOf(someBytes(10, 'second'))],
      ['a long stream', () => streamOf(someBytes(9 * MEBIBYTE, 'second'))],
    ])('refuses to overwrite with %s', async (_name, second) => {
      const first = someBytes(10, 'first');
      await store.put(key, first, 'text/plain');

      await expect(store.put(key, second(), 'text/plain')).rejects.toThrow(ObjectExistsError);
      expect(sha256Of(await store.get(key))).toBe(sha256Of(first));
      expect(await subject.leftovers()).toBe(0);
    });

    it('lets exactly one of 20 parallel writers win', async () => {
      const bodies = Array.from({ length: 20 }, (_, index) => someBytes(50_000, `writer ${index}`));

      const results = await Promise.allSettled(bodies.map((body) => store.put(key, body, 'text/plain')));

      const won = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
      const lost = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason);
      expect(won).toHaveLength(1);
      expect(lost.every((reason) => reason instanceof ObjectExistsError)).toBe(true);
      expect(sha256Of(await store.get(key))).toBe(won[0]?.sha256);
    });
  });

  describe('a body that is cut off', () => {
    it.each([
      ['fails', 300_000],
      ['fails', 20 * MEBIBYTE],
      ['breaks off', 300_000],
      ['breaks off', 20 * MEBIBYTE],
    ] as const)('%s after %i bytes and leaves nothing', async (end, length) => {
      const failure = end === 'fails' ? 'body cut off' : /premature close/i;

      await expect(store.put(key, streamOf(someBytes(length), end), 'text/plain')).rejects.toThrow(failure);
      await expect(store.head(key)).rejects.toThrow(ObjectNotFoundError);
      expect(await keysBelow(key)).toEqual([]);
      expect(await subject.leftovers()).toBe(0);
    });
  });

  it('deletes, also what is not there, and lets the key be written again', async () => {
    await store.put(key, someBytes(10), 'text/plain');
    await store.delete(key);
    await store.delete(key);
    await expect(store.head(key)).rejects.toThrow(ObjectNotFoundError);
    await store.put(key, someBytes(11), 'text/plain');
    expect((await store.head(key)).bytes).toBe(11);
  });

  it('lists what begins with a prefix, in the order of the keys, beyond one page', async () => {
    const root = randomUUID();
    const names = ['b', 'a/x', 'a', 'a-b', 'a.b', 'a0', 'A', 'a/b/c', 'ab/c'];
    await Promise.all(names.map((name) => store.put(`${root}/${name}`, someBytes(name.length), 'text/plain')));

    const inOrder = (chosen: string[]) => chosen.map((name) => `${root}/${name}`);
    expect(await keysBelow(`${root}/`)).toEqual(inOrder(['A', 'a', 'a-b', 'a.b', 'a/b/c', 'a/x', 'a0', 'ab/c', 'b']));
    expect(await keysBelow(`${root}/a/`)).toEqual(inOrder(['a/b/c', 'a/x']));
    expect(await keysBelow(`${root}/ab`)).toEqual(inOrder(['ab/c']));
    expect(await keysBelow(`${root}/none/`)).toEqual([]);
    for await (const found of store.list(`${root}/a/b/`)) expect(found).toEqual({ key: `${root}/a/b/c`, bytes: 5 });
    await expect(keysBelow('../')).rejects.toThrow(RangeError);
  });

  it('answers a ping', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
  });

  it('says so when it is away', async () => {
    const { away } = subject;
    const listAll = async () => {
      for await (const _ of away.list('')) break;
    };
    await expect(away.put(key, someBytes(10), 'text/plain')).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(away.put(key, streamOf(someBytes(9 * MEBIBYTE)), 'text/plain')).rejects.toThrow(
      ObjectStoreUnavailableError,
    );
    await expect(away.get(key)).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(away.getStream(key)).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(away.head(key)).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(away.delete(key)).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(listAll()).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(away.ping()).rejects.toThrow(ObjectStoreUnavailableError);
  });
});
