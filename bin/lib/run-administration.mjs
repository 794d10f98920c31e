import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { childEnvironment, embeddedMongodbUri } from './application-processes.mjs';
import { prepareDataFolder, readOrMakeSecret, socketFolder, storeSocket } from './data-folder.mjs';
import { withEnvFile } from './env-file.mjs';
import { StartError } from './start-error.mjs';
import { readStartSettings } from './start-settings.mjs';
import { EXCLUSIVE, OWN_STORE, withStoreProcess } from './store-for-command.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
/** Checks of an address that is opened to others belong to the start; this command opens none. */
const OPTIONS = { demo: false, insecureHttp: true };

function administrationSettings(command) {
  const environment = withEnvFile(root, process.env);
  const given = readStartSettings(root, OPTIONS, environment);
  // What moves is what lies in the data folder, whatever database the settings name by now.
  const settings = command === 'move' ? { ...given, givenMongodbUri: null } : given;
  prepareDataFolder(settings.dataDir);
  const sockets = socketFolder(settings.dataDir);
  const mongodbUri = settings.givenMongodbUri ?? embeddedMongodbUri(storeSocket(sockets));
  return {
    settings,
    sockets,
    env: childEnvironment(settings, environment, readOrMakeSecret(settings), mongodbUri),
  };
}

/**
 * Runs the built command line, which reads its arguments itself: in this process, or in one of its own beside a store
 * that is started for it.
 */
export async function runAdministration() {
  const command = process.argv[2] ?? '';
  const bundle = path.join(root, 'dist', 'nightbeat.mjs');
  try {
    if (!existsSync(bundle)) throw new StartError('Nightbeat is not built yet: run npm start once, or npm run build.');
    const { settings, sockets, env } = administrationSettings(command);
    if (!settings.givenMongodbUri && OWN_STORE.has(command)) {
      const exclusive = EXCLUSIVE.has(command);
      process.exitCode = await withStoreProcess({ settings, sockets, env, exclusive, command }, bundle);
      return;
    }
    Object.assign(process.env, env);
    await import(pathToFileURL(bundle).href);
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exitCode = 1;
  }
}
