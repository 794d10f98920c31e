import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { MongoClient } from 'mongodb';
import { figuresOf } from './figures';
import { insertOnes, load, readDuringScan, readNewest, recordsOf } from './measure';
import { type Figure, tableOf } from './table';

const ROOT = path.resolve(import.meta.dirname, '..');
const WRITERS = 8;

const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};

const HELP = `npm run bench:store -- --dir FOLDER [--documents 1000000] [--load-seconds 200] [--runs 5]
Builds the collection in FOLDER, as many seconds a call as given, until it has its documents; then measures.
FOLDER is kept, so that the next call goes on or measures again.`;

interface Store {
  child: ChildProcess;
  client: MongoClient;
  readyAfterMs: number;
  stop(): Promise<void>;
}

async function startStore(main: string, dir: string): Promise<Store> {
  const socket = path.join(dir, 's.sock');
  const started = performance.now();
  const child = spawn(process.execPath, [main, '--dir', path.join(dir, 'data'), '--socket', socket], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the store ended with ${code}`)));
  });
  const readyAfterMs = performance.now() - started;
  const uri = `mongodb://${encodeURIComponent(socket)}/bench?directConnection=true`;
  const client = await MongoClient.connect(uri, { retryWrites: false });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    client,
    readyAfterMs,
    stop: async () => {
      await client.close();
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function bundle(): Promise<string> {
  const outfile = path.join(ROOT, 'dist', 'store-for-bench.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['lib/embedded-mongo/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
  });
  return outfile;
}

/** Memory of a process that is its own (no mapped file), in MB; NaN where there is no /proc. */
function ownMegabytes(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

async function times<T>(runs: number, task: () => Promise<T>): Promise<T[]> {
  const out: T[] = [];
  for (let run = 0; run < runs; run++) out.push(await task());
  return out;
}

async function measure(main: string, dir: string, runs: number): Promise<Figure[]> {
  const starts = await times(runs, async () => {
    const store = await startStore(main, dir);
    await store.stop();
    return store.readyAfterMs;
  });
  const store = await startStore(main, dir);
  try {
    await readNewest(store.client, 500); // what is read first is compiled first
    const reads = await times(runs, () => readNewest(store.client, 2000));
    const decoded = await times(runs, () => readNewest(store.client, 2000, false));
    const scans = await times(2, () => readDuringScan(store.client));
    await insertOnes(store.client, WRITERS, 2);
    const inserts = await times(runs, () => insertOnes(store.client, WRITERS, 6));
    return figuresOf({ starts, reads, decoded, scans, inserts, megabytes: ownMegabytes(store.child.pid) });
  } finally {
    await store.stop();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      dir: { type: 'string' },
      documents: { type: 'string', default: '1000000' },
      'load-seconds': { type: 'string', default: '200' },
      runs: { type: 'string', default: '5' },
    },
  });
  if (!values.dir) throw new Error(HELP);
  const dir = path.resolve(values.dir);
  const wanted = Number(values.documents);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const program = await bundle();
  const store = await startStore(program, dir);
  const perSecond = await load(store.client, wanted, Number(values['load-seconds']));
  const there = await recordsOf(store.client).estimatedDocumentCount();
  await store.stop();
  if (there < wanted) {
    print(`${there} of ${wanted} documents, ${perSecond.toFixed(0)} a second; call again to go on`);
    return;
  }
  print(`${there} documents of about 1 kB with four indexes beside _id, Node.js ${process.version}`);
  print(tableOf(await measure(program, dir, Number(values.runs))));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
