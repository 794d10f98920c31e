import { spawn } from 'node:child_process';

/**
 * Runs a Node.js program without input and collects what it prints.
 * @param {string[]} parameters file and arguments
 * @param {{cwd: string, env?: Record<string, string>}} options variables beside the inherited ones
 * @returns {Promise<{code: number | null, output: string}>} the code is null when a signal ended it
 */
export function runCaptured(parameters, { cwd, env = {} }) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, parameters, {
      cwd,
      env: { ...process.env, FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
