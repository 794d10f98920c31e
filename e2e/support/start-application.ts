import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { request } from '@playwright/test';
import { freePort, launch, stop, whenReady } from './application';
import { DATA_DIR_VARIABLE, demonstration, sessionFile } from './demonstration';
import { untilAllMeasured } from './measured';

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
    await stop(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await whenReady(child);
    await untilAllMeasured();
    const { url, users } = demonstration();
    for (const user of users) await keepSession(url, user);
  } catch (error) {
    await remove();
    throw error;
  }
  return remove;
}
