import path from 'node:path';
import { childEnvironment, describeProcesses, embeddedMongodbUri } from './application-processes.mjs';
import { buildApplication } from './build-application.mjs';
import { buildIsStale } from './build-state.mjs';
import {
  checkDataFolder,
  prepareDataFolder,
  readOrMakeSecret,
  requireDiskSpace,
  socketFolder,
  storeSocket,
} from './data-folder.mjs';
import { lockDataFolder } from './data-folder-lock.mjs';
import { demonstrationIsLoaded, loadDemonstration, prepareDemonstration } from './demonstration.mjs';
import { withEnvFile } from './env-file.mjs';
import { installPackages, packagesMissing } from './install-packages.mjs';
import { noteProcess, waitForLeftProcesses } from './left-processes.mjs';
import { watchNpm } from './parent-watch.mjs';
import { requireFreePort } from './port-check.mjs';
import { secondsSince, showStep } from './progress.mjs';
import { provision } from './provision.mjs';
import { tailOf } from './run-logged.mjs';
import { StartError } from './start-error.mjs';
import { parseStartOptions, USAGE } from './start-options.mjs';
import { readStartSettings } from './start-settings.mjs';
import { SupervisedProcess } from './supervised-process.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
const RUN_MEGABYTES = 100;

/** Ends the children in reverse order of their start, then this process. */
function createShutdown() {
  const processes = [];
  const request = new AbortController();
  let ending = null;
  const stopAll = async (code) => {
    for (const process of processes.toReversed()) await process.stop();
    globalThis.process.exit(code);
  };
  return {
    processes,
    signal: request.signal,
    /** @param {number} code */
    end(code) {
      request.abort();
      ending ??= stopAll(code);
      return ending;
    },
  };
}

function listenToSignals(shutdown, isRunning) {
  const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
  for (const [name, code] of Object.entries(codes)) {
    process.on(name, () => void shutdown.end(isRunning() ? 0 : code));
  }
  watchNpm(() => void shutdown.end(0));
  // A terminal that went away must not take the supervisor with it in the middle of stopping its children.
  process.stdout.on('error', () => {});
  process.stderr.on('error', () => {});
}

async function prepare(options, environment) {
  const settings = readStartSettings(root, options, environment);
  prepareDataFolder(settings.dataDir);
  requireDiskSpace(settings.dataDir, RUN_MEGABYTES, 'running');
  checkDataFolder(settings, options);
  const sockets = socketFolder(settings.dataDir);
  await lockDataFolder(sockets, `process ${process.pid}, ${settings.publicUrl}`);
  await waitForLeftProcesses(sockets);
  await requireFreePort(settings.host, settings.port);
  return { settings, sockets };
}

async function installAndBuild(settings, signal) {
  const work = { root, logFolder: path.join(settings.dataDir, 'logs'), signal };
  if (packagesMissing(root)) await showStep('Installing packages', () => installPackages(work));
  if (buildIsStale(root)) await showStep('Building the portal', () => buildApplication(work));
}

/** Starts one process and waits for it. @throws StartError with the end of its log */
async function startProcess(description, sockets, shutdown) {
  const supervised = new SupervisedProcess(description, {
    onStart: (name, pid) => noteProcess(sockets, name, pid),
    onRestart: (name, reason) => console.error(`The ${name} ended unexpectedly (${reason}) and is started again.`),
    onGivingUp: ({ name, log }) => {
      console.error(`The ${name} keeps ending; everything is stopped. The end of ${log.file}:\n${tailOf(log.file)}`);
      void shutdown.end(1);
    },
  });
  shutdown.processes.push(supervised);
  try {
    await supervised.start();
  } catch (error) {
    const { name, log } = description;
    throw new StartError(`The ${name} did not start (${error.message}); its log is ${log.file}.`, tailOf(log.file));
  }
}

/** Starts all processes in their order. The organisation is set up while the web server, the last one, starts. */
async function startProcesses(settings, env, sockets, shutdown) {
  const descriptions = describeProcesses(settings, env, storeSocket(sockets));
  for (const description of descriptions.slice(0, -1)) {
    await showStep(`Starting the ${description.name}`, () => startProcess(description, sockets, shutdown));
  }
  const web = descriptions.at(-1);
  const setUp = settings.demo ? prepareDemonstration : provision;
  return await showStep(`Starting the ${web.name}`, async () => {
    const [access] = await Promise.all([setUp(settings, env), startProcess(web, sockets, shutdown)]);
    return access;
  });
}

function signInLines(access) {
  const shown = access.users.filter(({ password }) => password);
  return shown.map(({ role, email, password }) => `  ${role.padEnd(16)}${email.padEnd(36)}${password}`);
}

/** Who may sign in and how: as soon as the web server answers, so that nobody waits for the loading. */
function announceAccess(settings, access) {
  const lines = signInLines(access);
  if (settings.demo) {
    console.log(`\nDemonstration with invented patients and real recordings: ${settings.publicUrl}. Sign in as`);
    console.log([...lines, ''].join('\n'));
    console.log(`The same with API keys: ${path.join(settings.dataDir, 'demo.json')}`);
  } else if (lines.length > 0) {
    console.log('\nFirst administrator. This password is shown once, must be changed and is good for 24 hours:');
    console.log(lines.join('\n'));
  }
}

async function run(options, environment, shutdown) {
  const start = performance.now();
  const { settings, sockets } = await prepare(options, environment);
  await installAndBuild(settings, shutdown.signal);
  const mongodbUri = settings.givenMongodbUri ?? embeddedMongodbUri(storeSocket(sockets));
  const env = childEnvironment(settings, environment, readOrMakeSecret(settings), mongodbUri);
  const access = await startProcesses(settings, env, sockets, shutdown);
  announceAccess(settings, access);
  if (settings.demo && !demonstrationIsLoaded(settings.dataDir)) {
    await showStep('Loading recordings', (show) => loadDemonstration(settings, shutdown.signal, show));
  }
  console.log(`\nNightbeat is ready after ${secondsSince(start)}: ${settings.publicUrl}\n`);
  console.log(`Logs: ${path.join(settings.dataDir, 'logs')}. Ctrl-C stops everything.`);
}

/**
 * The start command: checks settings and machine, installs and builds what is missing, starts and supervises the
 * processes until a signal ends them.
 * @param {string[]} argv arguments after the script's name
 */
export async function startApplication(argv) {
  const shutdown = createShutdown();
  let running = false;
  listenToSignals(shutdown, () => running);
  try {
    const options = parseStartOptions(argv);
    if (options.help) return console.log(USAGE);
    await run(options, withEnvFile(root, process.env), shutdown);
    running = true;
  } catch (error) {
    // What fails because a signal stopped it is no fault; that stop ends the process.
    if (shutdown.signal.aborted) return;
    const lines = error instanceof StartError ? [error.message, error.detail] : [error.stack];
    console.error(lines.filter(Boolean).join('\n'));
    await shutdown.end(1);
  }
}
