import { linkSync, renameSync, rmSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { StartError } from './start-error.mjs';

function listen(server, file) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(file, resolve);
  });
}

/** What the process behind a lock socket says of itself; null when nobody listens there. */
function askHolder(file) {
  return new Promise((resolve) => {
    let text = '';
    const socket = net.connect(file);
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('error', (error) => resolve(error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? null : text));
    socket.on('close', () => resolve(text));
  });
}

function take(mine, lock) {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Puts the socket of a dead process aside. Another start may have taken the lock meanwhile: then it gets it back. */
async function removeStale(lock) {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if ((await askHolder(aside)) !== null) take(aside, lock);
  rmSync(aside, { force: true });
}

/**
 * Makes sure that one start at a time uses a data folder. The lock is a listening Unix socket, which the
 * kernel lets go of however the process ends; it answers with a line telling who holds it.
 * @param {string} folder folder for sockets (0700)
 * @param {string} description what to tell a second start
 * @returns a function that lets the lock go
 * @throws StartError naming the holder
 */
export async function lockDataFolder(folder, description) {
  const lock = path.join(folder, 'start.sock');
  const mine = path.join(folder, `s${process.pid}.sock`);
  const server = net.createServer((socket) => socket.on('error', () => {}).end(description)).unref();
  rmSync(mine, { force: true });
  await listen(server, mine);
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      if (take(mine, lock)) return () => rmSync(lock, { force: true });
      const holder = await askHolder(lock);
      if (holder !== null)
        throw new StartError(`Nightbeat already runs with this data folder${holder && ` (${holder})`}.`);
      await removeStale(lock);
    }
    throw new StartError('Another start with this data folder is under way.');
  } finally {
    rmSync(mine, { force: true });
  }
}
