import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { anEcgBody } from '@/lib/testing/uploads';
import { childRunning, freePort, launch, stop, whenReady } from '../e2e/support/application';
import { drawEcgReport } from '../examples/lib/draw-ecg-report.mjs';
import { printTimings, timed } from './support/report';

// Uploads over HTTP to the built application, as a cart sends them (ING-1): 12 leads, 10 s at 500 Hz, with a PDF.
const UPLOADS = 240;
const WARM_UP = 24;
const IN_FLIGHT = 8;
const TARGET_MS = 150;

interface Demo {
  url: string;
  api_keys: { scopes: string[]; key: string }[];
}

/** Each upload is another recording of one of 40 patients, from a cart of their own. */
function uploadBody(index: number, report: string): string {
  const patient_id = `BENCH-${index % 40}`;
  const recording_date = new Date(Date.now() - 86_400_000 + index * 2000).toISOString();
  const change = { seed: index, patient_id, device_id: `CART-${index % 40}`, recording_date };
  return JSON.stringify({ ...anEcgBody(change), report_pdf_base64: report });
}

/** Sends the bodies with so many in flight at any time. @returns how long each took until its 201 had been read */
async function sendAll({ url, key }: { url: string; key: string }, bodies: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const send = async (body: string) => {
    const answer = await fetch(`${url}/api/ecg/data`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    });
    const text = await answer.text();
    if (answer.status !== 201) throw new Error(`an upload was answered with ${answer.status}: ${text.slice(0, 500)}`);
  };
  const lane = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const own = body;
      times.push(await timed(() => send(own)));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return times;
}

/** Programs of the application, by what their command lines say. */
const PROCESSES = { web: /next/, worker: /worker/, store: /embedded-mongo/ } as const;
type ProcessName = keyof typeof PROCESSES;

/** CPU time a process and its threads have used, in ms; the kernel counts in ticks of 10 ms. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}

/** CPU time of each process of the application; the client's own beside them. */
function cpuOfAll(supervisor: number): Record<ProcessName | 'client', number> {
  const of = (name: ProcessName) => cpuMs(childRunning(supervisor, PROCESSES[name]));
  return { client: cpuMs(process.pid), web: of('web'), worker: of('worker'), store: of('store') };
}

async function measure(dataDir: string, supervisor: number): Promise<void> {
  // written by the start command of this checkout
  const demo = JSON.parse(await readFile(path.join(dataDir, 'demo.json'), 'utf8')) as Demo;
  const key = demo.api_keys.find(({ scopes }) => scopes.includes('ingest:ecg'))?.key ?? '';
  const packed = await readFile('examples/recordings/ecg-p12345-1.json.gz');
  const report = (await drawEcgReport(JSON.parse(gunzipSync(packed).toString('utf8')))).toString('base64');
  const bodies = Array.from({ length: WARM_UP + UPLOADS }, (_, index) => uploadBody(index, report));
  await sendAll({ url: demo.url, key }, bodies.slice(0, WARM_UP));
  const before = loadavg()[0];
  const cpu = cpuOfAll(supervisor);
  const start = performance.now();
  const times_ms = await sendAll({ url: demo.url, key }, bodies.slice(WARM_UP));
  const seconds = (performance.now() - start) / 1000;
  const used = Object.entries(cpuOfAll(supervisor)).map(
    ([name, ms]) => `${name} ${((ms - cpu[name as ProcessName]) / UPLOADS).toFixed(0)} ms`,
  );
  const size = Math.round((bodies[0]?.length ?? 0) / 1000);
  printTimings(
    `Uploads over HTTP, ${IN_FLIGHT} in flight, ${size} kB each; load of the machine ${before?.toFixed(1)} before, ${loadavg()[0]?.toFixed(1)} after`,
    [{ what: '12 leads, 10 s, 500 Hz, PDF', times_ms, target_ms: TARGET_MS }],
  );
  const rate = (UPLOADS / seconds).toFixed(1);
  process.stdout.write(`${rate} uploads a second on ${cpus().length} cores; CPU an upload: ${used.join(', ')}\n`);
}

async function run(): Promise<void> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'nbbench-'));
  const application = launch(dataDir, await freePort());
  try {
    await whenReady(application);
    await measure(dataDir, application.pid ?? 0);
  } finally {
    await stop(application);
    await rm(dataDir, { recursive: true, force: true });
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
