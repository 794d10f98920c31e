// `npm run conformance`: the embedded store's conformance checks, on stores of their own; with `-- --uri mongodb://…` on
// that server (MongoDB 7.0, a replica set for the transactions, without TLS and sign-in for the retried writes). They
// work in databases `conformance_…`, which they remove. The last line is `N passed, N failed, N skipped`.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCaptured } from './lib/run-captured.mjs';

const root = path.resolve(import.meta.dirname, '..');
const folder = 'lib/embedded-mongo/conformance';
/** The suites that ask a server and nothing else; fuzz and crash tests are about the embedded store itself. */
const suites = [
  ...['query', 'projection', 'update', 'update-pipeline', 'find-and-modify', 'aggregate', 'aggregate-joins', 'index'],
  ...['commands', 'transactions', 'mongoose'],
].map((name) => `${folder}/${name}.int.test.ts`);

const { values } = parseArgs({ options: { uri: { type: 'string' } } });
const counts = { passed: 0, failed: 0, skipped: 0 };
const reasons = new Map();
for (const file of await report(values.uri)) {
  if (file.assertionResults.length === 0) fail(path.relative(root, file.name), [file.message]);
  for (const check of file.assertionResults) count(check);
}
for (const [reason, n] of reasons) console.log(`skipped ${n}: ${reason}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;

/** Runs the suites and reads their results; a run that gave none counts as one failure. */
async function report(uri) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'nbc-'));
  const file = path.join(scratch, 'report.json');
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const parameters = [vitest, 'run', '--project', 'int', '--reporter=json', `--outputFile=${file}`, ...suites];
  const env = uri ? { CONFORMANCE_URI: uri, TEST_MONGODB_URI: uri } : {};
  const { code, output } = await runCaptured(parameters, { cwd: root, env });
  try {
    const results = JSON.parse(await readFile(file, 'utf8')).testResults;
    if (code !== 0 && results.every(({ status }) => status === 'passed')) fail('the run', [output]);
    return results;
  } catch {
    fail('the run', [output]);
    return [];
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function count({ status, fullName, failureMessages }) {
  if (status === 'passed') counts.passed += 1;
  else if (status === 'failed') fail(fullName, failureMessages);
  else {
    counts.skipped += 1;
    const reason = /\[(.+?)\]/.exec(fullName)?.[1] ?? fullName;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
}

function fail(what, messages) {
  counts.failed += 1;
  console.log(`failed: ${what}\n  ${messages.join('\n').split('\n').slice(0, 6).join('\n  ')}`);
}
