import { readFileSync } from 'node:fs';

const POLL_MS = 1000;

/** Name and parent of a process; null when it is gone (or where there is no /proc). */
function processInfo(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    return { name: stat.slice(stat.indexOf('(') + 1, end), parent: Number(stat.slice(end + 2).split(' ')[1]) };
  } catch {
    return null;
  }
}

/**
 * Calls back when the npm that ran this script is gone. npm puts a shell in between (unless the script says `exec`),
 * which does not pass signals on: whoever ends npm would leave this process behind, with port and data folder taken.
 * Does nothing where the script was not run by npm.
 */
export function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const runner = process.ppid;
  const found = processInfo(runner);
  const shell = found && !/^(npm|node)/.test(found.name) ? found : null;
  const timer = setInterval(() => {
    if (process.ppid === runner && (!shell || processInfo(runner)?.parent === shell.parent)) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}
