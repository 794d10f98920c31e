import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BUNDLES, buildIsStale, hashSources, writeBuildStamp } from './build-state.mjs';

let root: string;

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'nbbuild-'));
  await write('app/page.tsx', 'one');
  await write('package-lock.json', '{}');
  await write('.next/BUILD_ID', 'first');
  for (const { output } of BUNDLES) await write(output, '');
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

it('is stale until it was stamped', () => {
  expect(buildIsStale(root)).toBe(true);
  writeBuildStamp(root, hashSources(root));
  expect(buildIsStale(root)).toBe(false);
});

it.each([
  ['a changed source', () => write('app/page.tsx', 'two')],
  ['a new source', () => write('lib/deep/new.ts', '')],
  ['a removed source', () => rm(path.join(root, 'app/page.tsx'))],
  ['other dependencies', () => write('package-lock.json', '{"packages":{}}')],
  ['a missing bundle', () => rm(path.join(root, BUNDLES[0]?.output ?? ''))],
  ['a build by other means', () => write('.next/BUILD_ID', 'second')],
  ['a build that was cut off', () => rm(path.join(root, '.next/BUILD_ID'))],
  ['a damaged stamp', () => write('dist/build-stamp.json', '{"sources":')],
])('is stale after %s', async (_what, change) => {
  writeBuildStamp(root, hashSources(root));
  await change();
  expect(buildIsStale(root)).toBe(true);
});

it.each([
  'lib/x.test.ts',
  'app/deep/y.spec.tsx',
  'public/pdf/worker.mjs',
  'public/built/x.js',
  'bin/lib/start.mjs',
  'docs/text.md',
])('is not stale after a change of %s, which is not built', async (file) => {
  writeBuildStamp(root, hashSources(root));
  await write(file, 'changed');
  expect(buildIsStale(root)).toBe(false);
});
