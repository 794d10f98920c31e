import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SYSTEM_BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function fontList(fonts, folder) {
  const cache = path.join(folder, 'fonts-cache');
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><dir>/usr/share/fonts</dir><cachedir>${cache}</cachedir></fontconfig>
`;
}

/** Unpacks the browser inside an npm package, with the libraries it needs, into a folder of its own. */
async function unpackPackaged(root) {
  const folder = await mkdtemp(path.join(tmpdir(), 'nbchromium-'));
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  const script = path.join(root, 'scripts', 'lib', 'unpack-chromium.mjs');
  const output = execFileSync(process.execPath, [script], { env });
  const { file, LD_LIBRARY_PATH, FONTCONFIG_PATH } = JSON.parse(output.toString('utf8'));
  // The package's own list of font folders knows only the usual temporary folder; without any font no text is drawn.
  await writeFile(path.join(FONTCONFIG_PATH, 'fonts.conf'), fontList(FONTCONFIG_PATH, folder));
  return {
    what: 'the one of the npm package @sparticuz/chromium',
    env: { CHROMIUM_PATH: file, LD_LIBRARY_PATH, FONTCONFIG_PATH },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * A Chromium for the browser tests: CHROMIUM_PATH, one that is installed, Playwright's own, or the one in an npm package.
 * @returns {Promise<{what: string, env: Record<string, string>, remove(): Promise<void>}>} variables for the tests
 */
export async function findChromium(root) {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given)) throw new Error(`CHROMIUM_PATH is ${given}, where nothing is.`);
  const { chromium } = await import('@playwright/test');
  const file = [given, ...SYSTEM_BROWSERS, chromium.executablePath()].find(
    (candidate) => candidate && existsSync(candidate),
  );
  if (file) return { what: file, env: { CHROMIUM_PATH: file }, remove: async () => {} };
  return await unpackPackaged(root);
}
