import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readJsonFile } from './data-folder.mjs';

const POLL_MS = 100;
const PATIENCE_MS = 10_000;

const listFile = (folder) => path.join(folder, 'processes.json');

/** When a process began, in ticks since the machine did; null when it is gone (or where there is no /proc). */
function beginningOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : fields[18];
  } catch {
    return null;
  }
}

/**
 * Notes a process that was started, under its name, for a later start after a crash of this one. Number and beginning
 * together name it: numbers are used again.
 */
export function noteProcess(folder, name, pid) {
  const noted = { ...readJsonFile(listFile(folder)), [name]: { pid, beginning: beginningOf(pid) } };
  writeFileSync(listFile(folder), JSON.stringify(noted), { mode: 0o600 });
}

/**
 * Waits for the processes of an earlier start that was killed: they end by themselves, but hold the port and the
 * store's files until then. Those that do not end in time are ended. (Without /proc nothing is waited for.)
 */
export async function waitForLeftProcesses(folder) {
  const noted = Object.values(readJsonFile(listFile(folder)) ?? {});
  const left = () => noted.filter(({ pid, beginning }) => beginning !== null && beginningOf(pid) === beginning);
  for (let waited = 0; left().length > 0 && waited < PATIENCE_MS; waited += POLL_MS) await pause(POLL_MS);
  for (const { pid } of left()) process.kill(pid, 'SIGKILL');
  while (left().length > 0) await pause(POLL_MS);
}
