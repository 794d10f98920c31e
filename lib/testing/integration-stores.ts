import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleReader } from './bundle-entry';

/** A real S3 server for tests, with a second account that owns nothing. */
export interface TestS3 {
  endpoint: string;
  region: string;
  access_key_id: string;
  secret_access_key: string;
  other_access_key_id: string;
  other_secret_access_key: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** URI of a server; tests add a database name of their own. */
    mongodb_server: { prefix: string; suffix: string };
    s3: TestS3 | null;
    /** The bundled entry of the reader threads. */
    reader_file: string;
  }
}

function testS3(env: NodeJS.ProcessEnv): TestS3 | null {
  const { TEST_S3_ENDPOINT, TEST_S3_REGION, TEST_S3_ACCESS_KEY, TEST_S3_SECRET_KEY } = env;
  if (!TEST_S3_ENDPOINT || !TEST_S3_ACCESS_KEY || !TEST_S3_SECRET_KEY) return null;
  return {
    endpoint: TEST_S3_ENDPOINT,
    region: TEST_S3_REGION ?? 'us-east-1',
    access_key_id: TEST_S3_ACCESS_KEY,
    secret_access_key: TEST_S3_SECRET_KEY,
    other_access_key_id: env.TEST_S3_OTHER_ACCESS_KEY ?? '',
    other_secret_access_key: env.TEST_S3_OTHER_SECRET_KEY ?? '',
  };
}

/**
 * A MongoDB URI around its database's name: credentials, several hosts and options stay as they are. Who signs in
 * without saying where does so in the database named, or in `admin`.
 */
export function splitUri(uri: string): { prefix: string; suffix: string } {
  const [, prefix, database, options = ''] =
    /^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(uri) ?? [];
  if (!prefix) throw new Error('TEST_MONGODB_URI is not a MongoDB URI');
  const signsIn = prefix.includes('@') && !/(^|&)authSource=/.test(options);
  const all = [options, signsIn ? `authSource=${database || 'admin'}` : ''].filter(Boolean).join('&');
  return { prefix: `${prefix}/`, suffix: all && `?${all}` };
}

async function startStore(folder: string, socket: string): Promise<ChildProcess> {
  const main = path.resolve('lib/embedded-mongo/main.ts');
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', main, '--dir', path.join(folder, 'db'), '--socket', socket],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const ready = once(child, 'message');
  const ended = once(child, 'exit').then(() => {
    throw new Error('the embedded store did not start');
  });
  await Promise.race([ready, ended]);
  return child;
}

/** Vitest's global set-up: one store for all integration tests, the embedded one unless TEST_MONGODB_URI names another. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide('s3', testS3(process.env));
  const reader = await bundleReader();
  project.provide('reader_file', reader.file);
  const given = process.env.TEST_MONGODB_URI;
  if (given) {
    project.provide('mongodb_server', splitUri(given));
    return reader.remove;
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'nbint-'));
  const socket = path.join(folder, 's.sock');
  const child = await startStore(folder, socket);
  project.provide('mongodb_server', {
    prefix: `mongodb://${encodeURIComponent(socket)}/`,
    suffix: '?directConnection=true',
  });
  return async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await reader.remove();
    await rm(folder, { recursive: true, force: true });
  };
}
