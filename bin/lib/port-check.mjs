import net from 'node:net';
import { StartError } from './start-error.mjs';

const PORT_FAULTS = {
  EADDRINUSE: (host, port) => `Port ${port} on ${host} is taken by another program; choose another with PORT.`,
  EACCES: (_host, port) => `This user may not open port ${port}; choose one from 1024 up with PORT.`,
  EADDRNOTAVAIL: (host) => `HOST=${host} is not an address of this machine.`,
  ENOTFOUND: (host) => `HOST=${host} is not a known name.`,
};

/** Proves that the web server will be able to listen. @throws StartError saying why not. */
export async function requireFreePort(host, port) {
  const server = net.createServer();
  try {
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    const sentence = PORT_FAULTS[error.code]?.(host, port) ?? `Port ${port} cannot be opened: ${error.message}.`;
    throw new StartError(sentence);
  }
  await new Promise((resolve) => server.close(resolve));
}
