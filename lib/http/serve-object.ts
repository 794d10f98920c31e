import { Readable } from 'node:stream';
import { environment } from '@/lib/config/env';
import { AppError } from '@/lib/errors/app-error';
import { toAppError } from '@/lib/errors/to-app-error';
import { readPresignedObject } from '@/lib/platform/objects/disk-serve';
import { OBJECT_URL_KEY, services } from '@/lib/platform/services';
import { problemResponse } from './problem';

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
    const failure = toAppError(error);
    all.log.error(
      { request_id: requestId, operation: 'serveObject', code: failure.code, err: failure.cause },
      'request failed',
    );
    return problemResponse(failure, requestId);
  }
}
