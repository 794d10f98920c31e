// Files of at most 300 lines (tests 500), functions of at most 50, `route.ts` of at most 45: what is longer does too much.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { projectFiles } from './lib/project-files.mjs';

const root = path.resolve(import.meta.dirname, '..');
const FILE_LINES = 300;
const TEST_LINES = 500;
const ROUTE_LINES = 45;
const FUNCTION_LINES = 50;

/** Files that may be longer, each with its reason and its own limit (500 at the very most). */
const LONGER_FILES = {};

/** Test files hold one `describe` function around many short cases; their functions are not measured. */
const isTest = (file) => /\.(test|spec)\.tsx?$/.test(file);

const lineCount = (text) => text.trimEnd().split('\n').length;

function fileLimit(file) {
  if (path.basename(file) === 'route.ts') return ROUTE_LINES;
  return LONGER_FILES[file]?.lines ?? (isTest(file) ? TEST_LINES : FILE_LINES);
}

/** Names and lengths of all functions of a source text that are longer than the limit. */
function longFunctions(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const line = (position) => source.getLineAndCharacterOfPosition(position).line;
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const lines = line(node.getEnd()) - line(node.getStart()) + 1;
      if (lines > FUNCTION_LINES)
        found.push({ name: node.name?.getText() ?? 'a function', at: line(node.getStart()) + 1, lines });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const faults = [];
for (const file of projectFiles(root)) {
  if (!/\.(ts|tsx|mts|mjs|cjs|js|css)$/.test(file) || file.startsWith('examples/recordings/')) continue;
  const text = readFileSync(path.join(root, file), 'utf8');
  const lines = lineCount(text);
  if (lines > fileLimit(file)) faults.push(`${file} has ${lines} lines; the limit is ${fileLimit(file)}`);
  if (isTest(file) || file.endsWith('.css')) continue;
  for (const { name, at, lines: length } of longFunctions(file, text)) {
    faults.push(`${file}:${at} ${name} has ${length} lines; the limit is ${FUNCTION_LINES}`);
  }
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
