// Completes package-lock.json with the optional packages for other platforms that npm leaves out when its registry lacks
// them. npm 11 calls such a lock file out of sync, npm 10 does not mind. `--check` only tells, and ends with 1.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const lockFile = path.resolve(import.meta.dirname, '..', 'package-lock.json');

/** Whether the package at `place` would find `name` in its own or an outer node_modules folder. */
function isLocked(packages, place, name) {
  let folder = place;
  for (;;) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    const inner = folder.lastIndexOf('node_modules/');
    if (inner < 0) return false;
    folder = folder.slice(0, inner).replace(/\/$/, '');
  }
}

/** The entry npm would write for a package that exists for one platform; its name tells which. */
function platformEntry(name, range, dev) {
  const version = /^[\^~]?(\d+\.\d+\.\d+\S*)$/.exec(range)?.[1];
  if (!version) throw new Error(`${name} is wanted as "${range}", which names no single version`);
  const os = /(android|darwin|freebsd|linux|win32|openharmony)/.exec(name)?.[1];
  const cpu = /(arm64|x64|ia32|ppc64|riscv64|s390x|arm)(?=-|$)/.exec(name)?.[1];
  const libc = /musl/.test(name) ? 'musl' : /gnu/.test(name) ? 'glibc' : undefined;
  return {
    version,
    optional: true,
    ...(dev && { dev: true }),
    ...(os && { os: [os] }),
    ...(cpu && { cpu: [cpu] }),
    ...(libc && { libc: [libc] }),
  };
}

/** The lock file's packages with the missing optional ones added, and the names of those. */
function complete(packages) {
  const added = {};
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked({ ...packages, ...added }, place, name)) continue;
      added[`node_modules/${name}`] = platformEntry(name, range, entry.dev);
    }
  }
  const sorted = Object.entries({ ...packages, ...added }).sort(([a], [b]) => (a < b ? -1 : 1));
  return { packages: Object.fromEntries(sorted), added: Object.keys(added) };
}

const lock = JSON.parse(readFileSync(lockFile, 'utf8'));
const { packages, added } = complete(lock.packages);
const addresses = Object.entries(lock.packages).filter(([, { resolved }]) => resolved);
if (!process.argv.includes('--check')) {
  writeFileSync(lockFile, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
  console.log(`${added.length} entries added.`);
} else if (added.length + addresses.length > 0) {
  for (const place of added) console.error(`package-lock.json lacks ${place}; run npm run lockfix`);
  for (const [place] of addresses) console.error(`package-lock.json holds the address of a registry for ${place}`);
  process.exitCode = 1;
}
