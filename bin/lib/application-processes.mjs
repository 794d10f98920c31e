import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openBoundedLog } from './bounded-log.mjs';
import { storeFolder } from './data-folder.mjs';

const require = createRequire(import.meta.url);
const POLL_MS = 100;

/** MongoDB address of the embedded store behind a Unix socket. */
export function embeddedMongodbUri(socket) {
  return `mongodb://${encodeURIComponent(socket)}/nightbeat?directConnection=true`;
}

/** The environment of every process of the product: what was given, with the computed settings in place. */
export function childEnvironment(settings, environment, secret, mongodbUri) {
  return {
    ...environment,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOST: settings.host,
    PORT: String(settings.port),
    PUBLIC_URL: settings.publicUrl,
    NIGHTBEAT_DATA_DIR: settings.dataDir,
    NIGHTBEAT_DEMO: settings.demo ? '1' : '0',
    NIGHTBEAT_SECRET: secret,
    MONGODB_URI: mongodbUri,
    NEXTAUTH_URL: settings.publicUrl,
    NEXTAUTH_SECRET: createHmac('sha256', secret).update('next-auth').digest('base64url'),
  };
}

/** Resolves when the child sends its one IPC message, which says that it is ready. */
async function readyMessage(child, signal) {
  await once(child, 'message', { signal });
}

async function answersOk(url, signal) {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Resolves when the address answers with a status of 2xx. */
async function answering(url, signal) {
  while (!(await answersOk(url, signal))) await pause(POLL_MS, undefined, { signal });
}

/**
 * The processes of the product in the order they start: embedded store (unless MONGODB_URI is given), worker, web server.
 * @returns {import('./supervised-process.mjs').ProcessDescription[]}
 */
export function describeProcesses(settings, env, socket) {
  const { root, dataDir } = settings;
  const dist = (name) => path.join(root, 'dist', name);
  const log = (name) => openBoundedLog(path.join(dataDir, 'logs', `${name}.log`));
  const store = {
    name: 'embedded store',
    parameters: [dist('embedded-mongo.mjs'), '--dir', storeFolder(dataDir), '--socket', socket],
    ready: readyMessage,
  };
  const worker = { name: 'worker', parameters: [dist('worker.mjs')], ready: readyMessage };
  const web = {
    name: 'web server',
    parameters: [require.resolve('next/dist/bin/next'), 'start', '-H', settings.host, '-p', String(settings.port)],
    ready: (_child, signal) => answering(`${settings.localUrl}/api/ready`, signal),
  };
  const wanted = settings.givenMongodbUri ? { worker, web } : { store, worker, web };
  return Object.entries(wanted).map(([key, process]) => ({ key, ...process, cwd: root, env, log: log(key) }));
}
