import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import busboy from 'busboy';
import { AppError, type InputFault } from '@/lib/errors/app-error';
import type { NamedBytes } from '@/lib/formats/common/archive';
import { mediaType, readBytes } from '@/lib/http/read-body';
import { ObjectStoreUnavailableError } from '@/lib/platform/objects';
import type { StagedFile } from '@/models/upload';
import { GIVEN_FIELDS, type GivenFields, type ReceivedFile } from './reader/reader-task';
import { type HeldFile, Spool, type StageFile } from './uploads/spool';

const MIB = 1024 * 1024;

/** Most bytes of a JSON body or of the `data` part. */
export const MAX_JSON_BYTES = 16 * MIB;
/** Most bytes of a PDF report. */
export const MAX_REPORT_BYTES = 20 * MIB;

/** Most bytes that are held and read at once; larger uploads are kept as they arrive and read later. */
export const MAX_HELD_BYTES = 32 * MIB;
/** Most bytes of a body. */
export const MAX_UPLOAD_BYTES = 512 * MIB;
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

/** An upload as it is read: of one that was kept, larger files may lie on this machine's disk. */
export interface UploadToRead extends Omit<ReceivedUpload, 'files'> {
  files: ReceivedFile[];
}

/** An upload that was kept as it arrived, because it is too large to hold. */
export interface StagedUpload extends Pick<ReceivedUpload, 'given' | 'idempotency_key'> {
  staged: StagedFile[];
}

/** An upload whose body is still to come; `stage` keeps what is too large to hold. */
export type UnreadUpload = (stage: StageFile) => Promise<ReceivedUpload | StagedUpload>;

const fault = (pointer: string, code: string, detail: string): InputFault => ({ pointer, code, detail });

/** Which parts came, and what was wrong with them. */
interface Parts {
  names: Set<string>;
  faults: InputFault[];
}

type PartStream = Readable & { truncated?: boolean | undefined };

const TYPES = { data: 'application/json', file: 'application/octet-stream', report: 'application/pdf' } as const;
const ONCE = { data: MAX_JSON_BYTES, report: MAX_REPORT_BYTES } as const;
const TOO_LARGE = {
  data: 'The data part may have 16 MB at most.',
  report: 'A report may have 20 MB at most.',
};

async function* upTo(limit: number, stream: AsyncIterable<Uint8Array>, onPassed: () => void) {
  let bytes = 0;
  for await (const chunk of stream) {
    if (bytes <= limit && bytes + chunk.byteLength > limit) onPassed();
    bytes += chunk.byteLength;
    if (bytes <= limit) yield chunk;
  }
}

/** Takes one part; content is dropped, and a fault noted, where it cannot be used. */
async function takePart(name: string, filename: string, stream: PartStream, parts: Parts, spool: Spool) {
  if (name === 'file') {
    parts.names.add(name);
    await spool.take({ role: 'file', name: filename.slice(0, LONGEST_NAME), content_type: TYPES.file }, stream);
    return;
  }
  const known = name === 'data' || name === 'report';
  if (!known) parts.faults.push(fault(`/${name.slice(0, LONGEST_NAME)}`, 'unknown_field', 'There is no such part.'));
  else if (parts.names.has(name)) parts.faults.push(fault(`/${name}`, 'repeated', 'This part was sent twice.'));
  if (!known || parts.names.has(name)) {
    stream.resume();
    return;
  }
  parts.names.add(name);
  const tooLarge = () => parts.faults.push(fault(`/${name}`, 'too_large', TOO_LARGE[name]));
  if (stream.truncated) tooLarge();
  await spool.take({ role: name, name, content_type: TYPES[name] }, upTo(ONCE[name], stream, tooLarge));
}

/** What may end the reading besides a body that is broken. */
const isOurs = (error: unknown) => error instanceof AppError || error instanceof ObjectStoreUnavailableError;

