import net from 'node:net';
import { type Document, deserialize, serialize } from 'bson';

function connect(uri: string): net.Socket {
  const { hostname, port } = new URL(uri);
  const host = decodeURIComponent(hostname);
  return host.includes('/') ? net.connect(host) : net.connect(Number(port || 27017), host);
}

/**
 * Sends one command exactly as given, session fields included, on a connection of its own. For a server that asks
 * neither for TLS nor for a sign-in.
 */
export function sendRaw(uri: string, command: Document): Promise<Document> {
  const body = Buffer.from(serialize(command));
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + body.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(2013, 12);
  return new Promise((resolve, reject) => {
    let got = Buffer.alloc(0);
    const socket = connect(uri);
    socket.once('connect', () => socket.write(Buffer.concat([head, body])));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed')));
    socket.on('data', (chunk) => {
      got = Buffer.concat([got, chunk]);
      if (got.length < 4 || got.length < got.readInt32LE(0)) return;
      socket.destroy();
      resolve(deserialize(got.subarray(21)));
    });
  });
}
