import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const GENERATED = new Set([
  '.data',
  '.git',
  '.next',
  'coverage',
  'dist',
  'node_modules',
  'playwright-report',
  'test-results',
]);

function* walk(root, folder) {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    if (GENERATED.has(entry.name)) continue;
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(root, file);
    else if (entry.isFile()) yield file;
  }
}

/** Paths of the project's own files: what git tracks or would add; without git, everything but generated folders. */
export function projectFiles(root) {
  if (!existsSync(path.join(root, '.git'))) return [...walk(root, '')];
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
  const files = listed.toString('utf8').split('\0').filter(Boolean);
  return files.filter((file) => existsSync(path.join(root, file)));
}
