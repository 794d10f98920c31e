// Copies what the PDF viewer loads at run time from pdfjs-dist to public/pdf. API and worker must be of one version,
// so this runs with every build.
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const from = path.join(root, 'node_modules', 'pdfjs-dist');
const to = path.join(root, 'public', 'pdf');

await rm(to, { recursive: true, force: true });
await mkdir(to, { recursive: true });
await cp(path.join(from, 'build', 'pdf.worker.min.mjs'), path.join(to, 'pdf.worker.min.mjs'));
for (const folder of ['cmaps', 'standard_fonts', 'wasm']) {
  await cp(path.join(from, folder), path.join(to, folder), { recursive: true });
}
