// `npm run conformance`: the embedded store's conformance checks, on a store of their own; with `-- --uri mongodb://…`
// on any server (MongoDB 7.0, a replica set for the transactions; without TLS and sign-in for the retried writes). They
// work in databases `conformance_…`, which they remove. The last line is `N passed, N failed, N skipped`.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCaptured } from './lib/run-captured.mjs';

const SUITES = [
  'query',
  'projection',
  'update',
  'update-pipeline',
  'find-and-modify',
  'aggregate',
  'index',
  'commands',
  'transactions',
];
const FOLDER = 'lib/embedded-mongo/conformance';

const { values } = parseArgs({ options: { uri: { type: 'string' } } });
const root = path.resolve(import.meta.dirname, '..');
const folder = await mkdtemp(path.join(tmpdir(), 'nbc-'));
const report = path.join(folder, 'report.json');
const files = [...SUITES, 'mongoose'].map((name) => `${FOLDER}/${name}.int.test.ts`);
const { code, output } = await runCaptured(
  [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--project', 'int', '--reporter=json', `--outputFile=${report}`],
    ...files,
  ],
  { cwd: root, env: values.uri ? { CONFORMANCE_URI: values.uri, TEST_MONGODB_URI: values.uri } : {} },
);
const counts = { passed: 0, failed: 0, skipped: 0 };
const reasons = new Map();
try {
  for (const file of JSON.parse(await readFile(report, 'utf8')).testResults) {
    if (file.assertionResults.length === 0) {
      counts.failed += 1;
      console.log(`failed: ${path.relative(root, file.name)}\n  ${file.message}`);
    }
    for (const check of file.assertionResults) count(check);
  }
} catch {
  console.log(output);
}
await rm(folder, { recursive: true, force: true });
for (const [reason, n] of reasons) console.log(`skipped ${n}: ${reason}`);
if (code !== 0 && counts.failed === 0) counts.failed = 1;
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;

function count({ status, fullName, failureMessages }) {
  if (status === 'passed') counts.passed += 1;
  else if (status === 'failed') {
    counts.failed += 1;
    console.log(`failed: ${fullName}\n  ${failureMessages.join('\n  ').split('\n').slice(0, 6).join('\n  ')}`);
  } else {
    counts.skipped += 1;
    const reason = /\[(.+?)\]/.exec(fullName)?.[1] ?? fullName;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
}
