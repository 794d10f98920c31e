import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { readJsonFile, writePrivateFile } from './data-folder.mjs';
import { provision } from './provision.mjs';
import { StartError } from './start-error.mjs';

/** Where the loader notes how far it came. */
const loadNoteFile = (dataDir) => path.join(dataDir, 'demo-recordings.json');

/**
 * Sets the demonstration's organisation up and keeps `<data dir>/demo.json` (0600) in step with its address.
 * The product shows secrets only when it makes them, so later starts take them from that file.
 * @returns {Promise<{url: string, users: {email: string, password: string, role: string}[],
 *   api_keys: {scopes: string[], key: string}[]}>}
 * @throws StartError when the organisation is there and the file is lost
 */
export async function prepareDemonstration(settings, env) {
  const file = path.join(settings.dataDir, 'demo.json');
  const made = await provision(settings, env);
  const access = made.created ? made : readJsonFile(file);
  if (!access?.users) {
    throw new StartError(
      `There is an organisation already, but not ${file} with the demonstration's sign-ins; they are not kept elsewhere.`,
      'To begin a demonstration, give it a data folder of its own with NIGHTBEAT_DATA_DIR, or remove this one.',
    );
  }
  const users = access.users.map(({ email, password, role }) => ({ email, password, role }));
  const apiKeys = access.api_keys.map(({ scopes, key }) => ({ scopes, key }));
  const demo = { url: settings.publicUrl, users, api_keys: apiKeys };
  if (made.created) rmSync(loadNoteFile(settings.dataDir), { force: true });
  writePrivateFile(file, `${JSON.stringify(demo, null, 2)}\n`);
  return demo;
}

/**
 * Loads the example recordings through the public API in a process of their own.
 * @param {(done: number, total: number) => void} showProgress is told after every recording
 * @throws StartError with what the loading printed
 */
export async function loadDemonstration(settings, signal, showProgress) {
  const script = path.join(settings.root, 'bin', 'demo', 'load-recordings.mjs');
  const child = fork(script, [settings.dataDir], {
    cwd: settings.root,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal,
  });
  child.on('message', ({ sent, total }) => showProgress(sent, total));
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
  return readJsonFile(loadNoteFile(dataDir))?.complete === true;
}
