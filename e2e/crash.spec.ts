import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { type Application, childRunning, freePort, launch, stop, whenReady } from './support/application';

/** What an acknowledged upload promised. */
interface Acknowledged {
  id: string;
  report: Buffer;
  samples: number[];
}

interface Installation {
  child: Application;
  dataDir: string;
  port: number;
}

const LANES = 4;
const LEADS = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
async function start(dataDir: string, port: number): Promise<Application> {
  const child = launch(dataDir, port);
  await whenReady(child);
  return child;
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

/** Statuses by which a server says "not now": a device tries the same upload again. */
const LATER = new Set([409, 429, 500, 502, 503, 504]);

/** Sends one upload until it is acknowledged, as a device would. */
async function sendUntilAcknowledged(where: () => Installation, body: string): Promise<string> {
  for (;;) {
    const { port, dataDir } = where();
    const response = await fetch(`http://127.0.0.1:${port}/api/ecg/data`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keyOf(dataDir)}`, 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(40_000),
    }).catch(() => null);
    const text = (await response?.text().catch(() => null)) ?? null;
    if (response?.ok && text !== null) return JSON.parse(text).id;
    if (response && !response.ok && !LATER.has(response.status))
      throw new Error(`unexpected ${response.status}: ${text}`);
    await pause(300);
  }
}

/** Uploads one recording after the other until told to stop; notes what was acknowledged, and what went wrong for good. */
function uploader(
  where: () => Installation,
  acknowledged: Map<number, Acknowledged>,
  failures: unknown[],
  lane: number,
) {
  let running = true;
  const work = (async () => {
    for (let serial = lane; running; serial += LANES) {
      const { body, report, samples } = upload(serial);
      const id = await sendUntilAcknowledged(where, JSON.stringify(body));
      acknowledged.set(serial, { id, report, samples });
    }
  })().catch((error: unknown) => failures.push(error));
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
  test.setTimeout(720_000);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'nbcrash-'));
  const port = await freePort();
  const installation: Installation = { child: await start(dataDir, port), dataDir, port };
  const acknowledged = new Map<number, Acknowledged>();
  const failures: unknown[] = [];
  const uploaders = Array.from({ length: LANES }, (_, lane) =>
    uploader(() => installation, acknowledged, failures, lane),
  );
  const grows = async () => {
    const enough = acknowledged.size + 8;
    await expect.poll(() => failures.length > 0 || acknowledged.size > enough, { timeout: 150_000 }).toBe(true);
    expect(failures).toEqual([]);
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
    await stop(installation.child);
    rmSync(dataDir, { recursive: true, force: true });
  }
});
