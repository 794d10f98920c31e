import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Wrong answers that an earlier prototype gave without an error, numbered 1 to 36; each has a check named after it. */
const ROWS = 36;

it('has a check for each of the known wrong answers', () => {
  const texts = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.int.test.ts'))
    .map((name) => readFileSync(path.join(import.meta.dirname, name), 'utf8'));
  const checked = texts.flatMap((text) =>
    [...text.matchAll(/'rows? ([\d, ]+):/g)].flatMap((match) => (match[1] ?? '').split(', ').map(Number)),
  );
  const all = Array.from({ length: ROWS }, (_, i) => i + 1);
  expect([...new Set(checked)].sort((a, b) => a - b)).toEqual(all);
});
