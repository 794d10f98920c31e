import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, openAsBlob, readFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { type Application, childRunning, freePort, launch, whenReady } from './application';
import { untilAllMeasured } from './measured';

/** A day of three leads, 16 bits a sample: 104 MB. */
export const DAY = { rate_hz: 200, seconds: 24 * 3600, leads: ['I', 'II', 'V5'] };
const DAY_BYTES = DAY.seconds * DAY.rate_hz * DAY.leads.length * 2;

/** Sample `i` of a lead: a saw tooth that differs by lead and by recording. */
export const sampleAt = (i: number, lead: number, seed: number) => ((i * 7 + lead * 300 + seed * 131) % 1600) - 800;

/** Writes the signal file of a day. @returns its SHA-256 */
export async function writeDay(file: string, seed: number): Promise<string> {
  const hash = createHash('sha256');
  async function* minutes() {
    const samples = DAY.rate_hz * 60;
    for (let minute = 0; minute < DAY.seconds / 60; minute++) {
      const block = Buffer.alloc(samples * DAY.leads.length * 2);
      for (let i = 0; i < samples; i++)
        for (const [lead] of DAY.leads.entries())
          block.writeInt16LE(sampleAt(minute * samples + i, lead, seed), (i * DAY.leads.length + lead) * 2);
      hash.update(block);
      yield block;
    }
  }
  await pipeline(minutes, createWriteStream(file));
  return hash.digest('hex');
}

function header(): string {
  const lines = DAY.leads.map((lead) => `day.dat 16 1000/mV 16 0 0 0 0 ${lead}`);
  return `day ${DAY.leads.length} ${DAY.rate_hz} ${DAY.seconds * DAY.rate_hz} 08:00:00 01/11/2026\n${lines.join('\n')}\n`;
}

const megabytes = (kilobytes: number) => Math.round(kilobytes / 1024);

/** Memory of a process over the time of some work, in MB. */
export interface Measured<Result> {
  result: Result;
  idle_mb: number;
  /** The most it had meanwhile, above what it had before. */
  above_mb: number;
}

/** Runs some work and looks at the memory of a process every 20 ms meanwhile. */
export async function measured<Result>(pid: number, work: () => Promise<Result>): Promise<Measured<Result>> {
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  const idle = rss();
  let peak = idle;
  const timer = setInterval(() => {
    peak = Math.max(peak, rss());
  }, 20);
  try {
    return { result: await work(), idle_mb: megabytes(idle), above_mb: megabytes(peak - idle) };
  } finally {
    clearInterval(timer);
  }
}

/** The built application with a key for its device API, and the processes whose memory counts. */
export interface Measurable {
  application: Application;
  url: string;
  key: string;
  web: number;
  worker: number;
}

/** Starts the application with a data folder below `folder`. */
export async function startMeasurable(folder: string): Promise<Measurable> {
  const application = launch(path.join(folder, 'data'), await freePort());
  await whenReady(application);
  const demo = JSON.parse(readFileSync(path.join(folder, 'data', 'demo.json'), 'utf8'));
  const { key } = demo.api_keys.find((entry: { scopes: string[] }) => entry.scopes.length === 3);
  const supervisor = application.pid ?? 0;
  // the worker is idle from here on
  await untilAllMeasured({ url: demo.url, key });
  return {
    application,
    url: demo.url,
    key,
    web: childRunning(supervisor, /next/),
    worker: childRunning(supervisor, /worker/),
  };
}

/** Answers a GET of the device API as JSON. */
export async function getJson({ url, key }: Measurable, address: string) {
  const headers = { authorization: `Bearer ${key}`, accept: 'application/json' };
  return (await fetch(`${url}${address}`, { headers })).json();
}

/** Waits until an upload has become a record and is measured, or has failed. */
export async function whenRead(running: Measurable, self: string) {
  const started = performance.now();
  for (;;) {
    const record = await getJson(running, self);
    if (record.status !== 'processing' && record.measuring !== 'waiting')
      return { record, seconds: Math.round((performance.now() - started) / 1000) };
    await pause(500);
  }
}

async function byMultipart({ url, key }: Measurable, file: string): Promise<Response> {
  const form = new FormData();
  form.append('data', JSON.stringify({ device_id: 'HOLTER-1', patient_id: 'LARGE-1', timezone: 'Europe/Brussels' }));
  form.append('file', new Blob([header()]), 'day.hea');
  form.append('file', await openAsBlob(file), 'day.dat');
  return fetch(`${url}/api/ecg/data`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: form });
}

async function byParts({ url, key }: Measurable, file: string, sha256: string): Promise<Response> {
  const authorization = `Bearer ${key}`;
  const text = header();
  const files = [
    { name: 'day.hea', bytes: text.length, sha256: createHash('sha256').update(text).digest('hex') },
    { name: 'day.dat', bytes: DAY_BYTES, sha256 },
  ];
  const data = { device_id: 'HOLTER-2', patient_id: 'LARGE-2', timezone: 'Europe/Brussels' };
  const announced = await fetch(`${url}/api/uploads`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ modality: 'ecg', data, files }),
  });
  if (announced.status !== 201) throw new Error(`an upload was announced and answered with ${announced.status}`);
  const opened = await announced.json();
  for (const { name, parts } of opened.files) {
    for (const part of parts) {
      const chunks: Buffer[] = name === 'day.hea' ? [Buffer.from(text)] : [];
      if (name === 'day.dat') {
        const stream = createReadStream(file, { start: part.from, end: part.from + part.bytes - 1 });
        for await (const chunk of stream) chunks.push(chunk);
      }
      const put = await fetch(part.url, { method: 'PUT', headers: part.headers, body: Buffer.concat(chunks) });
      if (put.status !== 200) throw new Error(`a part was answered with ${put.status}`);
    }
  }
  return fetch(`${url}/api/uploads/${opened.upload_id}/complete`, { method: 'POST', headers: { authorization } });
}

/** Both ways a large upload comes, each with a recording and a device of its own. */
export const WAYS = [
  { way: 'multipart', seed: 1, send: byMultipart },
  { way: 'presigned parts', seed: 2, send: byParts },
];
