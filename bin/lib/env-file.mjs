import { readFileSync } from 'node:fs';
import path from 'node:path';

function unquote(text) {
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, 1);
    if (end > 0) return text.slice(1, end);
  }
  return text.replace(/\s+#.*$/, '').trim();
}

/**
 * Variables of a `.env` text: `NAME=value` lines, optional `export`, single or double quotes around a value,
 * `#` comments. Lines of any other form are left out.
 */
export function parseEnvText(text) {
  const values = {};
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/.exec(line);
    if (match) values[match[1]] = unquote(match[2].trim());
  }
  return values;
}

/** The environment with its gaps filled from `<root>/.env`. A variable that is given but empty counts as switched off. */
export function withEnvFile(root, environment) {
  let text = '';
  try {
    text = readFileSync(path.join(root, '.env'), 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return { ...parseEnvText(text), ...environment };
}
