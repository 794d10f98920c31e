import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const DAY_MS = 86_400_000;

interface Upload {
  source_id: string;
  sent_at: string;
  report_pdf_base64?: string;
}

/** What a request meets: a status, and seconds to wait where it may be tried again. */
type Answer = { status: number; retry_after?: number };

let folder: string;
let recordings: string;
let server: Server;
let received: Upload[];
let answerFor: (upload: Upload, count: number) => Answer;

async function readBody(request: IncomingMessage): Promise<Upload> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  // written by the loader under test
  return JSON.parse(Buffer.concat(chunks).toString()) as Upload;
}

/** A stand-in for the API that keeps what it is sent; the loader is a program of its own and speaks HTTP only. */
async function listen(): Promise<string> {
  server = createServer(async (request, response) => {
    const upload = await readBody(request);
    received.push(upload);
    const { status, retry_after } = answerFor(upload, received.length);
    response.writeHead(status, retry_after === undefined ? {} : { 'retry-after': String(retry_after) });
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('not a TCP server');
  return `http://127.0.0.1:${address.port}`;
}

function anEcg(date: string) {
  return {
    patient_id: 'P1',
    patient: { family_name: 'Test', given_name: 'Tilda', birth_date: '1950-01-01', sex: 'female' },
    device_id: 'CART',
    source_id: `cart/${date}/1`,
    recording_date: `${date}T09:00:00+01:00`,
    timezone: 'Europe/Brussels',
    sent_at: `${date}T09:01:00+01:00`,
    order: { accession_number: 'A-1', indication: 'check', ordering_unit: 'Ward' },
    device: { make: 'Example', model: 'C12', serial: '1' },
    site: 'Ward',
    statements: [],
    recording: {
      sampling_rate_hz: 100,
      unit: 'uV',
      leads: Object.fromEntries(LEADS.map((lead) => [lead, Array(1000).fill(0)])),
    },
  };
}

function aDay(night: string, morning: string) {
  return {
    patient_id: 'P2',
    device_id: 'PAP',
    source_id: `pap:${night}`,
    timezone: 'Europe/Brussels',
    sent_at: `${morning}T12:30:00+01:00`,
    night,
    therapy: { sessions: [], summary: { usage_minutes: 0 } },
  };
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nbload-'));
  recordings = path.join(folder, 'recordings');
  received = [];
  answerFor = () => ({ status: 201 });
  await mkdir(recordings);
  const days = [aDay('2026-11-16', '2026-11-17'), aDay('2026-11-17', '2026-11-18'), aDay('2026-11-18', '2026-11-19')];
  await writeFile(path.join(recordings, 'cpap-days.ndjson'), days.map((day) => JSON.stringify(day)).join('\n'));
  await writeFile(path.join(recordings, 'ecg-1.json.gz'), gzipSync(JSON.stringify(anEcg('2026-11-19'))));
  await writeFile(path.join(recordings, 'ecg-2.json'), JSON.stringify(anEcg('2026-11-12')));
  const api_keys = [
    { scopes: ['read'], key: 'no' },
    { scopes: ['ingest:ecg', 'ingest:therapy', 'read'], key: 'yes' },
  ];
  await writeFile(path.join(folder, 'demo.json'), JSON.stringify({ url: await listen(), users: [], api_keys }));
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function startLoader() {
  const script = path.resolve('bin/demo/load-recordings.mjs');
  return fork(script, [folder, recordings], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
}

async function load() {
  const child = startLoader();
  const progress: unknown[] = [];
  let errors = '';
  child.on('message', (message) => progress.push(message));
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code: Number(code), progress, errors };
}

const note = async () => JSON.parse(await readFile(path.join(folder, 'demo-recordings.json'), 'utf8'));
const sourceIds = (modality: string) =>
  received.map(({ source_id }) => source_id).filter((id) => id.startsWith(modality));
const dayBefore = (now: number, days: number) => new Date(now - days * DAY_MS).toISOString().slice(0, 10);

describe('loading the demonstration', () => {
  it('sends everything once, each device’s oldest first, the newest as of yesterday, ECGs with a report', async () => {
    const now = Date.now();
    const { code, progress, errors } = await load();
    expect([code, errors]).toEqual([0, '']);
    expect(sourceIds('cart')).toEqual([`cart/${dayBefore(now, 8)}/1`, `cart/${dayBefore(now, 1)}/1`]);
    expect(sourceIds('pap')).toEqual([4, 3, 2].map((days) => `pap:${dayBefore(now, days)}`));
    expect(progress).toEqual([1, 2, 3, 4, 5].map((sent) => ({ sent, total: 5 })));
    const reports = received.filter(({ report_pdf_base64 }) => report_pdf_base64?.startsWith('JVBERi0'));
    expect(reports.map(({ source_id }) => source_id)).toEqual(sourceIds('cart'));
    for (const { sent_at } of received) expect(Date.parse(sent_at)).toBeGreaterThanOrEqual(now);
    expect(await note()).toEqual({ newest_day: dayBefore(now, 1), complete: true });
  });

  it('goes on after having been killed with the very same uploads', async () => {
    const child = startLoader();
    const first = new Promise<void>((resolve) => {
      answerFor = (_upload, count) => {
        if (count === 3) {
          child.kill('SIGKILL');
          resolve();
        }
        return { status: 201 };
      };
    });
    await Promise.all([first, once(child, 'exit')]);
    expect((await note()).complete).toBe(false);
    const before = [...received];
    received = [];
    answerFor = () => ({ status: 200 });
    const day = dayBefore(Date.now(), 1);
    expect((await load()).code).toBe(0);
    const { sent_at: _now, ...again } = received.find(({ source_id }) => source_id === before[0]?.source_id) ?? {
      sent_at: '',
    };
    const { sent_at: _then, ...sent } = before[0] ?? { sent_at: '' };
    expect(again).toEqual(sent);
    expect(await note()).toEqual({ newest_day: day, complete: true });
  });

  it('keeps the day of the first load', async () => {
    await writeFile(path.join(folder, 'demo-recordings.json'), '{"newest_day":"2026-03-02","complete":false}');
    expect((await load()).code).toBe(0);
    expect(sourceIds('cart')).toEqual(['cart/2026-02-23/1', 'cart/2026-03-02/1']);
    expect(await note()).toEqual({ newest_day: '2026-03-02', complete: true });
  });

  it('tries again where the server asks for it', async () => {
    answerFor = (_upload, count) => (count === 1 ? { status: 503, retry_after: 1 } : { status: 202 });
    expect((await load()).code).toBe(0);
    expect(received).toHaveLength(6);
  });

  it('ends with the server’s answer where an upload is refused, and is not complete', async () => {
    answerFor = ({ source_id }) => ({ status: source_id.startsWith('pap') ? 422 : 201 });
    const { code, errors } = await load();
    expect(code).toBe(1);
    expect(errors).toContain('cpap-days.ndjson was answered with 422');
    expect(sourceIds('pap')).toHaveLength(1);
    expect((await note()).complete).toBe(false);
  });
});
