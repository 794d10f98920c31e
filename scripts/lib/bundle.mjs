import { build } from 'esbuild';

/** Of a process or thread of ours: packages stay outside. */
const NODE = { platform: 'node', format: 'esm', target: 'node20', packages: 'external', sourcemap: true };
/** Of a script a page loads by itself: one small file. */
const BROWSER = { platform: 'browser', format: 'iife', target: 'es2022', minify: true };

/**
 * Bundles an entry of ours.
 * @param {string} root the project's folder
 * @param {string} source the entry, in `root`
 * @param {string} output the file to write
 * @param {boolean} browser whether a page runs it
 */
export async function bundle(root, source, output, browser = false) {
  await build({
    absWorkingDir: root,
    entryPoints: [source],
    outfile: output,
    bundle: true,
    logLevel: 'warning',
    ...(browser ? BROWSER : NODE),
  });
}
