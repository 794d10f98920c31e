import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { bundle } from '../../scripts/lib/bundle.mjs';

interface Bundle {
  file: string;
  remove(): Promise<void>;
}

async function bundleEntry(source: string): Promise<Bundle> {
  const parent = path.resolve('node_modules', '.cache');
  await mkdir(parent, { recursive: true });
  // inside the project, so that its packages are found
  const folder = await mkdtemp(path.join(parent, 'nightbeat-bundle-'));
  const file = path.join(folder, 'main.mjs');
  await bundle(process.cwd(), source, file);
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The reader's bundle, made as the build makes it. */
export const bundleReader = () => bundleEntry('lib/ingest/reader/main.ts');

/** The embedded store's bundle, made as the build makes it: measured from its sources, the store is slower than it is. */
export const bundleStore = () => bundleEntry('lib/embedded-mongo/main.ts');
