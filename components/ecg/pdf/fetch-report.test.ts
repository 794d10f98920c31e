import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fetchReport } from './fetch-report';

const PDF = new TextEncoder().encode('%PDF-1.4 a report');
const SHA256 = createHash('sha256').update(PDF).digest('hex');

function link(url: string, change: object = {}) {
  return Response.json({
    url,
    expires_at: '2026-11-22T08:20:00Z',
    content_type: 'application/pdf',
    bytes: PDF.length,
    sha256: SHA256,
    ...change,
  });
}

function answers(...list: (() => Response | Promise<Response>)[]) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    const next = list.shift();
    if (!next) throw new Error('one request too many');
    return next();
  });
  return asked;
}

const run = () => fetchReport('01K', 2, new AbortController().signal);

afterEach(() => vi.unstubAllGlobals());

describe('fetching a report', () => {
  it('follows the presigned link of the version shown', async () => {
    const asked = answers(
      () => link('/api/objects/a'),
      () => new Response(PDF),
    );
    expect(await run()).toMatchObject({ bytes: PDF, renewed: false });
    expect(asked).toEqual(['/api/ecg/data/01K/files/report?version=2', '/api/objects/a']);
  });

  it.each([
    ['http://127.0.0.1:3000/api/objects/org/a.pdf?signature=s', '/api/objects/org/a.pdf?signature=s'],
    [
      'https://files.example.org/bucket/org/a.pdf?X-Amz-Signature=s',
      'https://files.example.org/bucket/org/a.pdf?X-Amz-Signature=s',
    ],
  ])('asks for %s where the page can reach it', async (issued, asked_at) => {
    const asked = answers(
      () => link(issued),
      () => new Response(PDF),
    );
    await run();
    expect(asked[1]).toBe(asked_at);
  });

  it('asks for a new link when the first has expired', async () => {
    const asked = answers(
      () => link('/api/objects/old'),
      () => new Response('expired', { status: 403 }),
      () => link('/api/objects/new'),
      () => new Response(PDF),
    );
    expect(await run()).toMatchObject({ bytes: PDF, renewed: true });
    expect(asked.at(-1)).toBe('/api/objects/new');
  });

  it('gives up when the second link is refused as well', async () => {
    const refused = () => new Response('no', { status: 403 });
    answers(
      () => link('/a'),
      refused,
      () => link('/b'),
      refused,
    );
    await expect(run()).rejects.toMatchObject({ code: 'file_store', message: 'The file store answered 403.' });
  });

  it('tells that there is no report', async () => {
    answers(() =>
      Response.json({ code: 'not_found', detail: 'There is nothing here.', request_id: 'R1' }, { status: 404 }),
    );
    await expect(run()).rejects.toMatchObject({ status: 404, requestId: 'R1' });
  });

  it('shows no bytes but the stored ones', async () => {
    answers(
      () => link('/a'),
      () => new Response(PDF.slice(0, 5)),
    );
    await expect(run()).rejects.toMatchObject({ code: 'report_damaged' });
    answers(
      () => link('/a', { sha256: SHA256.replace(/^./, (c) => (c === '0' ? '1' : '0')) }),
      () => new Response(PDF),
    );
    await expect(run()).rejects.toMatchObject({ code: 'report_damaged' });
  });

  it('says so when the file store does not answer', async () => {
    answers(
      () => link('/a'),
      () => Promise.reject(new TypeError('failed')),
    );
    await expect(run()).rejects.toMatchObject({ status: 0, code: 'network' });
  });
});
