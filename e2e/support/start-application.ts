import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

/** Starts the demonstration with a data folder of its own and waits until it says that it is ready. */
async function start(dataDir: string): Promise<ChildProcess> {
  const env = { ...process.env, ...SWITCHED_OFF, PORT: String(await freePort()), NIGHTBEAT_DATA_DIR: dataDir };
  const child = spawn(process.execPath, ['bin/start.mjs', '--demo'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Nightbeat is ready')) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`the application did not start (${code}):\n${output}`)));
  });
  return child;
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

/** Playwright's global set-up: one demonstration for all tests, stopped and removed afterwards. */
export default async function setup(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'nbe2e-'));
  process.env[DATA_DIR_VARIABLE] = dataDir;
  const child = await start(dataDir);
  const { url, users } = demonstration();
  for (const user of users) await keepSession(url, user);
  return async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
}
