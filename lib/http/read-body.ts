import type { z } from 'zod';
import { AppError, type InputFault } from '@/lib/errors/app-error';

/** Zod's faults as ours: JSON pointer, stable code, sentence. Values are never repeated. */
export function faultsOf(error: z.ZodError): InputFault[] {
  return error.issues.flatMap((issue) => {
    const pointer = issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
        code: 'unknown_field',
        detail: 'There is no such field.',
      }));
    }
    const missing = issue.code === 'invalid_type' && issue.input === undefined;
    return [{ pointer, code: missing ? 'required' : issue.code, detail: issue.message }];
  });
}

/**
 * The body's bytes, counted while they arrive.
 * @throws AppError `body_too_large` as soon as the limit is passed, `unreadable_body` when the body breaks off.
 */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBytes) throw new AppError('body_too_large');
  const encoding = request.headers.get('content-encoding');
  if (encoding && encoding !== 'identity') throw new AppError('unsupported_format');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) throw new AppError('body_too_large');
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('unreadable_body', { cause: error });
  }
  return Buffer.concat(chunks);
}

/**
 * Bytes as JSON.
 * @throws AppError `unreadable_body`; the parser's own text is dropped, since it quotes the body.
 */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new AppError('unreadable_body', {
      faults: [{ pointer: '', code: 'invalid_json', detail: 'The body is not valid JSON in UTF-8.' }],
    });
  }
}

/** The bare media type of a request, without parameters, in lower case. */
export function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** A reader for small JSON bodies: right content type, within the limit, fitting the schema, all faults at once. */
export function jsonBody<Schema extends z.ZodType>(
  schema: Schema,
  maxBytes = 65_536,
): (request: Request) => Promise<z.output<Schema>> {
  return async (request) => {
    if (mediaType(request) !== 'application/json') throw new AppError('unsupported_format');
    const parsed = schema.safeParse(parseJson(await readBytes(request, maxBytes)), { reportInput: true });
    if (!parsed.success) throw new AppError('invalid_body', { faults: faultsOf(parsed.error) });
    return parsed.data;
  };
}
