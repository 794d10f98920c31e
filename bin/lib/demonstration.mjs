import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { readJsonFile, writePrivateFile } from './data-folder.mjs';
import { provision } from './provision.mjs';
import { StartError } from './start-error.mjs';

const sameScopes = (a, b) => a.length === b.length && a.every((scope) => b.includes(scope));

/** What provisioning told, with secrets it did not repeat taken from the file written earlier. */
function withKeptSecrets(provisioned, kept) {
  const users = provisioned.users.map(({ email, role, password }) => ({
    email,
    password: password ?? kept?.users?.find((user) => user.email === email)?.password ?? null,
    role,
  }));
  const apiKeys = provisioned.api_keys.map(({ scopes, key }) => ({
    scopes,
    key: key ?? kept?.api_keys?.find((entry) => sameScopes(entry.scopes, scopes))?.key ?? null,
  }));
  return { users, api_keys: apiKeys };
}

const isWhole = ({ users, api_keys: apiKeys }) =>
  users.every(({ password }) => password) && apiKeys.every(({ key }) => key);

/**
 * Sets the demonstration's organisation up and keeps `<data dir>/demo.json` (0600) in step with it.
 * Secrets are shown once by the product; where the file that holds them was lost, all are made anew.
 * @returns {Promise<{url: string, users: {email: string, password: string, role: string}[],
 *   api_keys: {scopes: string[], key: string}[]}>}
 */
export async function prepareDemonstration(settings, env) {
  const file = path.join(settings.dataDir, 'demo.json');
  const kept = readJsonFile(file);
  let access = withKeptSecrets(await provision(settings, env), kept);
  if (!isWhole(access)) access = withKeptSecrets(await provision(settings, env, ['--renew']), null);
  const demo = { url: settings.publicUrl, ...access };
  writePrivateFile(file, `${JSON.stringify(demo, null, 2)}\n`);
  return demo;
}

/**
 * Loads the example recordings through the public API in a process of their own, unless an earlier start did.
 * @param {(done: number, total: number) => void} [onProgress]
 */
export async function loadDemonstration(settings, signal) {
  const script = path.join(settings.root, 'bin', 'demo', 'load-recordings.mjs');
  const child = fork(script, [settings.dataDir], {
    cwd: settings.root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  if (code !== 0) throw new StartError('The demonstration recordings could not be loaded.', output.trim());
}

/** Whether every example recording was loaded by an earlier start. */
export function demonstrationIsLoaded(dataDir) {
  return readJsonFile(path.join(dataDir, 'demo-recordings.json'))?.complete === true;
}
