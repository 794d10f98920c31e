import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Test files that are about a real S3 server and may be left out where none is given. */
const S3_ONLY = /(objects-s3|uploads-s3|setup-bucket)\.int\.test\.ts$/;

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** A run that ended badly without a test of its own to blame counts as one failure, and so does a run of no tests. */
function atLeastOneFailure(counts, code) {
  const nothingRan = counts.passed + counts.failed === 0;
  return counts.failed === 0 && (code !== 0 || nothingRan) ? { ...counts, failed: 1 } : counts;
}

/**
 * Counts a Vitest run from its JSON report. Skipped and open tests count as failed; only tests about S3 may be left
 * out where no S3 server is given, and are told apart.
 * @returns {{passed: number, failed: number, leftOut: number}}
 */
export function countVitest(reportFile, code, s3Given) {
  const counts = { passed: 0, failed: 0, leftOut: 0 };
  for (const file of readReport(reportFile)?.testResults ?? []) {
    const mayBeLeftOut = !s3Given && S3_ONLY.test(path.basename(file.name));
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status !== 'failed' && mayBeLeftOut) counts.leftOut += 1;
      else counts.failed += 1;
    }
    if (file.status === 'failed' && file.assertionResults.every(({ status }) => status === 'passed'))
      counts.failed += 1;
  }
  return atLeastOneFailure(counts, code);
}

/** Counts a Playwright run from its JSON report; skipped and flaky tests count as failed. */
export function countPlaywright(reportFile, code) {
  const stats = readReport(reportFile)?.stats;
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats ?? {};
  return atLeastOneFailure({ passed: expected, failed: unexpected + flaky + skipped }, code);
}
