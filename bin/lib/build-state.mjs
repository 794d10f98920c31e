import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readJsonFile, writePrivateFile } from './data-folder.mjs';

/** What a build makes beside `.next`, each from its source. */
export const BUNDLES = [
  { source: 'lib/embedded-mongo/main.ts', output: 'dist/embedded-mongo.mjs' },
  { source: 'lib/ingest/reader/main.ts', output: 'dist/reader.mjs' },
  { source: 'bin/worker.ts', output: 'dist/worker.mjs' },
  { source: 'bin/nightbeat.ts', output: 'dist/nightbeat.mjs' },
  { source: 'components/ecg/first-trace/main.ts', output: 'public/built/first-trace.js', browser: true },
];

const SOURCE_FOLDERS = ['app', 'bin', 'components', 'lib', 'models', 'public', 'types'];
const SOURCE_FILES = [
  'instrumentation.ts',
  'next.config.js',
  'package-lock.json',
  'package.json',
  'postcss.config.cjs',
  'postcss.config.js',
  'postcss.config.mjs',
  'proxy.ts',
  'scripts/build.mjs',
  'scripts/copy-pdf-assets.mjs',
  'scripts/lib/bundle.mjs',
  'tsconfig.json',
];
const NOT_BUILT = /\.(test|spec)\.tsx?$|^public[/\\](pdf|built)([/\\]|$)|^bin[/\\].*\.mjs$/;

function* filesBelow(root, folder) {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (NOT_BUILT.test(file)) continue;
    if (entry.isDirectory()) yield* filesBelow(root, file);
    else if (entry.isFile()) yield file;
  }
}

/** A digest over names and contents of everything the build reads. */
export function hashSources(root) {
  const hash = createHash('sha256');
  const folders = SOURCE_FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
  const files = SOURCE_FILES.filter((file) => existsSync(path.join(root, file)));
  for (const file of [...folders.flatMap((folder) => [...filesBelow(root, folder)]), ...files]) {
    const content = createHash('sha256')
      .update(readFileSync(path.join(root, file)))
      .digest('hex');
    hash.update(`${file}\0${content}\n`);
  }
  return hash.digest('hex');
}

const stampFile = (root) => path.join(root, 'dist', 'build-stamp.json');

function readBuildId(root) {
  try {
    return readFileSync(path.join(root, '.next', 'BUILD_ID'), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Whether the build is missing, cut off half-way or older than the sources. */
export function buildIsStale(root) {
  const stamp = readJsonFile(stampFile(root));
  const buildId = readBuildId(root);
  if (!stamp || buildId === null || stamp.build_id !== buildId) return true;
  if (BUNDLES.some(({ output }) => !existsSync(path.join(root, output)))) return true;
  return stamp.sources !== hashSources(root);
}

/** Notes what was built; to be called last, with the digest taken before the build began. */
export function writeBuildStamp(root, sources) {
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  writePrivateFile(stampFile(root), `${JSON.stringify({ sources, build_id: readBuildId(root) })}\n`);
}