async function readParts(request: Request, body: ReadableStream, spool: Spool): Promise<Parts> {
  const parts: Parts = { names: new Set(), faults: [] };
  const pending: Promise<void>[] = [];
  let failed: unknown = null;
  try {
    const parser = busboy({
      headers: Object.fromEntries(request.headers),
      limits: { fieldSize: MAX_JSON_BYTES, files: MAX_FILES, fields: 10, parts: MAX_FILES + 10 },
    });
    const take = (name: string, filename: string, stream: PartStream) => {
      const taken = takePart(name, filename, stream, parts, spool).catch((error: unknown) => {
        failed ??= error;
        // nobody reads this part any more, so that the body would wait for ever
        parser.destroy(error instanceof Error ? error : new Error('a part was not kept'));
      });
      pending.push(taken);
    };
    parser.on('file', (name, stream, { filename }) => take(name, filename ?? name, stream));
    parser.on('field', (name, value, info) => {
      const stream: PartStream = Readable.from([Buffer.from(value)]);
      stream.truncated = info.valueTruncated;
      take(name, name, stream);
    });
    // a part more than allowed is one that would be left out without a word
    for (const event of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(event, () => parts.faults.push(fault('', 'too_many', 'There are too many parts.')));
    }
    await pipeline(Readable.fromWeb(body), parser, { signal: request.signal });
    await Promise.all(pending);
    if (failed) throw failed;
  } catch (error) {
    await Promise.allSettled(pending);
    if (isOurs(failed)) throw failed;
    throw new AppError('unreadable_body', {
      cause: error,
      faults: [fault('', 'broken_multipart', 'The multipart body is broken or was cut off.')],
    });
  }
  return parts;
}

async function readMultipart(request: Request, body: ReadableStream, spool: Spool): Promise<void> {
  const { names, faults } = await readParts(request, body, spool);
  if (faults.some(({ code }) => code === 'too_large')) throw new AppError('body_too_large', { faults });
  const detail = 'The part `data` with the JSON of the recording, or a `file`, is missing.';
  if (!names.has('data') && !names.has('file')) faults.push(fault('/data', 'required', detail));
  if (faults.length > 0) throw new AppError('invalid_upload', { faults });
}

/** The body of a request that is one file of a device. */
async function readFile(request: Request, body: ReadableStream, spool: Spool): Promise<void> {
  let empty = true;
  async function* chunks() {
    for await (const chunk of body) {
      empty &&= chunk.byteLength === 0;
      yield chunk;
    }
  }
  try {
    await spool.take({ role: 'file', name: 'body', content_type: TYPES.file }, chunks());
  } catch (error) {
    throw isOurs(error) ? error : new AppError('unreadable_body', { cause: error });
  }
  if (empty || request.signal.aborted) throw new AppError('unreadable_body');
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

type ReceivedBody = Pick<ReceivedUpload, 'source' | 'files' | 'report'>;

function bodyOf(held: readonly HeldFile[]): ReceivedBody {
  const only = (role: 'data' | 'report') => held.find((file) => file.role === role)?.bytes ?? null;
  const files = held.filter(({ role }) => role === 'file').map(({ name, bytes }) => ({ name, bytes }));
  return { source: only('data'), files, report: only('report') };
}

async function readBody(request: Request, stage: StageFile): Promise<ReceivedBody | Pick<StagedUpload, 'staged'>> {
  const type = mediaType(request);
  if (type === 'application/json') return { source: await readJsonBytes(request), files: [], report: null };
  if (Number(request.headers.get('content-length') ?? 0) > MAX_UPLOAD_BYTES) throw new AppError('body_too_large');
  const encoding = request.headers.get('content-encoding');
  if (encoding && encoding !== 'identity') throw new AppError('unsupported_format');
  if (!request.body) throw new AppError('unreadable_body');
  const spool = new Spool({ held_bytes: MAX_HELD_BYTES, total_bytes: MAX_UPLOAD_BYTES }, stage);
  // the DOM's and Node's types of the same web stream differ in name only
  const body = request.body as unknown as ReadableStream;
  await (type === 'multipart/form-data' ? readMultipart(request, body, spool) : readFile(request, body, spool));
  const spooled = await spool.finish();
  return 'staged' in spooled ? spooled : bodyOf(spooled.held);
}

/**
 * An upload in any of its forms, to be read: JSON, multipart, or a device's file as it is. What is too large to hold is
 * kept as it arrives, everything else is only given back.
 * @throws AppError `invalid_query`; when read also `unsupported_format`, `body_too_large`, `unreadable_body`, `invalid_upload`
 */
export async function readUpload(request: Request): Promise<UnreadUpload> {
  const idempotency_key = idempotencyKey(request);
  const given = givenFields(request);
  return async (stage) => ({ ...(await readBody(request, stage)), given, idempotency_key });
}
