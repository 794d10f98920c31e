import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';

const CHUNK_BYTES = 64 * 1024;

/** The bytes as a stream that tells whenever more of them is taken. */
function watchedStream(bytes: Uint8Array, onTaken: () => void): Readable {
  let at = 0;
  return new Readable({
    highWaterMark: CHUNK_BYTES,
    read() {
      onTaken();
      this.push(at < bytes.byteLength ? bytes.subarray(at, at + CHUNK_BYTES) : null);
      at += CHUNK_BYTES;
    },
  });
}

function withBody<T extends object>(request: T, body: Readable): T {
  // The SDK knows its requests by their class, so the copy keeps it.
  const copy: T = Object.create(Object.getPrototypeOf(request));
  return Object.assign(copy, request, { body });
}

/**
 * Makes requests of the client fail with a `TimeoutError` when the server neither takes the next 64 kB of the body nor
 * begins to answer for `limit_ms`. The SDK's own limits either count a slow but moving upload as silence or, with much
 * still to send, notice silence two to three times too late. The connection is left to those limits.
 */
export function limitSilence(client: S3Client, limit_ms: number): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      let timer: NodeJS.Timeout | undefined;
      const silence = new Promise<never>((_, reject) => {
        const fail = () => {
          reject(Object.assign(new Error(`no sign of the S3 server for ${limit_ms} ms`), { name: 'TimeoutError' }));
        };
        timer = setTimeout(fail, limit_ms);
      });
      const { request } = args;
      const body = typeof request === 'object' && request !== null && 'body' in request ? request.body : null;
      const watched =
        typeof request === 'object' && request !== null && body instanceof Uint8Array && body.byteLength > CHUNK_BYTES
          ? {
              ...args,
              request: withBody(
                request,
                watchedStream(body, () => timer?.refresh()),
              ),
            }
          : args;
      try {
        return await Promise.race([next(watched), silence]);
      } finally {
        clearTimeout(timer);
      }
    },
    { step: 'deserialize', priority: 'low', name: 'limitSilence' },
  );
}
