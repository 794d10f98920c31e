import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEY_GROUPS } from './keyboard-keys';

/** Keys as components name them: literal names in `useShortcuts({ … })` and in functions that give `Shortcuts`. */
function keysInUse(): string[] {
  const files = readdirSync('components', { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tsx') || file.endsWith('.ts'),
  );
  return files
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(path.join('components', file), 'utf8');
      return [...text.matchAll(/(?:useShortcuts\(|: Shortcuts \{\s+return )\{([\s\S]*?)\n? *\}(?:\)|;)/g)].flatMap(
        ([, body = '']) =>
          [...body.matchAll(/(?:^|[\s{,])(?:'([^']+)'|([a-z]))\s*:/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
      );
    });
}

describe('the keyboard map', () => {
  it('names every key a page takes', () => {
    const shown = new Set(KEY_GROUPS.flatMap(({ rows }) => rows.flatMap(({ keys }) => [keys.join(' '), ...keys])));
    // the map shows a true minus sign
    const used = keysInUse().map((key) => (key === '-' ? '−' : key));
    expect(used).toEqual(expect.arrayContaining(['j', '[', 'o', 'Shift+s', '−']));
    expect(used.filter((key) => !shown.has(key))).toEqual([]);
  });
});
