import path from 'node:path';
import { countPlaywright, countVitest } from './count-tests.mjs';
import { findChromium } from './find-chromium.mjs';
import { runCaptured } from './run-captured.mjs';

const LEAST_MODULES = 50;
const LAYERED = ['app', 'bench', 'bin', 'components', 'e2e', 'examples', 'lib', 'models', 'scripts'];
const LAYERED_FILES = ['instrumentation.ts', 'playwright.config.ts', 'proxy.ts'];

/** A file inside an installed package; most do not export the file of their command, so it is named by its place. */
const inPackage = (root, name, file) => path.join(root, 'node_modules', name, file);

/** A check that is one program: passed when it ends with 0. */
async function runChecks(root, ...programs) {
  let output = '';
  for (const parameters of programs) {
    const result = await runCaptured(parameters, { cwd: root });
    output += result.output;
    if (result.code !== 0) return { passed: 0, failed: 1, output };
  }
  return { passed: 1, failed: 0, output };
}

/** The layer check; a run that saw next to nothing is no proof and fails. */
async function checkLayers(root) {
  const cruise = inPackage(root, 'dependency-cruiser', 'bin/dependency-cruise.mjs');
  const result = await runChecks(root, [cruise, '--output-type', 'err', ...LAYERED, ...LAYERED_FILES]);
  const modules = Number(/(\d+) modules/.exec(result.output)?.[1] ?? 0);
  if (modules >= LEAST_MODULES) return result;
  return {
    passed: 0,
    failed: 1,
    output: `${result.output}\nThe check saw ${modules} modules, at least ${LEAST_MODULES} were due.`,
  };
}

async function runVitest(context, project) {
  const report = path.join(context.folder, `${project}.json`);
  const vitest = inPackage(context.root, 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code, output } = await runCaptured([vitest, 'run', '--project', project, ...reporters], {
    cwd: context.root,
  });
  return { ...countVitest(report, code, context.s3Given), output };
}

/** Integration tests run on the disk store always, and on S3 where a server is given; CI must give one. */
async function runIntegration(context) {
  const { leftOut, ...result } = await runVitest(context, 'int');
  if (context.s3Given) return result;
  const note = `No S3 server is given (TEST_S3_ENDPOINT): the S3 half did not run, ${leftOut} tests and the S3 runs of shared ones.`;
  return { ...result, note, failed: result.failed + (context.ci ? 1 : 0) };
}

async function runBrowserTests({ root, folder, failedChecks }) {
  if (failedChecks.includes('build')) return { passed: 0, failed: 1, output: 'There is no build to test.' };
  const chromium = await findChromium(root);
  const report = path.join(folder, 'e2e.json');
  const env = { ...chromium.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  try {
    const playwright = inPackage(root, '@playwright/test', 'cli.js');
    const { code, output } = await runCaptured([playwright, 'test', '--reporter=list,json'], { cwd: root, env });
    return { ...countPlaywright(report, code), note: `Chromium: ${chromium.what}`, output };
  } finally {
    await chromium.remove();
  }
}

/**
 * Every check of the project in the order they run: what is quick and finds much comes first. A check that `waits`
 * spends most of its time on answers of stores and runs beside the others; one that runs `alone` does so after all.
 * @returns {{id: string, name: string, waits?: true, alone?: true, run(context: {root: string, folder: string, s3Given: boolean, ci: boolean, failedChecks: string[]}):
 *   Promise<{passed: number, failed: number, output: string, note?: string}>}[]}
 */
export const CHECKS = [
  {
    id: 'lint',
    name: 'format and lint',
    run: ({ root }) => runChecks(root, [inPackage(root, '@biomejs/biome', 'bin/biome'), 'ci']),
  },
  {
    id: 'types',
    name: 'types',
    run: ({ root }) =>
      runChecks(
        root,
        [inPackage(root, 'next', 'dist/bin/next'), 'typegen'],
        [inPackage(root, 'typescript', 'bin/tsc'), '--noEmit'],
      ),
  },
  { id: 'layers', name: 'layers', run: ({ root }) => checkLayers(root) },
  { id: 'sizes', name: 'file and function sizes', run: ({ root }) => runChecks(root, ['scripts/check-sizes.mjs']) },
  { id: 'unused', name: 'unused code', run: ({ root }) => runChecks(root, [inPackage(root, 'knip', 'bin/knip.js')]) },
  { id: 'lock', name: 'lock file', run: ({ root }) => runChecks(root, ['scripts/lockfix.mjs', '--check']) },
  { id: 'content', name: 'forbidden content', run: ({ root }) => runChecks(root, ['scripts/check-content.mjs']) },
  { id: 'unit', name: 'unit tests', run: (context) => runVitest(context, 'unit') },
  { id: 'component', name: 'component tests', run: (context) => runVitest(context, 'component') },
  { id: 'int', name: 'integration tests', waits: true, run: runIntegration },
  { id: 'build', name: 'build', run: ({ root }) => runChecks(root, ['scripts/build.mjs']) },
  { id: 'e2e', name: 'browser tests', alone: true, run: runBrowserTests },
];
