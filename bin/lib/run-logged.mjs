import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/** The last lines of a log file without colours; empty when it cannot be read. */
export function tailOf(file, lines = 25) {
  try {
    const text = stripVTControlCharacters(readFileSync(file, 'utf8'));
    return text.trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/**
 * Runs a program to its end with its output in a file, in a process group of its own that ends with `signal`.
 * @param {string} command
 * @param {string[]} parameters
 * @param {{cwd: string, env?: NodeJS.ProcessEnv, logFile: string, signal?: AbortSignal}} options
 * @returns {Promise<number | null>} exit code, or null when a signal ended it
 */
export function runLogged(command, parameters, { cwd, env = process.env, logFile, signal }) {
  const log = openSync(logFile, 'w', 0o600);
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    const end = () => child.pid && process.kill(-child.pid, 'SIGTERM');
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', reject);
    child.once('exit', (code) => {
      signal?.removeEventListener('abort', end);
      resolve(code);
    });
  }).finally(() => closeSync(log));
}
