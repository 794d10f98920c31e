import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countPlaywright, countVitest } from './count-tests.mjs';

let folder: string;
let report: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nbcount-'));
  report = path.join(folder, 'report.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A test file as Vitest's JSON report has it. */
const testFile = (name: string, status: string, ...tests: string[]) => ({
  name: `/checkout/${name}`,
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

const write = (content: unknown) => writeFile(report, JSON.stringify(content));

describe('countVitest', () => {
  it('counts skipped and open tests as failed', async () => {
    await write({ testResults: [testFile('a.test.ts', 'passed', 'passed', 'passed', 'pending', 'todo')] });
    expect(countVitest(report, 0, false)).toEqual({ passed: 2, failed: 2, leftOut: 0 });
  });

  it('lets tests about S3 be left out only where no server is given', async () => {
    await write({ testResults: [testFile('lib/objects-s3.int.test.ts', 'passed', 'passed', 'pending')] });
    expect(countVitest(report, 0, false)).toEqual({ passed: 1, failed: 0, leftOut: 1 });
    expect(countVitest(report, 0, true)).toEqual({ passed: 1, failed: 1, leftOut: 0 });
  });

  it('counts a file that could not be loaded', async () => {
    await write({ testResults: [testFile('a.test.ts', 'passed', 'passed'), testFile('b.test.ts', 'failed')] });
    expect(countVitest(report, 1, true)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('counts a run that ended badly without a failed test, ran nothing or left no report', async () => {
    await write({ testResults: [testFile('a.test.ts', 'passed', 'passed')] });
    expect(countVitest(report, 1, true)).toMatchObject({ passed: 1, failed: 1 });
    await write({ testResults: [] });
    expect(countVitest(report, 0, true)).toMatchObject({ passed: 0, failed: 1 });
    expect(countVitest(path.join(folder, 'none.json'), 0, true)).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('countPlaywright', () => {
  it('counts skipped and flaky tests as failed', async () => {
    await write({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 1 } });
    expect(countPlaywright(report, 1)).toEqual({ passed: 4, failed: 3 });
  });

  it('counts a run that could not begin', async () => {
    await write({ stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 } });
    expect(countPlaywright(report, 1)).toEqual({ passed: 0, failed: 1 });
  });
});
