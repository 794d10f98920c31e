import { StartError } from './start-error.mjs';

const FLAGS = {
  '--demo': 'demo',
  '--insecure-http': 'insecureHttp',
  '--use-mongodb-uri': 'useMongodbUri',
  '--help': 'help',
};

export const USAGE = `Usage: npm start -- [options]

  --demo              own organisation with invented patients, real recordings and sign-ins; this machine only
  --insecure-http     allow a public HOST without an https PUBLIC_URL (passwords travel unencrypted)
  --use-mongodb-uri   use MONGODB_URI although the data folder holds records of the embedded store
  --help              this text

Settings come from the environment or from .env; .env.example lists them all.`;

/**
 * Arguments of the start command as named flags.
 * @param {string[]} argv
 * @returns {{demo: boolean, insecureHttp: boolean, useMongodbUri: boolean, help: boolean}}
 * @throws StartError with the usage text for an unknown one
 */
export function parseStartOptions(argv) {
  const options = Object.fromEntries(Object.values(FLAGS).map((name) => [name, false]));
  for (const argument of argv) {
    const name = FLAGS[argument];
    if (!name) throw new StartError(`Unknown argument: ${argument}`, USAGE);
    options[name] = true;
  }
  return options;
}
