import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { StartError } from './start-error.mjs';
import { isLoopback } from './start-settings.mjs';

/** Longest path of a Unix socket in bytes, less what the store may add to the name. */
const LONGEST_SOCKET_PATH = 100;

const FILE_FAULTS = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'it is a file, not a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'the folder above it cannot be made',
};

/** Writes a file only this user can read, whole or not at all. */
export function writePrivateFile(file, text) {
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode: 0o600, flush: true });
  renameSync(temporary, file);
}

/** Reads a JSON file; null when it is not there or not whole. */
export function readJsonFile(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Makes a folder and those above it. (Node's own `recursive` never returns below /proc.) */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Makes the data folder with its log folder (0700) and proves that it can be written. @throws StartError */
export function prepareDataFolder(dataDir) {
  try {
    makeFolder(path.join(dataDir, 'logs'));
    chmodSync(dataDir, 0o700);
    const probe = path.join(dataDir, `.write-probe-${process.pid}`);
    writeFileSync(probe, Buffer.alloc(4096), { mode: 0o600, flush: true });
    rmSync(probe);
  } catch (error) {
    const fault = FILE_FAULTS[error.code] ?? error.message;
    throw new StartError(`The data folder ${dataDir} cannot be used: ${fault}.`);
  }
}

/** @throws StartError when the disk holding the folder has less room than the step needs. */
export function requireDiskSpace(folder, megabytes, purpose) {
  const { bavail, bsize } = statfsSync(folder);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free >= megabytes) return;
  throw new StartError(
    `The disk is full: ${purpose} needs about ${megabytes} MB, ${free} MB are free beside ${folder}.`,
  );
}

/** The embedded store's socket in the folder for sockets. */
export function storeSocket(folder) {
  return path.join(folder, 'store.sock');
}

/**
 * The folder for Unix sockets, 0700: `<data dir>/run`, or a short one of this user in the temporary folder
 * where that path would be longer than a socket path may be.
 */
export function socketFolder(dataDir) {
  const preferred = path.join(dataDir, 'run');
  const fits = (folder) => Buffer.byteLength(storeSocket(folder)) <= LONGEST_SOCKET_PATH;
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
  const folder = fits(preferred) ? preferred : path.join(os.tmpdir(), `nightbeat-${os.userInfo().uid}-${digest}`);
  if (!fits(folder))
    throw new StartError(`The paths of ${dataDir} and of the temporary folder are too long for a socket.`);
  makeFolder(folder);
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== os.userInfo().uid) {
    throw new StartError(`${folder} belongs to somebody else; set NIGHTBEAT_DATA_DIR to a shorter path.`);
  }
  chmodSync(folder, 0o700);
  return folder;
}

/** The secret that signs sessions and links: as given, or made once and kept in `<data dir>/secrets.json`. */
export function readOrMakeSecret(settings) {
  if (settings.givenSecret) return settings.givenSecret;
  const file = path.join(settings.dataDir, 'secrets.json');
  const kept = readJsonFile(file)?.nightbeat_secret;
  if (typeof kept === 'string') return kept;
  const secret = randomBytes(32).toString('base64url');
  writePrivateFile(file, `${JSON.stringify({ nightbeat_secret: secret }, null, 2)}\n`);
  return secret;
}

/** Where the embedded store keeps its files. */
export function storeFolder(dataDir) {
  return path.join(dataDir, 'store');
}

/** @throws StartError when what lies in the data folder does not fit the way the product is being started. */
export function checkDataFolder(settings, options) {
  if (settings.givenMongodbUri && !options.useMongodbUri && existsSync(storeFolder(settings.dataDir))) {
    throw new StartError(
      `${settings.dataDir} holds records of the embedded store, and MONGODB_URI would leave them aside.`,
      'To start on MONGODB_URI all the same: npm start -- --use-mongodb-uri',
    );
  }
  if (!settings.demo && !isLoopback(settings.host) && existsSync(path.join(settings.dataDir, 'demo.json'))) {
    throw new StartError(
      `${settings.dataDir} also holds the demonstration, whose keys are written down in it.`,
      'A public address needs a data folder of its own (NIGHTBEAT_DATA_DIR).',
    );
  }
}
