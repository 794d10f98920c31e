import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { DATA_DIR_VARIABLE } from './support/demonstration';

const GUIDE = 'ECG_INTEGRATION_GUIDE.md';
const END_OF_EXAMPLE = '--- end of an example ---';
const HOW_MANY_AT_LEAST = 12;

interface GuideExample {
  commands: string;
  /** The last line the guide says its reader will see. */
  last_line: string | null;
}

/** The shell examples of the guide in their order, each with the `text` block that follows it. */
function examplesOf(markdown: string): GuideExample[] {
  const blocks = [...markdown.matchAll(/^```(sh|text)\n([\s\S]*?)^```$/gm)];
  return blocks.flatMap(([, kind, body = ''], index) => {
    if (kind !== 'sh') return [];
    const next = blocks[index + 1];
    return [{ commands: body, last_line: next?.[1] === 'text' ? (next[2]?.trim() ?? null) : null }];
  });
}

const lastLine = (output: string) => output.trim().split('\n').at(-1) ?? '';

test('every example of the integration guide runs as written and ends as it says', () => {
  const examples = examplesOf(readFileSync(GUIDE, 'utf8'));
  expect(examples.length).toBeGreaterThanOrEqual(HOW_MANY_AT_LEAST);
  const script = examples.map(({ commands }) => `${commands}\necho '${END_OF_EXAMPLE}'\n`).join('');
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eu', '-c', script], {
    env: { ...process.env, NIGHTBEAT_DATA_DIR: process.env[DATA_DIR_VARIABLE] ?? '' },
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  const outputs = stdout.split(END_OF_EXAMPLE).slice(0, -1);
  expect(outputs).toHaveLength(examples.length);
  for (const [index, { commands, last_line }] of examples.entries()) {
    if (last_line !== null) expect(lastLine(outputs[index] ?? ''), commands).toBe(last_line);
  }
  // the day's comparison, the guide's last example: what was corrected is there once, what was held or refused is not
  const day = outputs.at(-1)?.trim().split('\n') ?? [];
  expect(day.map((line) => line.replace(/\d{4}-\S+Z/, 'NOW'))).toEqual([
    'cart-guide/NOW v3',
    'cart-guide/in-json/NOW v1',
    'cart-guide/local-time/NOW v1',
    'cart-guide/spooled/NOW v1',
    'cart-guide/with-part/NOW v1',
  ]);
});
