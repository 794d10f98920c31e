import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { expect, test } from '@playwright/test';
import { apiKey, DATA_DIR_VARIABLE, demonstration } from './support/demonstration';
import { aTrace, LEADS } from './support/uploads';

const PDF = Buffer.from('%PDF-1.4\n% a report\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n');

const key = () => apiKey('ingest:ecg', 'ingest:therapy', 'read');
const address = (path: string) => `${demonstration().url}${path}`;

function anEcg(patient_id: string, change: Record<string, unknown> = {}) {
  const samples = aTrace(patient_id);
  return {
    patient_id,
    device_id: 'E2E-1',
    recording_date: '2026-11-20T09:00:00Z',
    recording: { sampling_rate_hz: 500, unit: 'uV', leads: Object.fromEntries(LEADS.map((name) => [name, samples])) },
    ...change,
  };
}

function send(body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(address('/api/ecg/data'), {
    method: 'POST',
    headers: { authorization: `Bearer ${key()}`, ...headers },
    body,
  });
}

const sendJson = (body: unknown) => send(JSON.stringify(body), { 'content-type': 'application/json' });

async function get(path: string): Promise<Response> {
  return fetch(address(path), { headers: { authorization: `Bearer ${key()}` } });
}

const found = async (patient: string) => (await (await get(`/api/ecg/data?patient_id=${patient}`)).json()).data.length;

test('the example for ECG software ends with 0, also the second time', () => {
  for (const _ of [1, 2]) {
    const env = { ...process.env, NIGHTBEAT_DATA_DIR: process.env[DATA_DIR_VARIABLE] ?? '' };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['examples/ecg-api-example.js'], {
      env,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('the same as sent');
  }
});

test('a PDF sent as a part comes back to the byte, inline, by an address nobody can alter', async () => {
  const form = new FormData();
  form.append('data', JSON.stringify(anEcg('E2E-PDF')));
  form.append('report', new Blob([PDF], { type: 'application/pdf' }), 'report.pdf');
  const answer = await send(form);
  expect(answer.status).toBe(201);
  const { links } = await answer.json();
  const issued = await get(links.report);
  expect(issued.headers.get('cache-control')).toBe('no-store');
  const { url } = await issued.json();
  const file = await fetch(url);
  expect(Buffer.from(await file.arrayBuffer()).equals(PDF)).toBe(true);
  expect([file.headers.get('content-type'), file.headers.get('content-disposition')]).toEqual([
    'application/pdf',
    expect.stringContaining('inline'),
  ]);
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
  const part = await fetch(url, { headers: { range: 'bytes=0-4' } });
  expect([part.status, await part.text()]).toEqual([206, '%PDF-']);
  for (const altered of [
    url.replace('report-1', 'source'),
    url.replace(/expires=(\d)/, 'expires=9$1'),
    url.replace(/.$/, (last: string) => (last === '0' ? '1' : '0')),
  ]) {
    expect((await fetch(altered)).status).toBe(403);
  }
});

test('wrong input is refused by a problem document that names every fault, and nothing is kept', async () => {
  const { recording_date: _date, ...undated } = anEcg('E2E-BAD', {
    colour: 'red',
    report_pdf_base64: Buffer.from('no pdf').toString('base64'),
  });
  const answer = await sendJson(undated);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
  const { errors, code, request_id } = await answer.json();
  expect(code).toBe('invalid_upload');
  expect(answer.headers.get('x-request-id')).toBe(request_id);
  expect(errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
    '/colour',
    '/recording_date',
    '/report_pdf_base64',
  ]);
  expect(await found('E2E-BAD')).toBe(0);
});

test('too large, unreadable and unknown bodies have their own answers', async () => {
  const tooLarge = await send(Buffer.alloc(17 * 1024 * 1024, 0x20), { 'content-type': 'application/json' });
  expect([tooLarge.status, (await tooLarge.json()).detail]).toEqual([413, expect.stringContaining('/api/uploads')]);
  expect((await send('{"patient_id": ', { 'content-type': 'application/json' })).status).toBe(400);
  expect((await send('<ecg/>', { 'content-type': 'application/xml' })).status).toBe(415);
  expect((await get('/api/ecg/data?colour=red')).status).toBe(400);
  expect((await get('/api/ecg/data/rec_00000000000000000000000000')).status).toBe(404);
});

test('a body that is cut off half-way leaves nothing behind', async () => {
  const body = JSON.stringify(anEcg('E2E-CUT'));
  const { hostname, port } = new URL(demonstration().url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /api/ecg/data HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${key()}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
      );
      socket.write(body.slice(0, body.length / 2), () => socket.destroy());
    });
    socket.on('close', () => resolve());
  });
  await expect.poll(() => found('E2E-CUT')).toBe(0);
});

test('50 parallel identical uploads over HTTP make one record', async () => {
  const body = anEcg('E2E-FIFTY', { source_id: 'fifty' });
  const answers = await Promise.all(Array.from({ length: 50 }, () => sendJson(body)));
  const statuses = answers.map(({ status }) => status);
  expect([
    statuses.filter((status) => status === 201).length,
    statuses.filter((status) => status === 200).length,
  ]).toEqual([1, 49]);
  expect(await found('E2E-FIFTY')).toBe(1);
});

test('the document and its pages are there for anybody, data are not', async () => {
  expect((await (await fetch(address('/api/openapi.json'))).json()).openapi).toBe('3.1.1');
  for (const page of ['/docs', '/docs/errors']) expect((await fetch(address(page))).status).toBe(200);
  const anonymous = await fetch(address('/api/ecg/data'));
  expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
});
