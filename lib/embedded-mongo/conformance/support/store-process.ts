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

export interface StartOptions {
  socketName?: string;
  /** A bundled program instead of the sources. */
  main?: string;
  /** No file of the process may grow beyond this, as if the disk were full there. */
  largestFileKilobytes?: number;
}

/** A folder for one test, with a path short enough for a socket. */
export function testFolder(): Promise<string> {
  return mkdtemp(path.join(os.tmpdir(), 'nbs-'));
}

export function removeFolder(dir: string): Promise<void> {
  return rm(dir, { recursive: true, force: true, maxRetries: 5 });
}

/** Starts a store process of its own on the folder and waits until it serves. */
export async function startStore(dir: string, options: StartOptions = {}): Promise<StoreProcess> {
  const socket = path.join(dir, options.socketName ?? 's.sock');
  const program = options.main ? [options.main] : ['--import', 'tsx', MAIN];
  const args = [...program, '--dir', path.join(dir, 'data'), '--socket', socket];
  const child = spawnLimited(args, options.largestFileKilobytes);
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

/** The limit of `ulimit -f` needs no rights; with its signal ignored, a write beyond it fails with an error. */
function spawnLimited(args: readonly string[], kilobytes: number | undefined): ChildProcess {
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
  if (kilobytes === undefined) return spawn(process.execPath, args, { stdio });
  const script = `trap '' XFSZ; ulimit -f ${2 * kilobytes} || exit 99; exec "$@"`;
  return spawn('/bin/sh', ['-c', script, 'sh', process.execPath, ...args], { stdio });
}
