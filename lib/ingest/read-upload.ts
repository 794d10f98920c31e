import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import busboy from 'busboy';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import type { NamedBytes } from '@/lib/formats/common/archive';
import { mediaType, readBytes } from '@/lib/http/read-body';
import { GIVEN_FIELDS, type GivenFields } from './reader/reader-task';

const MIB = 1024 * 1024;

/** Most bytes of a JSON body or of the `data` part. */
export const MAX_JSON_BYTES = 16 * MIB;
/** Most bytes of a PDF report. */
export const MAX_REPORT_BYTES = 20 * MIB;

/** Most bytes of files that are read at once; larger ones are read later. */
export const MAX_FILE_BYTES = 32 * MIB;
/** Most files of one request. */
const MAX_FILES = 5000;
const LONGEST_NAME = 255;

/** An upload as received: its JSON as it came (kept byte for byte), its files, and the report, if one came as a part. */
export interface ReceivedUpload {
  /** Null where only files were sent. */
  source: Uint8Array | null;
  files: NamedBytes[];
  /** What the address says of a bare file. */
  given: GivenFields;
  report: Uint8Array | null;
  idempotency_key: string | null;
}

type ReceivedBody = Pick<ReceivedUpload, 'source' | 'files' | 'report'>;

const fault = (pointer: string, code: string, detail: string): InputFault => ({ pointer, code, detail });

interface Parts {
  data: Uint8Array | null;
  report: Uint8Array | null;
  files: NamedBytes[];
  file_bytes: number;
  faults: InputFault[];
}

type PartStream = Readable & { truncated?: boolean | undefined };

/** A part's bytes; null, with the rest dropped, as soon as there are more than allowed. */
async function collect(stream: PartStream, isTooLarge: (more: number) => boolean): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let tooLarge = false;
  for await (const chunk of stream) {
    tooLarge ||= isTooLarge(chunk.byteLength);
    if (tooLarge) chunks.length = 0;
    else chunks.push(chunk);
  }
  return tooLarge ? null : Buffer.concat(chunks);
}

const TOO_LARGE = {
  data: 'The data part may have 16 MB at most.',
  report: 'A report may have 20 MB at most.',
  file: 'Files may have 32 MB at most together.',
};

async function takeFile(filename: string, stream: PartStream, parts: Parts): Promise<void> {
  const bytes = await collect(stream, (more) => {
    parts.file_bytes += more;
    return parts.file_bytes > MAX_FILE_BYTES;
  });
  if (bytes) parts.files.push({ name: filename.slice(0, LONGEST_NAME), bytes });
  else parts.faults.push(fault('/file', 'too_large', TOO_LARGE.file));
}

/** Takes one part; content is dropped, and a fault noted, where it cannot be used. */
async function takePart(name: string, filename: string, stream: PartStream, parts: Parts): Promise<void> {
  if (name === 'file') {
    await takeFile(filename, stream, parts);
    return;
  }
  const limit = name === 'data' ? MAX_JSON_BYTES : MAX_REPORT_BYTES;
  let size = 0;
  const bytes = await collect(stream, (more) => {
    size += more;
    return size > limit;
  });
  if (name !== 'data' && name !== 'report') {
    parts.faults.push(fault(`/${name.slice(0, LONGEST_NAME)}`, 'unknown_field', 'There is no such part.'));
  } else if (parts[name] !== null) {
    parts.faults.push(fault(`/${name}`, 'repeated', 'This part was sent twice.'));
  } else if (bytes === null || stream.truncated) {
    parts.faults.push(fault(`/${name}`, 'too_large', TOO_LARGE[name]));
  } else {
    parts[name] = bytes;
  }
}

async function readParts(request: Request): Promise<Parts> {
  const parts: Parts = { data: null, report: null, files: [], file_bytes: 0, faults: [] };
  const pending: Promise<void>[] = [];
  if (!request.body) throw new AppError('unreadable_body');
  try {
    const parser = busboy({
      headers: Object.fromEntries(request.headers),
      limits: { fieldSize: MAX_JSON_BYTES, files: MAX_FILES, fields: 10, parts: MAX_FILES + 10 },
    });
    parser.on('file', (name, stream, { filename }) => pending.push(takePart(name, filename ?? name, stream, parts)));
    parser.on('field', (name, value, info) => {
      const stream: PartStream = Readable.from([Buffer.from(value)]);
      stream.truncated = info.valueTruncated;
      pending.push(takePart(name, name, stream, parts));
    });
    // a part more than allowed is one that would be left out without a word
    for (const event of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(event, () => parts.faults.push(fault('', 'too_many', 'There are too many parts.')));
    }
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

async function readMultipart(request: Request): Promise<ReceivedBody> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > MAX_JSON_BYTES + MAX_REPORT_BYTES + MAX_FILE_BYTES + MIB) throw new AppError('body_too_large');
  const parts = await readParts(request);
  if (parts.faults.some(({ code }) => code === 'too_large'))
    throw new AppError('body_too_large', { faults: parts.faults });
  if (!parts.data && parts.files.length === 0)
    parts.faults.push(
      fault('/data', 'required', 'The part `data` with the JSON of the recording, or a `file`, is missing.'),
    );
  if (parts.faults.length > 0) throw new AppError('invalid_upload', { faults: parts.faults });
  return { source: parts.data, files: parts.files, report: parts.report };
}

/** The body of a request that is one file of a device. */
async function readFile(request: Request): Promise<ReceivedBody> {
  const bytes = await readBytes(request, MAX_FILE_BYTES);
  if (bytes.byteLength === 0) throw new AppError('unreadable_body');
  return { source: null, files: [{ name: 'body', bytes }], report: null };
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

function givenFields(request: Request): GivenFields {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    GIVEN_FIELDS.flatMap((name) => {
      const value = searchParams.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

async function readBody(request: Request): Promise<ReceivedBody> {
  const type = mediaType(request);
  if (type === 'multipart/form-data') return readMultipart(request);
  if (type === 'application/json') return { source: await readJsonBytes(request), files: [], report: null };
  return readFile(request);
}

/**
 * Reads an upload in any of its forms: JSON, multipart, or a device's file as it is. Nothing is kept yet.
 * @throws AppError `unsupported_format`, `body_too_large`, `unreadable_body`, `invalid_upload`, `invalid_query`
 */
export async function readUpload(request: Request): Promise<ReceivedUpload> {
  const idempotency_key = idempotencyKey(request);
  return { ...(await readBody(request)), given: givenFields(request), idempotency_key };
}
