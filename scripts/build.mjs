// Builds everything `npm start` runs: the portal (.next), the bundled processes (dist) and the PDF viewer's assets.
// Notes in dist/build-stamp.json which sources it built, so that an unchanged checkout is not built again.
import { spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BUNDLES, buildIsStale, hashSources, writeBuildStamp } from '../bin/lib/build-state.mjs';
import { secondsSince } from '../bin/lib/progress.mjs';

const root = path.resolve(import.meta.dirname, '..');
const require = createRequire(import.meta.url);
const lockFile = path.join(root, 'dist', 'build.lock');

const LOCK_LIFE_MS = 20 * 60_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Whether a build that still runs holds the lock. A lock too old for any build is one whose process id was used again. */
function lockIsHeld() {
  try {
    const recent = Date.now() - statSync(lockFile).mtimeMs < LOCK_LIFE_MS;
    return recent && isAlive(Number(readFileSync(lockFile, 'utf8')));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Waits until no other build writes the same output folders. */
async function takeBuildLock() {
  const mine = `${lockFile}.${process.pid}`;
  mkdirSync(path.dirname(lockFile), { recursive: true });
  writeFileSync(mine, String(process.pid));
  process.on('exit', () => rmSync(mine, { force: true }));
  for (;;) {
    try {
      linkSync(mine, lockFile);
      process.on('exit', () => rmSync(lockFile, { force: true }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (lockIsHeld()) await pause(500);
    else rmSync(lockFile, { force: true });
  }
}

/** Runs a program of this Node.js with its output shown; ends the build when it fails. */
function run(file, parameters) {
  const { status, signal } = spawnSync(process.execPath, [file, ...parameters], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) {
    console.error(`${path.basename(file)} ended with ${signal ?? status}`);
    process.exit(1);
  }
}

async function buildAll() {
  const start = performance.now();
  rmSync(path.join(root, 'dist', 'build-stamp.json'), { force: true });
  const sources = hashSources(root);
  run(path.join(root, 'scripts', 'copy-pdf-assets.mjs'), []);
  // loaded only when there is something to build: esbuild may not be installed before
  const { bundle } = await import('./lib/bundle.mjs');
  for (const { source, output, browser } of BUNDLES) await bundle(root, source, output, browser);
  run(require.resolve('next/dist/bin/next'), ['build']);
  writeBuildStamp(root, sources);
  console.log(`Built in ${secondsSince(start)}.`);
}

await takeBuildLock();
if (buildIsStale(root)) await buildAll();
else console.log('The build is up to date.');
