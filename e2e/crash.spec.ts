import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';

/** What an acknowledged upload promised. */
interface Acknowledged {
  id: string;
  report: Buffer;
  samples: number[];
}

interface Installation {
  child: ChildProcess;
  dataDir: string;
  port: number;
}

const LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const EMPTY = { HOST: '', MONGODB_URI: '', NIGHTBEAT_SECRET: '', PUBLIC_URL: '', S3_BUCKET_NAME: '' };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}

async function start(dataDir: string, port: number): Promise<ChildProcess> {
  const env = { ...process.env, ...EMPTY, PORT: String(port), NIGHTBEAT_DATA_DIR: dataDir };
  const child = spawn(process.execPath, ['bin/start.mjs', '--demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Nightbeat is ready')) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`did not start (${code}):\n${output}`)));
  });
  return child;
}

/** The process of the supervisor's children that runs this program. */
function childRunning(supervisor: number, program: RegExp): number {
  const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  const found = children.find((pid) => program.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')));
  if (found === undefined) throw new Error(`no child runs ${program}`);
  return found;
}

function keyOf(dataDir: string): string {
  const demo = JSON.parse(readFileSync(path.join(dataDir, 'demo.json'), 'utf8'));
  return demo.api_keys.find((entry: { scopes: string[] }) => entry.scopes.length === 3).key;
}

function upload(serial: number) {
  const samples = Array.from({ length: 5000 }, (_, index) => ((index * 13 + serial * 7) % 700) - 350);
  const report = Buffer.from(`%PDF-1.4\n% report ${serial}\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n`);
  const body = {
    patient_id: `CRASH-${serial % 5}`,
    device_id: 'CRASH-1',
    source_id: `crash-${serial}`,
    recording_date: new Date(Date.UTC(2026, 9, 1) + serial * 60_000).toISOString(),
    recording: { sampling_rate_hz: 500, unit: 'uV', leads: Object.fromEntries(LEADS.map((name) => [name, samples])) },
    report_pdf_base64: report.toString('base64'),
  };
  return { body, report, samples };
}

/** Uploads until told to stop, repeating what was not answered, as a device would; notes what was acknowledged. */
function uploader(where: () => Installation, acknowledged: Map<number, Acknowledged>, first: number, step: number) {
  let running = true;
  const work = (async () => {
    for (let serial = first; running; serial += step) {
      const { body, report, samples } = upload(serial);
      for (;;) {
        const { port, dataDir } = where();
        const response = await fetch(`http://127.0.0.1:${port}/api/ecg/data`, {
          method: 'POST',
          headers: { authorization: `Bearer ${keyOf(dataDir)}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(40_000),
        }).catch(() => null);
        const answer =
          response && (response.status === 200 || response.status === 201)
            ? await response.json().catch(() => null)
            : null;
        if (answer) {
          acknowledged.set(serial, { id: answer.id, report, samples });
          break;
        }
        if (response && response.status < 500 && response.status !== 409)
          throw new Error(`unexpected ${response.status}`);
        await pause(300);
      }
    }
  })();
  return async () => {
    running = false;
    await work;
  };
}

async function expectWhole({ port, dataDir }: Installation, one: Acknowledged): Promise<void> {
  const headers = { authorization: `Bearer ${keyOf(dataDir)}` };
  const base = `http://127.0.0.1:${port}/api/ecg/data/${one.id}`;
  const record = await (await fetch(base, { headers })).json();
  expect(record).toMatchObject({ id: one.id, status: 'stored', version: 1 });
  const link = await (await fetch(`${base}/files/report`, { headers })).json();
  expect(Buffer.from(await (await fetch(link.url)).arrayBuffer()).equals(one.report)).toBe(true);
  const window = await (
    await fetch(`${base}/signals?channels=V6`, { headers: { ...headers, accept: 'application/json' } })
  ).json();
  expect(window.channels[0].values).toEqual(one.samples);
}

/** All records of the device, over all pages. */
async function allRecords(
  { port, dataDir }: Installation,
  modality = 'ecg',
): Promise<{ id: string; source_id: string; files: unknown[] }[]> {
  const found = [];
  let cursor = '';
  do {
    const url = `http://127.0.0.1:${port}/api/${modality}/data?limit=200${cursor && `&cursor=${cursor}`}`;
    const page = await (await fetch(url, { headers: { authorization: `Bearer ${keyOf(dataDir)}` } })).json();
    found.push(...page.data);
    cursor = page.next_cursor ?? '';
  } while (cursor);
  return found;
}

/** Objects on disk, found without the product's help. */
function objectsOnDisk(dataDir: string): number {
  const entries = readdirSync(path.join(dataDir, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && entry.name.endsWith('~object')).length;
}

test('kill -9 of every process in turn under load loses nothing that was acknowledged and leaves nothing half', async () => {
  test.setTimeout(240_000);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'nbcrash-'));
  const port = await freePort();
  const installation: Installation = { child: await start(dataDir, port), dataDir, port };
  const acknowledged = new Map<number, Acknowledged>();
  const lanes = 4;
  const uploaders = Array.from({ length: lanes }, (_, lane) => uploader(() => installation, acknowledged, lane, lanes));
  const grows = async () => {
    const before = acknowledged.size;
    await expect.poll(() => acknowledged.size, { timeout: 60_000 }).toBeGreaterThan(before + 8);
  };
  try {
    for (const program of [/embedded-mongo/, /worker/, /next/]) {
      await grows();
      process.kill(childRunning(installation.child.pid ?? 0, program), 'SIGKILL');
    }
    await grows();
    const gone = once(installation.child, 'exit');
    installation.child.kill('SIGKILL');
    await gone;
    // the children notice that they are alone and end by themselves; only then is the data folder free
    await expect
      .poll(
        () =>
          start(dataDir, port).then(
            (child) => {
              installation.child = child;
              return 'started';
            },
            () => 'not yet',
          ),
        { timeout: 60_000 },
      )
      .toBe('started');
    await grows();
    await Promise.all(uploaders.map((stop) => stop()));

    for (const one of acknowledged.values()) await expectWhole(installation, one);
    const records = await allRecords(installation);
    const sources = records.map(({ source_id }) => source_id);
    expect(new Set(sources).size).toBe(sources.length);
    // leases of killed uploads run out after 10 s, and the sweeper comes by every 15 s
    const therapy = [...(await allRecords(installation, 'cpap')), ...(await allRecords(installation, 'bipap'))];
    const named = [...records, ...therapy].reduce((sum, { files }) => sum + files.length, 0);
    await expect.poll(() => objectsOnDisk(dataDir), { timeout: 60_000 }).toBe(named);
    console.log(`acknowledged under kill -9: ${acknowledged.size}, lost 0`);
  } finally {
    installation.child.kill('SIGTERM');
    await once(installation.child, 'exit').catch(() => undefined);
    rmSync(dataDir, { recursive: true, force: true });
  }
});
