import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { request } from '@playwright/test';
import { DATA_DIR_VARIABLE, demonstration, sessionFile } from './demonstration';

/** Settings of a developer's environment or `.env` that must not reach the application under test. */
const SWITCHED_OFF = { HOST: '', MONGODB_URI: '', NIGHTBEAT_SECRET: '', PUBLIC_URL: '', S3_BUCKET_NAME: '' };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}

type Application = ChildProcessByStdio<null, Readable, Readable>;

/** Starts the demonstration with a data folder of its own. */
function launch(dataDir: string, port: number): Application {
  const env = { ...process.env, ...SWITCHED_OFF, PORT: String(port), NIGHTBEAT_DATA_DIR: dataDir };
  return spawn(process.execPath, ['bin/start.mjs', '--demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Waits until the start command says that it is ready. */
function whenReady(child: Application): Promise<void> {
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

/** Signs a user in over the API the sign-in page uses and keeps the cookies for the tests. */
async function keepSession(url: string, user: { email: string; password: string; role: string }): Promise<void> {
  const context = await request.newContext({ baseURL: url });
  const { csrfToken } = await (await context.get('/api/auth/csrf')).json();
  const form = { csrfToken, email: user.email, password: user.password, json: 'true' };
  const response = await context.post('/api/auth/callback/credentials', { form });
  const { cookies } = await context.storageState({ path: sessionFile(user.role) });
  if (!cookies.some(({ name }) => name.endsWith('session-token'))) {
    throw new Error(`signing in as ${user.role} failed with ${response.status()}`);
  }
  await context.dispose();
}

/** Playwright's global set-up: one demonstration for all tests, stopped and removed afterwards, also when it fails. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'nbe2e-'));
  process.env[DATA_DIR_VARIABLE] = dataDir;
  const child = launch(dataDir, await freePort());
  const remove = async () => {
    const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await whenReady(child);
    const { url, users } = demonstration();
    for (const user of users) await keepSession(url, user);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
