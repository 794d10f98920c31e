import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { childEnvironment, embeddedMongodbUri } from './application-processes.mjs';
import { prepareDataFolder, readOrMakeSecret, socketFolder, storeSocket } from './data-folder.mjs';
import { withEnvFile } from './env-file.mjs';
import { StartError } from './start-error.mjs';
import { readStartSettings } from './start-settings.mjs';

const root = path.resolve(import.meta.dirname, '..', '..');
/** Checks of an address that is opened to others belong to the start; this command opens none. */
const OPTIONS = { demo: false, insecureHttp: true };

function administrationEnvironment() {
  const environment = withEnvFile(root, process.env);
  const settings = readStartSettings(root, OPTIONS, environment);
  prepareDataFolder(settings.dataDir);
  const mongodbUri = settings.givenMongodbUri ?? embeddedMongodbUri(storeSocket(socketFolder(settings.dataDir)));
  return childEnvironment(settings, environment, readOrMakeSecret(settings), mongodbUri);
}

/** Runs the built command line in this process; it reads its arguments itself. */
export async function runAdministration() {
  const bundle = path.join(root, 'dist', 'nightbeat.mjs');
  try {
    if (!existsSync(bundle)) throw new StartError('Nightbeat is not built yet: run npm start once, or npm run build.');
    Object.assign(process.env, administrationEnvironment());
    await import(pathToFileURL(bundle).href);
  } catch (error) {
    console.error(error instanceof StartError ? error.message : error);
    process.exitCode = 1;
  }
}
