import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { environment } from '@/lib/config/env';
import { AppError } from '@/lib/errors/app-error';
import { toAppError } from '@/lib/errors/to-app-error';
import { readPresignedObject, writePresignedObject } from '@/lib/platform/objects/disk-serve';
import { OBJECT_URL_KEY, services } from '@/lib/platform/services';
import { problemResponse, SAFE_HEADERS } from './problem';

function failed(error: unknown, operation: string, requestId: string): Response {
  const failure = toAppError(error);
  services().log.error({ request_id: requestId, operation, code: failure.code, err: failure.cause }, 'request failed');
  return problemResponse(failure, requestId);
}

/** Takes what is sent to a presigned address of the disk store; with S3 configured there is nothing here. */
export async function storeObject(request: Request, key: string): Promise<Response> {
  const all = services();
  const requestId = all.ids.id('req');
  if (environment().s3) return problemResponse(new AppError('not_found'), requestId);
  if (!request.body) return problemResponse(new AppError('unreadable_body'), requestId);
  try {
    const status = await writePresignedObject(
      { store: all.objects, signing_key: all.keyFor(OBJECT_URL_KEY), now: all.clock.now() },
      {
        key,
        search_params: new URL(request.url).searchParams,
        headers: request.headers,
        // the DOM's and Node's types of the same web stream differ in name only
        body: Readable.fromWeb(request.body as unknown as NodeReadableStream),
      },
    );
    if (status === 403) return problemResponse(new AppError('link_not_valid'), requestId);
    if (status === 400) return problemResponse(new AppError('unreadable_body'), requestId);
    return new Response(null, { status: 200, headers: SAFE_HEADERS });
  } catch (error) {
    if (request.signal.aborted) return problemResponse(new AppError('unreadable_body', { cause: error }), requestId);
    return failed(error, 'storeObject', requestId);
  }
}

/** Answers a presigned address of the disk store; with S3 configured there is nothing here. */
export async function serveObject(request: Request, key: string): Promise<Response> {
  const all = services();
  const requestId = all.ids.id('req');
  if (environment().s3) return problemResponse(new AppError('not_found'), requestId);
  try {
    const answer = await readPresignedObject(
      { store: all.objects, signing_key: all.keyFor(OBJECT_URL_KEY), now: all.clock.now() },
      { key, search_params: new URL(request.url).searchParams, range_header: request.headers.get('range') },
    );
    if (answer.status === 403) return problemResponse(new AppError('link_not_valid'), requestId);
    if (answer.status === 404) return problemResponse(new AppError('not_found'), requestId);
    const stream = answer.stream ? (Readable.toWeb(answer.stream) as ReadableStream<Uint8Array>) : null;
    return new Response(stream, { status: answer.status, headers: answer.headers });
  } catch (error) {
    return failed(error, 'serveObject', requestId);
  }
}
