import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { describeProcesses } from './application-processes.mjs';
import { storeSocket } from './data-folder.mjs';
import { lockDataFolder } from './data-folder-lock.mjs';
import { noteProcess, waitForLeftProcesses } from './left-processes.mjs';
import { tailOf } from './run-logged.mjs';
import { StartError } from './start-error.mjs';
import { SupervisedProcess } from './supervised-process.mjs';

/** Commands that need the embedded store, running or not. */
export const OWN_STORE = new Set(['backup', 'fsck', 'restore', 'move']);
/** Those during which nobody else may write. */
export const EXCLUSIVE = new Set(['restore', 'move']);

function answers(socket) {
  return new Promise((resolve) => {
    const connection = net.connect(socket, () => {
      connection.destroy();
      resolve(true);
    });
    connection.on('error', () => resolve(false));
  });
}

/** Runs the command line to its end in a process of its own; Ctrl-C reaches it, and is waited for here. */
async function runCommand(bundle, env) {
  const child = spawn(process.execPath, [bundle, ...process.argv.slice(2)], { env, stdio: 'inherit' });
  const ignore = () => {};
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, ignore);
  const [code] = await once(child, 'exit');
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, ignore);
  return code ?? 1;
}

async function startStore({ settings, sockets, env }) {
  const description = describeProcesses(settings, env, storeSocket(sockets)).find(({ key }) => key === 'store');
  const { name, log } = description;
  const store = new SupervisedProcess(description, {
    onStart: (started, pid) => noteProcess(sockets, started, pid),
    onRestart: (started, reason) =>
      console.error(`The ${started} ended unexpectedly (${reason}) and is started again.`),
    onGivingUp: (given) => console.error(`The ${given.name} keeps ending; its log is ${given.log.file}.`),
  });
  try {
    await store.start();
  } catch (error) {
    throw new StartError(`The ${name} did not start (${error.message}); its log is ${log.file}.`, tailOf(log.file));
  }
  return store;
}

/**
 * Runs a command with the embedded store of the data folder: with the one that runs, or with one started for it while
 * the data folder is locked, so that the portal cannot start meanwhile.
 * @param {{settings: object, sockets: string, env: NodeJS.ProcessEnv, exclusive: boolean, command: string}} context
 * @param {string} bundle the built command line
 * @returns {Promise<number>} the command's exit code
 * @throws StartError when the command must be alone with the data and the portal runs
 */
export async function withStoreProcess(context, bundle) {
  const { sockets, env, exclusive, command } = context;
  if (!exclusive && (await answers(storeSocket(sockets)))) return runCommand(bundle, env);
  const unlock = await lockDataFolder(sockets, `nightbeat ${command}, process ${process.pid}`);
  try {
    await waitForLeftProcesses(sockets);
    const store = await startStore(context);
    try {
      return await runCommand(bundle, env);
    } finally {
      await store.stop();
    }
  } finally {
    unlock();
  }
}
