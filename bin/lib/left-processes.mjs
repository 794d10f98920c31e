import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readJsonFile } from './data-folder.mjs';

const POLL_MS = 100;
const PATIENCE_MS = 10_000;

const listFile = (folder) => path.join(folder, 'processes.json');

/** Whether the process still runs and is one of this checkout, not another that got the same number. */
function stillRuns(pid, root) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(root);
  } catch {
    return false;
  }
}

/** Notes the number of a process that was started, under its name, for a later start after a crash of this one. */
export function noteProcess(folder, name, pid) {
  writeFileSync(listFile(folder), JSON.stringify({ ...readJsonFile(listFile(folder)), [name]: pid }), { mode: 0o600 });
}

/**
 * Waits for the processes of an earlier start that was killed: they end by themselves, but hold the port and the
 * store's files until then. Those that do not end in time are ended. (Without /proc nothing is waited for.)
 */
export async function waitForLeftProcesses(folder, root) {
  const noted = Object.values(readJsonFile(listFile(folder)) ?? {});
  const left = () => noted.filter((pid) => stillRuns(pid, root));
  for (let waited = 0; left().length > 0 && waited < PATIENCE_MS; waited += POLL_MS) await pause(POLL_MS);
  for (const pid of left()) process.kill(pid, 'SIGKILL');
  while (left().length > 0) await pause(POLL_MS);
}
