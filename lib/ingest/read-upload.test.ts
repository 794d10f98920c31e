import { describe, expect, it } from 'vitest';
import { AppError } from '@/lib/errors/app-error';
import { MAX_HELD_BYTES, MAX_JSON_BYTES, MAX_REPORT_BYTES, readUpload as openUpload } from './read-upload';
import type { FileHead } from './uploads/spool';

const MIB = 1024 * 1024;

/** What was kept as it arrived, by the order it came. */
const kept: (FileHead & { bytes: number })[] = [];

async function readBody(request: Request) {
  kept.length = 0;
  const unread = await openUpload(request);
  return unread(async (head, body) => {
    let bytes = 0;
    for await (const chunk of body) bytes += chunk.byteLength;
    kept.push({ ...head, bytes });
    return { ...head, parts: [{ key: head.name, bytes }], bytes, sha256: null };
  });
}

async function readUpload(request: Request) {
  const upload = await readBody(request);
  if ('staged' in upload) throw new Error('this was small enough to hold');
  return upload;
}

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  // a stream body needs `duplex`, which the DOM's type of the options lacks
  const options: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
  return new Request('http://127.0.0.1/api/ecg/data', options);
}

const json = (body: BodyInit, headers: Record<string, string> = {}) =>
  post(body, { 'content-type': 'application/json', ...headers });

async function failure(request: Request): Promise<AppError> {
  const error: unknown = await readUpload(request).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error('expected an AppError');
  return error;
}

function form(parts: Record<string, Blob>): FormData {
  const data = new FormData();
  for (const [name, blob] of Object.entries(parts)) data.append(name, blob, `${name}.bin`);
  return data;
}

const data = new Blob(['{"patient_id":"P1"}'], { type: 'application/json' });

/** A body that breaks off after some bytes, as when a client goes away. */
function cutOff(text: string): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from(text));
      controller.error(new Error('gone'));
    },
  });
}

describe('a JSON body', () => {
  it('is kept to the byte as the source', async () => {
    const sent = '{ "patient_id" : "Pé" }';
    const upload = await readUpload(json(sent, { 'idempotency-key': 'abc' }));
    expect(Buffer.from(upload.source ?? []).toString()).toBe(sent);
    expect(upload).toMatchObject({ report: null, idempotency_key: 'abc' });
  });

  it('over 16 MiB is too large, declared or not', async () => {
    const large = Buffer.alloc(MAX_JSON_BYTES + 1, 0x20);
    expect((await failure(json(large))).code).toBe('body_too_large');
    const streamed = new Blob([large]).stream();
    expect((await failure(json(streamed))).code).toBe('body_too_large');
  });

  it('that breaks off is unreadable', async () => {
    expect((await failure(json(cutOff('{"patient')))).code).toBe('unreadable_body');
  });

  it('in a content encoding is not read', async () => {
    expect((await failure(json('{}', { 'content-encoding': 'gzip' }))).code).toBe('unsupported_format');
  });
});

describe('a multipart body', () => {
  it('gives the data as sent and the report', async () => {
    const upload = await readUpload(post(form({ data, report: new Blob(['%PDF-']) })));
    expect(Buffer.from(upload.source ?? []).toString()).toBe('{"patient_id":"P1"}');
    expect(Buffer.from(upload.report ?? []).toString()).toBe('%PDF-');
  });

  it('takes the data as a plain field too', async () => {
    const body = new FormData();
    body.append('data', '{"patient_id":"P2"}');
    expect(Buffer.from((await readUpload(post(body))).source ?? []).toString()).toBe('{"patient_id":"P2"}');
  });

  it('names every part that is wrong', async () => {
    const error = await failure(post(form({ extra: data, more: data })));
    expect(error.code).toBe('invalid_upload');
    expect(error.faults.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/extra', 'unknown_field'],
      ['/more', 'unknown_field'],
      ['/data', 'required'],
    ]);
  });

  it('gives files with their names, in their order, and needs no data beside them', async () => {
    const body = new FormData();
    body.append('file', new Blob(['header']), 'r.hea');
    body.append('file', new Blob(['samples']), 'r.dat');
    const upload = await readUpload(post(body));
    expect(upload.source).toBeNull();
    expect(upload.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['r.hea', 'header'],
      ['r.dat', 'samples'],
    ]);
  });

  it('with files over 32 MiB together is kept as it arrives, whole and in its order', async () => {
    const body = new FormData();
    body.append('data', data);
    for (const name of ['a', 'b']) body.append('file', new Blob([Buffer.alloc(MAX_HELD_BYTES / 2 + 1)]), name);
    const upload = await readBody(post(body));
    const half = MAX_HELD_BYTES / 2 + 1;
    const all = 'staged' in upload ? upload.staged.map(({ role, name, bytes }) => [role, name, bytes]) : [];
    expect(all).toEqual([
      ['data', 'data', data.size],
      ['file', 'a', half],
      ['file', 'b', half],
    ]);
  });

  it('with a report over 20 MiB is too large', async () => {
    const error = await failure(post(form({ data, report: new Blob([Buffer.alloc(MAX_REPORT_BYTES + 1)]) })));
    expect([error.code, error.faults[0]?.pointer]).toEqual(['body_too_large', '/report']);
    expect(MAX_REPORT_BYTES).toBe(20 * MIB);
  });

  it('that breaks off, or has no boundary, is unreadable', async () => {
    const type = 'multipart/form-data; boundary=b';
    const start = '--b\r\nContent-Disposition: form-data; name="data"; filename="d"\r\n\r\n{"patient';
    expect((await failure(post(cutOff(start), { 'content-type': type }))).code).toBe('unreadable_body');
    expect((await failure(post(start, { 'content-type': type }))).code).toBe('unreadable_body');
    expect((await failure(post('x', { 'content-type': 'multipart/form-data' }))).code).toBe('unreadable_body');
  });
});

describe('a body of any other type', () => {
  it('is a file as it is, whatever the type says', async () => {
    const upload = await readUpload(post('<xml/>', { 'content-type': 'application/xml' }));
    expect(upload.source).toBeNull();
    expect(upload.files.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['<xml/>']);
  });

  it('that is empty is unreadable', async () => {
    expect((await failure(post('', { 'content-type': 'application/dicom' }))).code).toBe('unreadable_body');
  });

  it('takes what the address says of it', async () => {
    const request = new Request('http://127.0.0.1/api/ecg/data?device_id=D-1&timezone=Europe/Paris', {
      method: 'POST',
      body: 'x',
    });
    expect((await readUpload(request)).given).toEqual({ device_id: 'D-1', timezone: 'Europe/Paris' });
  });
});

it.each(['', 'with space', 'é', 'x'.repeat(256)])('the Idempotency-Key %j is refused', async (key) => {
  const request = json('{}');
  // the constructor of Headers refuses some of these itself, a raw client does not
  Object.defineProperty(request, 'headers', {
    value: { get: (name: string) => (name === 'idempotency-key' ? key : 'application/json') },
  });
  expect((await failure(request)).code).toBe('invalid_query');
});
