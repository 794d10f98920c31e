import { rm } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const ROOT = path.join(import.meta.dirname, '../../../..');

/**
 * Bundles the store as a build does, for tests that start it many times: it starts in a third of the time. The file lies
 * in the project's `dist`, from where its packages are found.
 */
export async function bundleStore(): Promise<{ main: string; remove(): Promise<void> }> {
  const main = path.join(ROOT, 'dist', `store-for-tests-${process.pid}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['lib/embedded-mongo/main.ts'],
    outfile: main,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  });
  return { main, remove: () => rm(main, { force: true }) };
}
