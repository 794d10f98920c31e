// What must not be in the repository: paths of a developer's machine, addresses of a package registry, secrets, work
// left open, and doors around the type checker, the linter and the tests. Patterns are written so that they do not
// find themselves.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFiles } from './lib/project-files.mjs';

const root = path.resolve(import.meta.dirname, '..');
const CODE = /\.(ts|tsx|mts|mjs|cjs|js|css|sh)$/;
const TEST = /\.(test|spec)\.tsx?$|^lib\/testing\//;
const BINARY = /\.(png|jpg|jpeg|ico|pdf|woff2?|gz|bin|dcm|edf)$/;

const RULES = [
  { what: 'a path of a developer’s machine', pattern: /(^|[^\w.])\/(h[o]me|U[s]ers|w[o]rk|f[a]rm|r[o]ot)\// },
  { what: 'a path outside the project', pattern: /\.\.\/sh[a]red\b/ },
  {
    what: 'the address of a package registry',
    pattern: /https?:\/\/[\w.-]*(registry\.npm[j]s|npm[m]irror|artif[a]ctory|\bnex[u]s\b)/,
  },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIV[A]TE KEY-----/ },
  { what: 'a key of AWS', pattern: /\bAK[I]A[0-9A-Z]{16}\b/ },
  { what: 'work left open', pattern: /\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/, only: CODE },
  {
    what: 'a lint or type check switched off',
    pattern: /@ts-(ign[o]re|exp[e]ct-error|noch[e]ck)|bio[m]e-ignore|esl[i]nt-disable/,
    only: CODE,
  },
  {
    what: 'a skipped or lone test',
    pattern: /\b(test|it|describe|suite)\.(sk[i]p|to[d]o|on[l]y|fix[m]e)\b/,
    only: CODE,
  },
  {
    what: 'the clock, chance or the environment in pure code: they are arguments',
    pattern: /\bprocess\.env\b|\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)/,
    only: /^lib\/(formats|signals)\/|^lib\/.+\/domain\//,
    except: TEST,
  },
  {
    what: 'the environment read outside lib/config/env.ts',
    pattern: /\bprocess\.env\b/,
    only: /^(app|components|lib|models)\/|^proxy\.ts$/,
    except: new RegExp(`^lib/config/env\\.ts$|^lib/embedded-mongo/|${TEST.source}`),
  },
];

const faults = [];
for (const file of projectFiles(root)) {
  if (BINARY.test(file) || file === 'package-lock.json') continue;
  const rules = RULES.filter(({ only, except }) => (only?.test(file) ?? true) && !except?.test(file));
  const lines = readFileSync(path.join(root, file), 'utf8').split('\n');
  for (const [index, line] of lines.entries()) {
    for (const { what, pattern } of rules) if (pattern.test(line)) faults.push(`${file}:${index + 1} ${what}`);
  }
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
