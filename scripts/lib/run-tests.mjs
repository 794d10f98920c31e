import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { installPackages, packagesMissing } from '../../bin/lib/install-packages.mjs';
import { secondsSince, showStep } from '../../bin/lib/progress.mjs';
import { StartError } from '../../bin/lib/start-error.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
const OUTPUT_LINES = 300;

/** The checks asked for: all, or those named after `--only`. @throws StartError for what is not known */
function chooseChecks(checks, argv) {
  const [flag, names, ...rest] = argv;
  if (flag === undefined) return checks;
  const known = checks.map(({ id }) => id);
  const wanted = names?.split(',') ?? [];
  if (flag !== '--only' || rest.length > 0 || wanted.length === 0 || !wanted.every((name) => known.includes(name))) {
    throw new StartError(`Usage: npm test -- --only <some of ${known.join(',')}>`);
  }
  return checks.filter(({ id }) => wanted.includes(id));
}

/** Runs one check and prints a line for it, and what it printed when it failed. */
async function runCheck(check, context) {
  const start = performance.now();
  process.stdout.write(`${check.name} … `);
  let result;
  try {
    result = await check.run(context);
  } catch (error) {
    result = { passed: 0, failed: 1, output: error.stack };
  }
  const { passed, failed, note, output } = result;
  console.log(`${passed} passed, ${failed} failed, ${secondsSince(start)}`);
  if (note) console.log(`  ${note}`);
  if (failed > 0) console.log(stripVTControlCharacters(output).trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n'));
  return result;
}

async function runAll(argv, folder) {
  if (packagesMissing(root)) await showStep('Installing packages', () => installPackages({ root, logFolder: folder }));
  // The checks use packages that may have been installed only now.
  const { CHECKS } = await import('./checks.mjs');
  const s3Given = Boolean(process.env.TEST_S3_ENDPOINT);
  const context = { root, folder, s3Given, ci: Boolean(process.env.CI), failedChecks: [] };
  const sum = { passed: 0, failed: 0 };
  for (const check of chooseChecks(CHECKS, argv)) {
    const { passed, failed } = await runCheck(check, context);
    sum.passed += passed;
    sum.failed += failed;
    if (failed > 0) context.failedChecks.push(check.id);
  }
  return sum;
}

/**
 * The test command. Prints one line a check and, last, the sums.
 * @param {string[]} argv arguments after the script's name
 * @returns {Promise<number>} exit code
 */
export async function runTests(argv) {
  const start = performance.now();
  const folder = await mkdtemp(path.join(tmpdir(), 'nbtest-'));
  let sum = { passed: 0, failed: 1 };
  try {
    sum = await runAll(argv, folder);
    console.log(`All checks took ${secondsSince(start)}.`);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error([error.message, error.detail].filter(Boolean).join('\n'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed > 0 ? 1 : 0;
}
