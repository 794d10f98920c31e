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

/** Runs one check; what went wrong while running it is its failure. */
async function runCheck(check, context) {
  const start = performance.now();
  try {
    const result = await check.run(context);
    if (result.failed > 0) context.failedChecks.push(check.id);
    return { ...result, took: secondsSince(start) };
  } catch (error) {
    context.failedChecks.push(check.id);
    return { passed: 0, failed: 1, output: error.stack, took: secondsSince(start) };
  }
}

/** The rest of a check's line, and what it printed when it failed. */
function printResult({ passed, failed, note, output, took }) {
  console.log(`${passed} passed, ${failed} failed, ${took}`);
  if (note) console.log(`  ${note}`);
  if (failed > 0) console.log(stripVTControlCharacters(output).trimEnd().split('\n').slice(-OUTPUT_LINES).join('\n'));
}

/**
 * Runs the checks in their order. Those that mostly wait begin at once, beside the others, and are printed in their
 * turn; those that need the machine for themselves begin when the ones before them have ended.
 */
async function runInOrder(checks, context) {
  const sum = { passed: 0, failed: 0 };
  const begun = new Map(checks.filter(({ waits }) => waits).map((check) => [check, runCheck(check, context)]));
  const print = async (check, result) => {
    process.stdout.write(`${check.name} … `);
    const done = await result();
    printResult(done);
    sum.passed += done.passed;
    sum.failed += done.failed;
  };
  const printBegun = async () => {
    for (const [check, result] of begun) await print(check, () => result);
    begun.clear();
  };
  for (const check of checks.filter(({ waits }) => !waits)) {
    if (check.alone) await printBegun();
    await print(check, () => runCheck(check, context));
  }
  await printBegun();
  return sum;
}

async function runAll(argv, folder) {
  if (packagesMissing(root)) await showStep('Installing packages', () => installPackages({ root, logFolder: folder }));
  // The checks use packages that may have been installed only now.
  const { CHECKS } = await import('./checks.mjs');
  const s3Given = Boolean(process.env.TEST_S3_ENDPOINT);
  const context = { root, folder, s3Given, ci: Boolean(process.env.CI), failedChecks: [] };
  return runInOrder(chooseChecks(CHECKS, argv), context);
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
