import { existsSync, lstatSync, mkdirSync, unlinkSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { startServer } from './server';
import { FolderInUse, lockWorkingFolder } from './storage/folder-lock';

const MAX_SOCKET_PATH_BYTES = 107;
const EXIT_USAGE = 64;
const EXIT_IN_USE = 75;
const EXIT_FAILED = 1;

/** Thrown for a start that cannot work; its message is shown as it is. */
class StartError extends Error {
  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}

type Listen = { path: string } | { port: number; host: string };

function parseArguments(args: readonly string[]): { dir: string; listen: Listen } {
  const given = new Map<string, string>();
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i] ?? '';
    const value = args[i + 1];
    if (!['--dir', '--socket', '--port'].includes(name) || value === undefined) {
      throw new StartError('usage: embedded-mongo --dir DATA_DIR (--socket PATH | --port N)', EXIT_USAGE);
    }
    given.set(name, value);
  }
  const dir = given.get('--dir');
  const socket = given.get('--socket');
  const port = given.get('--port');
  if (!dir || (socket === undefined) === (port === undefined)) {
    throw new StartError('usage: embedded-mongo --dir DATA_DIR (--socket PATH | --port N)', EXIT_USAGE);
  }
  return { dir: path.resolve(dir), listen: socket === undefined ? onPort(port ?? '') : onSocket(path.resolve(socket)) };
}

function onPort(text: string): Listen {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) throw new StartError(`not a port number: ${text}`, EXIT_USAGE);
  return { port, host: '127.0.0.1' };
}

function onSocket(socketPath: string): Listen {
  const bytes = Buffer.byteLength(socketPath);
  if (bytes > MAX_SOCKET_PATH_BYTES) {
    throw new StartError(
      `The socket path is ${bytes} bytes long, but the system allows ${MAX_SOCKET_PATH_BYTES}: choose a shorter data folder. (${socketPath})`,
      EXIT_USAGE,
    );
  }
  return { path: socketPath };
}

/** Removes the socket that a killed process left, but not one that somebody serves. */
async function removeStaleSocket(listen: Listen): Promise<void> {
  if (!('path' in listen) || !existsSync(listen.path)) return;
  if (!lstatSync(listen.path).isSocket()) throw new StartError(`${listen.path} exists and is not a socket`, EXIT_USAGE);
  if (await answers(listen.path))
    throw new StartError(`The socket is in use by another process: ${listen.path}`, EXIT_IN_USE);
  unlinkSync(listen.path);
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function onFault(error: unknown): void {
  process.stderr.write(`embedded store: fault: ${error instanceof Error ? error.stack : String(error)}\n`);
}

/**
 * When a commit fails, every writer of it is told; LMDB also rejects a promise of its own that nobody can hold. Any
 * other rejection that nobody handles is a defect: the process ends and its supervisor starts it again.
 */
function onUnhandledRejection(reason: unknown): void {
  if (reason instanceof Error && 'commitError' in reason) return;
  onFault(reason);
  process.exit(EXIT_FAILED);
}

async function main(): Promise<void> {
  process.umask(0o077);
  process.on('unhandledRejection', onUnhandledRejection);
  const { dir, listen } = parseArguments(process.argv.slice(2));
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  process.chdir(dir);
  const lock = await lockWorkingFolder();
  await removeStaleSocket(listen);
  const server = await startServer({ dir, listen, onFault });
  let closing = false;
  const stop = () => {
    if (closing) return;
    closing = true;
    server
      .close()
      .then(() => {
        lock.release();
        process.exit(0);
      })
      .catch((error: unknown) => {
        onFault(error);
        process.exit(EXIT_FAILED);
      });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  process.stdout.write('ready\n');
  process.send?.('ready');
}

main().catch((error: unknown) => {
  const code = error instanceof StartError ? error.exitCode : error instanceof FolderInUse ? EXIT_IN_USE : EXIT_FAILED;
  const text =
    error instanceof FolderInUse
      ? 'The data folder is in use by another process.'
      : String(error instanceof Error ? error.message : error);
  process.stderr.write(`embedded store: ${text}\n`);
  process.exit(code);
});
