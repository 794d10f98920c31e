import { createHash, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { Readable } from 'node:stream';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { TestS3 } from '@/lib/testing/integration-stores';
import type { ObjectStore } from '../objects';
import { createS3ObjectStore, type S3ObjectStoreOptions } from '../objects-s3';
import { setupBucket } from '../setup-bucket';
import { readPresignedObject } from './disk-serve';
import { createS3Client } from './s3-client';

/** Origin the test buckets are set up for. */
export const PORTAL_ORIGIN = 'https://portal.test';

/** Starts a server on a free port of the loopback address and gives its origin. */
export async function listen(server: Server | TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Listening on a TCP port, so the address is never a pipe's name or null.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that takes connections and never says anything. */
export function createSilentServer(): TcpServer {
  return createTcpServer((socket) => {
    socket.on('error', () => undefined);
  });
}

/** Answers presigned URLs of a disk store over HTTP, as the application's route does. */
export function createPresignedServer(signingKey: string, store: () => ObjectStore): Server {
  return createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const answer = await readPresignedObject(
      { store: store(), signing_key: signingKey, now: new Date() },
      {
        key: url.pathname.replace('/api/objects/', ''),
        search_params: url.searchParams,
        range_header: request.headers.range ?? null,
      },
    );
    response.writeHead(answer.status, answer.headers);
    if (answer.stream) answer.stream.pipe(response);
    else response.end();
  });
}

/** A fresh bucket, set up as `nightbeat setup-bucket` does it, and ways to look at it from outside. */
export async function createTestBucket(server: TestS3) {
  const { endpoint, region, access_key_id, secret_access_key } = server;
  const bucket = `test-${randomUUID()}`;
  const location = { bucket, region, endpoint, credentials: { access_key_id, secret_access_key } };
  const report = await setupBucket({ ...location, allowed_origin: PORTAL_ORIGIN }, () => undefined);
  const client = createS3Client(location);
  return {
    bucket,
    location,
    report,
    client,
    createStore: (options: Partial<S3ObjectStoreOptions> = {}) =>
      createS3ObjectStore({ ...location, page_size: 2, ...options }),
    async openUploads() {
      return (await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads?.length ?? 0;
    },
  };
}

/** Bytes without a pattern, the same for the same seed. */
export function someBytes(length: number, seed = 'seed'): Uint8Array {
  const block = createHash('sha512').update(seed).digest();
  const bytes = Buffer.alloc(length, block);
  for (let at = 0; at + 4 <= length; at += 4096) bytes.writeUInt32LE(at, at);
  return bytes;
}

/** SHA-256 in hex, worked out apart from the code under test. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A stream of the bytes in chunks of 100,000, which then ends, fails or breaks off without an error. */
export function streamOf(bytes: Uint8Array, end: 'ends' | 'fails' | 'breaks off' = 'ends'): Readable {
  let at = 0;
  return new Readable({
    read() {
      if (at < bytes.byteLength) this.push(bytes.subarray(at, at + 100_000));
      else if (end === 'ends') this.push(null);
      else this.destroy(end === 'fails' ? new Error('body cut off') : undefined);
      at += 100_000;
    },
  });
}

/** Everything a stream gives. */
export async function readAll(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
