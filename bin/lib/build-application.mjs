import path from 'node:path';
import { requireDiskSpace } from './data-folder.mjs';
import { runLogged, tailOf } from './run-logged.mjs';
import { StartError } from './start-error.mjs';

const BUILD_MEGABYTES = 500;

/**
 * Builds the portal and the bundles by `scripts/build.mjs`.
 * @param {{root: string, logFolder: string, signal?: AbortSignal}} options
 * @throws StartError with the end of the build's output
 */
export async function buildApplication({ root, logFolder, signal }) {
  requireDiskSpace(root, BUILD_MEGABYTES, 'building');
  const logFile = path.join(logFolder, 'build.log');
  const code = await runLogged(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    logFile,
    signal,
  });
  signal?.throwIfAborted();
  if (code !== 0) throw new StartError(`The build failed; its whole output is in ${logFile}.`, tailOf(logFile));
}
