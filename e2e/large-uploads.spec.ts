import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { type Application, childRunning, freePort, launch, stop, whenReady } from './support/application';

/** A day of three leads, 16 bits a sample: 104 MB. */
const RATE_HZ = 200;
const SECONDS = 24 * 3600;
const LEADS = ['I', 'II', 'V5'];
const MOST_ABOVE_IDLE_MB = 160;

/** Sample `i` of a lead: a saw tooth that differs by lead and by recording. */
const sampleAt = (i: number, lead: number, seed: number) => ((i * 7 + lead * 300 + seed * 131) % 1600) - 800;

async function writeDay(file: string, seed: number): Promise<string> {
  const hash = createHash('sha256');
  async function* minutes() {
    const samples = RATE_HZ * 60;
    for (let minute = 0; minute < SECONDS / 60; minute++) {
      const block = Buffer.alloc(samples * LEADS.length * 2);
      for (let i = 0; i < samples; i++)
        for (const [lead] of LEADS.entries())
          block.writeInt16LE(sampleAt(minute * samples + i, lead, seed), (i * LEADS.length + lead) * 2);
      hash.update(block);
      yield block;
    }
  }
  await pipeline(minutes, createWriteStream(file));
  return hash.digest('hex');
}

function header(): string {
  const lines = LEADS.map((lead) => `day.dat 16 1000/mV 16 0 0 0 0 ${lead}`);
  return `day ${LEADS.length} ${RATE_HZ} ${SECONDS * RATE_HZ} 08:00:00 01/11/2026\n${lines.join('\n')}\n`;
}

const megabytes = (kilobytes: number) => Math.round(kilobytes / 1024);

/** Memory of a process over the time of some work, in MB: what it had before, and the most it had meanwhile. */
async function measured<Result>(pid: number, work: () => Promise<Result>) {
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  const idle = rss();
  let peak = idle;
  const timer = setInterval(() => {
    peak = Math.max(peak, rss());
  }, 50);
  try {
    return {
      result: await work(),
      idle_mb: megabytes(idle),
      peak_mb: megabytes(peak),
      above_mb: megabytes(peak - idle),
    };
  } finally {
    clearInterval(timer);
  }
}

let child: Application;
let folder: string;
let url: string;
let key: string;

test.describe.configure({ mode: 'serial', timeout: 600_000 });

test.beforeAll(async () => {
  test.setTimeout(300_000); // a start loads the whole demonstration
  folder = mkdtempSync(path.join(tmpdir(), 'nbl-'));
  const port = await freePort();
  child = launch(path.join(folder, 'data'), port);
  await whenReady(child);
  const demo = JSON.parse(readFileSync(path.join(folder, 'data', 'demo.json'), 'utf8'));
  url = demo.url;
  key = demo.api_keys.find((entry: { scopes: string[] }) => entry.scopes.length === 3).key;
});
test.afterAll(async () => {
  await stop(child);
  rmSync(folder, { recursive: true, force: true });
});

const get = async (address: string) =>
  (await fetch(`${url}${address}`, { headers: { authorization: `Bearer ${key}`, accept: 'application/json' } })).json();

async function whenRead(self: string) {
  const started = performance.now();
  for (;;) {
    const record = await get(self);
    if (record.status !== 'processing') return { record, seconds: Math.round((performance.now() - started) / 1000) };
    await pause(500);
  }
}

/** The last second of the day, read by range: the very samples that were sent. */
async function expectLastSecond(self: string, seed: number) {
  const from = (SECONDS - 1) * 1000;
  const window = await get(`${self}/signals?from_ms=${from}&to_ms=${SECONDS * 1000}&channels=V5`);
  const expected = Array.from({ length: RATE_HZ }, (_, i) => sampleAt((SECONDS - 1) * RATE_HZ + i, 2, seed));
  expect(window.channels[0].values).toEqual(expected);
  const overview = await get(`${self}/signals?width=1000&channels=I`);
  expect(overview.channels[0].kind).toBe('minmax');
}

async function uploadByMultipart(file: string, patient_id: string): Promise<Response> {
  const form = new FormData();
  form.append('data', JSON.stringify({ device_id: 'HOLTER-1', patient_id, timezone: 'Europe/Brussels' }));
  form.append('file', new Blob([header()]), 'day.hea');
  form.append('file', await openAsBlob(file), 'day.dat');
  return fetch(`${url}/api/ecg/data`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form });
}

async function uploadByParts(file: string, sha256: string, patient_id: string): Promise<Response> {
  const authorization = `Bearer ${key}`;
  const text = header();
  const files = [
    { name: 'day.hea', bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') },
    { name: 'day.dat', bytes: SECONDS * RATE_HZ * LEADS.length * 2, sha256 },
  ];
  const data = { device_id: 'HOLTER-2', patient_id, timezone: 'Europe/Brussels' };
  const announced = await fetch(`${url}/api/uploads`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ modality: 'ecg', data, files }),
  });
  expect(announced.status).toBe(201);
  const opened = await announced.json();
  for (const { name, parts } of opened.files) {
    for (const part of parts) {
      const chunks: Buffer[] = name === 'day.hea' ? [Buffer.from(text)] : [];
      if (name === 'day.dat') {
        const stream = createReadStream(file, { start: part.from, end: part.from + part.bytes - 1 });
        for await (const chunk of stream) chunks.push(chunk);
      }
      const put = await fetch(part.url, { method: 'PUT', headers: part.headers, body: Buffer.concat(chunks) });
      expect(put.status).toBe(200);
    }
  }
  return fetch(`${url}/api/uploads/${opened.upload_id}/complete`, { method: 'POST', headers: { authorization } });
}

const WAYS = [
  { way: 'multipart', seed: 1, send: (file: string, _sha256: string) => uploadByMultipart(file, 'LARGE-1') },
  { way: 'presigned parts', seed: 2, send: (file: string, sha256: string) => uploadByParts(file, sha256, 'LARGE-2') },
];

for (const { way, seed, send } of WAYS) {
  test(`a day of three leads comes by ${way} in little memory and is read by range`, async () => {
    const file = path.join(folder, `day-${seed}.dat`);
    const sha256 = await writeDay(file, seed);
    const web = childRunning(child.pid ?? 0, /next/);
    const worker = childRunning(child.pid ?? 0, /worker/);
    const upload = await measured(web, () => send(file, sha256));
    const answer = await upload.result.json();
    expect([upload.result.status, answer.status]).toEqual([202, 'processing']);
    const reading = await measured(worker, () => whenRead(answer.links.self));
    console.log(
      `104 MB by ${way}: web server ${upload.above_mb} MB above its ${upload.idle_mb} MB; ` +
        `read in ${reading.result.seconds} s, worker ${reading.above_mb} MB above its ${reading.idle_mb} MB`,
    );
    expect(reading.result.record).toMatchObject({ status: 'stored', duration_ms: SECONDS * 1000 });
    await expectLastSecond(answer.links.self, seed);
    expect(upload.above_mb).toBeLessThanOrEqual(MOST_ABOVE_IDLE_MB);
  });
}
