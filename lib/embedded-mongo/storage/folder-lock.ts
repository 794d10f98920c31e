import { randomBytes } from 'node:crypto';
import { readdirSync, unlinkSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const NAME = /^lock-[0-9a-f]{16}\.sock$/;

/** Thrown when another living process holds the data folder. */
export class FolderInUse extends Error {}

interface FolderLock {
  release(): void;
}

/**
 * Takes the data folder for this process alone. The lock is a listening Unix socket in the folder: it dies with its
 * process, so a killed process never blocks and a reused process number never confuses. Each starter listens first and
 * looks for other listeners after, so of two starters at most one goes on.
 * Must be called with the folder as the working directory: the relative name keeps within the limit of socket paths.
 */
export async function lockWorkingFolder(attempts = 5): Promise<FolderLock> {
  for (let attempt = 1; ; attempt++) {
    const state = { held: false };
    const name = `lock-${randomBytes(8).toString('hex')}.sock`;
    const server = await listen(name, state);
    const other = await otherHolder(name);
    if (other === 'none') {
      state.held = true;
      return { release: () => close(server, name) };
    }
    close(server, name);
    if (other === 'held' || attempt >= attempts) throw new FolderInUse('the folder is in use by another process');
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 200));
  }
}

function listen(name: string, state: { held: boolean }): Promise<net.Server> {
  const server = net.createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(state.held ? 'h' : 's');
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(name, () => {
      server.unref();
      resolve(server);
    });
  });
}

function close(server: net.Server, name: string): void {
  server.close();
  removeIfThere(name);
}

function removeIfThere(name: string): void {
  try {
    unlinkSync(path.join('.', name));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** Whether another process listens: it holds the folder, or is just starting as well. Leftovers are removed. */
async function otherHolder(own: string): Promise<'none' | 'starting' | 'held'> {
  let found: 'none' | 'starting' | 'held' = 'none';
  for (const name of readdirSync('.')) {
    if (name === own || !NAME.test(name)) continue;
    const answer = await ask(name);
    if (answer === 'dead') removeIfThere(name);
    else if (answer === 'held') found = 'held';
    else if (found === 'none') found = 'starting';
  }
  return found;
}

function ask(name: string): Promise<'dead' | 'held' | 'starting'> {
  return new Promise((resolve) => {
    const socket = net.connect(name);
    // A process that is stopped or too busy to answer is alive all the same.
    socket.setTimeout(2000, () => {
      socket.destroy();
      resolve('held');
    });
    socket.on('data', (data) => {
      socket.destroy();
      resolve(data.toString() === 'h' ? 'held' : 'starting');
    });
    socket.on('error', () => resolve('dead'));
    socket.on('end', () => resolve('starting'));
  });
}
