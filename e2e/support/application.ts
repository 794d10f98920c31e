import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';

/** Settings of a developer's environment or `.env` that must not reach the application under test. */
const SWITCHED_OFF = { HOST: '', MONGODB_URI: '', NIGHTBEAT_SECRET: '', PUBLIC_URL: '', S3_BUCKET_NAME: '' };

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}

/** The start command with its output. */
export type Application = ChildProcessByStdio<null, Readable, Readable>;

/** Starts the demonstration with a data folder of its own. */
export function launch(dataDir: string, port: number): Application {
  const env = { ...process.env, ...SWITCHED_OFF, PORT: String(port), NIGHTBEAT_DATA_DIR: dataDir };
  return spawn(process.execPath, ['bin/start.mjs', '--demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits until the start command says that it is ready. */
export function whenReady(child: Application): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Nightbeat is ready')) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`the application did not start (${code}):\n${output}`)));
  });
}

/** Ends the application and waits until it is gone. */
export async function stop(child: Application): Promise<void> {
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
  child.kill('SIGTERM');
  await ended;
}

/** The process of the supervisor's children that runs this program. */
export function childRunning(supervisor: number, program: RegExp): number {
  const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number);
  const found = children.find((pid) => program.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')));
  if (found === undefined) throw new Error(`no child runs ${program}`);
  return found;
}
