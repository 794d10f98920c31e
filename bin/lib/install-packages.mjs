import path from 'node:path';
import { readJsonFile, requireDiskSpace } from './data-folder.mjs';
import { runLogged, tailOf } from './run-logged.mjs';
import { StartError } from './start-error.mjs';

const INSTALL_MEGABYTES = 1500;

/**
 * Whether node_modules lacks a package of package-lock.json or holds another version. npm writes its own
 * account of what it installed as the last act of an installation, so an interrupted one counts as missing.
 */
export function packagesMissing(root) {
  const wanted = readJsonFile(path.join(root, 'package-lock.json'))?.packages;
  if (!wanted) throw new StartError('package-lock.json is missing or not readable; the project is not complete.');
  const installed = readJsonFile(path.join(root, 'node_modules', '.package-lock.json'))?.packages ?? {};
  return Object.entries(wanted).some(([place, entry]) => {
    if (place === '') return false;
    const found = installed[place];
    return found ? found.version !== entry.version : !entry.optional && !entry.devOptional;
  });
}

function npmCommand() {
  const runningNpm = process.env.npm_execpath ?? '';
  return /npm-cli\.c?js$/.test(runningNpm) ? [process.execPath, [runningNpm]] : ['npm', []];
}

/**
 * Installs exactly what the lock file names, without install scripts.
 * @param {{root: string, logFolder: string, signal?: AbortSignal}} options
 * @throws StartError with the end of npm's output
 */
export async function installPackages({ root, logFolder, signal }) {
  requireDiskSpace(root, INSTALL_MEGABYTES, 'installing the packages');
  const logFile = path.join(logFolder, 'install.log');
  const [command, before] = npmCommand();
  const parameters = [...before, 'ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
  let code;
  try {
    code = await runLogged(command, parameters, { cwd: root, logFile, signal });
  } catch (error) {
    throw new StartError(`npm could not be run: ${error.message}.`);
  }
  signal?.throwIfAborted();
  if (code !== 0)
    throw new StartError(`Installing the packages failed; the whole output is in ${logFile}.`, tailOf(logFile));
}
