import { build } from 'esbuild';

/**
 * Bundles the entry of a process or thread of ours; packages stay outside.
 * @param {string} root the project's folder
 * @param {string} source the entry, in `root`
 * @param {string} output the file to write
 */
export async function bundle(root, source, output) {
  await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile: output,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
}
