import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import busboy from 'busboy';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import { mediaType, readBytes } from '@/lib/http/read-body';

const MIB = 1024 * 1024;

/** Most bytes of a JSON body or of the `data` part. */
export const MAX_JSON_BYTES = 16 * MIB;
/** Most bytes of a PDF report. */
export const MAX_REPORT_BYTES = 20 * MIB;

/** An upload as received: the exact bytes of its JSON (kept as the source) and the report, if one came as a part. */
export interface ReceivedUpload {
  source: Uint8Array;
  report: Uint8Array | null;
  idempotency_key: string | null;
}

const fault = (pointer: string, code: string, detail: string): InputFault => ({ pointer, code, detail });

interface Parts {
  data: Uint8Array | null;
  report: Uint8Array | null;
  faults: InputFault[];
}

async function collect(stream: Readable & { truncated?: boolean | undefined }): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Takes one part; content is dropped, and a fault noted, where it cannot be used. */
async function takePart(
  name: string,
  stream: Readable & { truncated?: boolean | undefined },
  parts: Parts,
): Promise<void> {
  const bytes = await collect(stream);
  if (name !== 'data' && name !== 'report') {
    const known = name === 'file';
    parts.faults.push(
      fault(
        `/${name}`,
        known ? 'unsupported_format' : 'unknown_field',
        known ? 'This file is in no format that is read here yet.' : 'There is no such part.',
      ),
    );
  } else if (parts[name] !== null) {
    parts.faults.push(fault(`/${name}`, 'repeated', 'This part was sent twice.'));
  } else if (stream.truncated) {
    parts.faults.push(
      fault(
        `/${name}`,
        'too_large',
        name === 'data' ? 'The data part may have 16 MB at most.' : 'A report may have 20 MB at most.',
      ),
    );
  } else {
    parts[name] = bytes;
  }
}

async function readParts(request: Request): Promise<Parts> {
  const parts: Parts = { data: null, report: null, faults: [] };
  const pending: Promise<void>[] = [];
  if (!request.body) throw new AppError('unreadable_body');
  try {
    const parser = busboy({
      headers: Object.fromEntries(request.headers),
      limits: { fileSize: MAX_REPORT_BYTES, fieldSize: MAX_JSON_BYTES, files: 10, fields: 10, parts: 20 },
    });
    parser.on('file', (name, stream) => pending.push(takePart(name, stream, parts)));
    parser.on('field', (name, value, info) => {
      const stream: Readable & { truncated?: boolean } = Readable.from([Buffer.from(value)]);
      stream.truncated = info.valueTruncated;
      pending.push(takePart(name, stream, parts));
    });
    // the DOM's and Node's types of the same web stream differ in name only
    await pipeline(Readable.fromWeb(request.body as unknown as ReadableStream), parser, { signal: request.signal });
    await Promise.all(pending);
  } catch (error) {
    await Promise.allSettled(pending);
    throw new AppError('unreadable_body', {
      cause: error,
      faults: [fault('', 'broken_multipart', 'The multipart body is broken or was cut off.')],
    });
  }
  return parts;
}

async function readMultipart(request: Request): Promise<Omit<ReceivedUpload, 'idempotency_key'>> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > MAX_JSON_BYTES + MAX_REPORT_BYTES + MIB) throw new AppError('body_too_large');
  const parts = await readParts(request);
  if (parts.faults.some(({ code }) => code === 'too_large'))
    throw new AppError('body_too_large', { faults: parts.faults });
  if (parts.faults.some(({ code }) => code === 'unsupported_format'))
    throw new AppError('unsupported_format', { faults: parts.faults });
  if (!parts.data)
    parts.faults.push(fault('/data', 'required', 'The part `data` with the JSON of the recording is missing.'));
  if (!parts.data || parts.faults.length > 0) throw new AppError('invalid_upload', { faults: parts.faults });
  if (parts.data.byteLength > MAX_JSON_BYTES) throw new AppError('body_too_large');
  return { source: parts.data, report: parts.report };
}

/** RFC 9110 field values: visible ASCII. 255 characters are plenty for a UUID and a prefix. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

function idempotencyKey(request: Request): string | null {
  const key = request.headers.get('idempotency-key');
  if (key !== null && !IDEMPOTENCY_KEY.test(key)) {
    throw new AppError('invalid_query', {
      faults: [fault('/Idempotency-Key', 'invalid_value', '1 to 255 visible ASCII characters.')],
    });
  }
  return key;
}

/**
 * The bytes of a JSON body, unread.
 * @throws AppError `unsupported_format`, `body_too_large`, `unreadable_body`
 */
export async function readJsonBytes(request: Request): Promise<Uint8Array> {
  if (mediaType(request) !== 'application/json') throw new AppError('unsupported_format');
  return readBytes(request, MAX_JSON_BYTES);
}

/**
 * Reads an upload in any of its forms. Nothing is kept yet.
 * @throws AppError `unsupported_format`, `body_too_large`, `unreadable_body`, `invalid_upload`, `invalid_query`
 */
export async function readUpload(request: Request): Promise<ReceivedUpload> {
  const key = idempotencyKey(request);
  const type = mediaType(request);
  if (type === 'multipart/form-data') return { ...(await readMultipart(request)), idempotency_key: key };
  return { source: await readJsonBytes(request), report: null, idempotency_key: key };
}
