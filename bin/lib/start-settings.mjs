import path from 'node:path';
import { StartError } from './start-error.mjs';

/** Whether only this machine can reach the host name or address. */
export function isLoopback(host) {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || /^127(\.\d{1,3}){3}$/.test(name);
}

function readPort(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new StartError('PORT must be a whole number from 1 to 65535.');
  }
  return port;
}

function readOrigin(text) {
  let url;
  try {
    url = new URL(text);
  } catch {
    throw new StartError('PUBLIC_URL is not an address such as https://nightbeat.example.org.');
  }
  if (!/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    throw new StartError('PUBLIC_URL must be http:// or https://, a name and nothing after it.');
  }
  return url;
}

/** The address under which this machine reaches the web server; a wildcard host is reached over loopback. */
function localOrigin(host, port) {
  const name = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function checkDemo(options, settings, publicUrl) {
  if (!options.demo) return;
  if (settings.givenMongodbUri) {
    throw new StartError(
      '--demo and MONGODB_URI do not go together: the demonstration never touches another database.',
    );
  }
  if (!isLoopback(settings.host)) {
    throw new StartError(`--demo answers this machine only; HOST=${settings.host} would open it to others.`);
  }
  if (publicUrl && !isLoopback(publicUrl.hostname)) {
    throw new StartError('--demo answers this machine only; unset PUBLIC_URL.');
  }
}

function checkPublicAddress(options, host, publicUrl) {
  if (isLoopback(host) || options.insecureHttp || publicUrl?.protocol === 'https:') return;
  throw new StartError(
    `HOST=${host} can be reached by others, so PUBLIC_URL must be the https address of the proxy in front of it.`,
    'For a closed test network without https there is the option --insecure-http.',
  );
}

/**
 * The few settings the start script itself needs, from options and environment.
 * Everything else is read and checked by lib/config/env.ts in each process.
 * @throws StartError for a wrong value or a combination that would be unsafe.
 */
export function readStartSettings(root, options, environment) {
  const settings = {
    root,
    demo: options.demo,
    host: environment.HOST || '127.0.0.1',
    port: readPort(environment.PORT || '3000'),
    dataDir: path.resolve(root, environment.NIGHTBEAT_DATA_DIR || '.data'),
    givenMongodbUri: environment.MONGODB_URI || null,
    givenSecret: environment.NIGHTBEAT_SECRET || null,
  };
  const publicUrl = environment.PUBLIC_URL ? readOrigin(environment.PUBLIC_URL) : null;
  checkDemo(options, settings, publicUrl);
  checkPublicAddress(options, settings.host, publicUrl);
  const local = localOrigin(settings.host, settings.port);
  return { ...settings, localUrl: local, publicUrl: publicUrl?.origin ?? local };
}
