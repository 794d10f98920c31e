import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const MAIN = path.join(import.meta.dirname, '../..', 'main.ts');

export interface StoreProcess {
  child: ChildProcess;
  /** Folder of the test, data folder and socket inside. */
  dir: string;
  uri: string;
  /** All that the process wrote to stderr. */
  faults(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** A folder for one test, with a path short enough for a socket. */
export function testFolder(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'nbs-'));
}

export function removeFolder(dir: string): Promise<void> {
  return rm(dir, { recursive: true, force: true, maxRetries: 5 });
}

/** Starts a store process of its own on the folder and waits until it serves. */
export async function startStore(dir: string, socketName = 's.sock'): Promise<StoreProcess> {
  const socket = path.join(dir, socketName);
  const args = ['--import', 'tsx', MAIN, '--dir', path.join(dir, 'data'), '--socket', socket];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = new Promise<boolean>((resolve) => child.stdout?.once('data', () => resolve(true)));
  if (!(await Promise.race([ready, ended.then(() => false)]))) throw new Error(`the store did not start: ${stderr}`);
  return {
    child,
    dir,
    uri: `mongodb://${encodeURIComponent(socket)}/test?directConnection=true`,
    faults: () => stderr,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
}
