import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { bundle } from '../../scripts/lib/bundle.mjs';

/** The reader's bundle, made as the build makes it; inside the project, so that it finds the packages. */
export async function bundleReader(): Promise<{ file: string; remove(): Promise<void> }> {
  const parent = path.resolve('node_modules', '.cache');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(path.join(parent, 'nightbeat-reader-'));
  const file = path.join(folder, 'reader.mjs');
  await bundle(process.cwd(), 'lib/ingest/reader/main.ts', file);
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
