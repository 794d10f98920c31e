import { randomUUID } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ObjectExistsError, ObjectNotFoundError, type ObjectStore, ObjectStoreUnavailableError } from './objects';
import {
  createSilentServer,
  createTestBucket,
  listen,
  readAll,
  sha256Of,
  someBytes,
  streamOf,
} from './objects/testing';

const s3 = inject('s3');
const MEBIBYTE = 1024 * 1024;
const PDF = { expires_in_s: 60, content_type: 'application/pdf', disposition: 'inline', filename: 'a.pdf' } as const;

/** Every operation once, against a store that ought to fail. */
function allOperations(store: ObjectStore): Record<string, () => Promise<unknown>> {
  return {
    put: () => store.put('a', someBytes(1000), 'text/plain'),
    putStream: () => store.put('a', streamOf(someBytes(9 * MEBIBYTE)), 'text/plain'),
    putLargeBytes: () => store.put('a', someBytes(20 * MEBIBYTE), 'text/plain'),
    get: () => store.get('a'),
    getStream: async () => await readAll(await store.getStream('a')),
    head: () => store.head('a'),
    delete: () => store.delete('a'),
    list: async () => {
      for await (const _ of store.list('')) break;
    },
    ping: () => store.ping(),
  };
}

describe.runIf(s3)('S3 object store', () => {
  let bucket: Awaited<ReturnType<typeof createTestBucket>>;
  const servers: Server[] = [];
  const listening = async (server: Server) => {
    servers.push(server);
    return await listen(server);
  };

  beforeAll(async () => {
    // `runIf` has made sure that it is there.
    if (s3) bucket = await createTestBucket(s3);
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  it('keeps the digest of what it knows whole, and says null for long streams', async () => {
    const store = bucket.createStore();
    const [short, long] = [`s/${randomUUID()}`, `s/${randomUUID()}`];
    await store.put(short, streamOf(someBytes(1000)), 'text/plain');
    await store.put(long, streamOf(someBytes(9 * MEBIBYTE)), 'text/plain');
    expect((await store.head(short)).sha256).toBe(sha256Of(someBytes(1000)));
    expect((await store.head(long)).sha256).toBeNull();
  });

  it('gives presigned URLs under the public name, without checksums', async () => {
    const store = bucket.createStore({ public_endpoint: 'https://files.test' });
    const url = new URL((await store.presignGet('a/b.pdf', PDF)).url);
    expect(url.origin).toBe('https://files.test');
    expect(url.pathname).toBe(`/${bucket.bucket}/a/b.pdf`);
    expect(url.href).not.toMatch(/x-amz-checksum|x-amz-sdk-checksum/i);
  });

  describe('against a server that takes connections', () => {
    it('and never answers, or stops in the middle of an object: unavailable within 10 s', async () => {
      const silent = createSilentServer();
      const halfway = createServer((_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('half');
      });
      const dumb = bucket.createStore({ endpoint: await listen(silent) });
      const broken = bucket.createStore({ endpoint: await listening(halfway) });
      const operations = { ...allOperations(dumb), getHalf: () => broken.get('a') };

      const timed = Object.entries(operations).map(async ([name, run]) => {
        const started_ms = performance.now();
        await expect(run(), name).rejects.toThrow(ObjectStoreUnavailableError);
        expect(performance.now() - started_ms, name).toBeLessThan(10_000);
      });
      await Promise.all(timed);
      silent.close();
    });

    it.each([500, 503, 507])('and answers %i: unavailable after one retry', async (status) => {
      let requests = 0;
      const endpoint = await listening(
        createServer((_, response) => {
          requests += 1;
          response.writeHead(status).end();
        }),
      );
      await expect(bucket.createStore({ endpoint }).head('a')).rejects.toThrow(ObjectStoreUnavailableError);
      expect(requests).toBe(2);
    });

    it('and closes them at once: unavailable', async () => {
      const endpoint = await listening(createServer((incoming) => incoming.socket.destroy()));
      const store = bucket.createStore({ endpoint });
      for (const [name, run] of Object.entries(allOperations(store))) {
        await expect(run(), name).rejects.toThrow(ObjectStoreUnavailableError);
      }
    });
  });

  it('takes its own object for written when the answer got lost', async () => {
    let lost = 0;
    const proxy = createServer((incoming, response) => {
      const { method, headers, url = '' } = incoming;
      const forwarded = request(new URL(url, bucket.location.endpoint), { method, headers }, (answer) => {
        if (method === 'PUT' && lost === 0) {
          lost += 1;
          answer.resume().on('end', () => incoming.socket.destroy());
          return;
        }
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      incoming.pipe(forwarded);
    });
    const store = bucket.createStore({ endpoint: await listening(proxy) });
    const key = `lost/${randomUUID()}`;

    const written = await store.put(key, someBytes(5000), 'text/plain');

    expect(lost).toBe(1);
    expect(written.sha256).toBe(sha256Of(await store.get(key)));
    await expect(store.put(key, someBytes(5000), 'text/plain')).rejects.toThrow(ObjectExistsError);
  });

  it('says that the store is unavailable, not that objects are missing, without the bucket', async () => {
    const store = bucket.createStore({ bucket: 'no-such-bucket-here' });
    await expect(store.get('a')).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(store.put('a', someBytes(1), 'text/plain')).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(store.ping()).rejects.toThrow(ObjectStoreUnavailableError);
  });

  it('lets no other account and no stranger in', async () => {
    const key = `private/${randomUUID()}`;
    await bucket.createStore().put(key, someBytes(10), 'text/plain');
    const credentials = {
      access_key_id: s3?.other_access_key_id ?? '',
      secret_access_key: s3?.other_secret_access_key ?? '',
    };
    const other = bucket.createStore({ credentials });
    const denied = expect.objectContaining({ name: 'AccessDenied' });

    await expect(other.get(key)).rejects.toEqual(denied);
    await expect(other.put(`${key}-2`, someBytes(10), 'text/plain')).rejects.toEqual(denied);
    await expect(other.delete(key)).rejects.toEqual(denied);
    await expect(other.ping()).rejects.toThrow(ObjectStoreUnavailableError);
    await expect(other.list('')[Symbol.asyncIterator]().next()).rejects.toEqual(denied);
    const presigned = await other.presignGet(key, PDF);
    expect((await fetch(presigned.url)).status).toBe(403);
    expect((await fetch(`${bucket.location.endpoint}/${bucket.bucket}/${key}`)).status).toBe(403);
    await expect(bucket.createStore().head(`${key}-2`)).rejects.toThrow(ObjectNotFoundError);
  });
});
