import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { StartError } from './start-error.mjs';

const LIMIT_MS = 60_000;

/**
 * Makes what a first start needs, by the command line's own command: an organisation with its administrator, or the
 * demonstration with its users and keys. What is there already stays.
 * @returns {Promise<{organization_id: string, created: boolean,
 *   users: {email: string, role: string, password: string | null}[],
 *   api_keys: {scopes: string[], key: string | null}[]}>} secrets only where they are new
 */
export async function provision(settings, env) {
  const parameters = [path.join(settings.root, 'dist', 'nightbeat.mjs'), 'provision', '--json'];
  if (settings.demo) parameters.push('--demo');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, parameters, {
      cwd: settings.root,
      env,
      timeout: LIMIT_MS,
    });
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } catch (error) {
    throw new StartError('The organisation could not be set up.', error.stderr || error.message);
  }
}
