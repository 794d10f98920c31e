import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * What becomes of one command: it is passed on; it or its answer is lost with the connection; or the connection falls
 * silent for its sender, as for a process that has died, while the database sees it close.
 */
export type Fate = 'pass' | 'lose_request' | 'lose_answer' | 'silence';

type Decide = (name: string, number: number) => Fate | Promise<Fate>;

/** Commands by which a driver looks after itself. */
const OF_THE_DRIVER = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions']);
const HEADER_BYTES = 16;
/** Behind the header: flags, the kind of the first section, its length, the type of its first field. */
const NAME_AT = HEADER_BYTES + 4 + 1 + 4 + 1;
const OP_MSG = 2013;

/** A command's name is the first field of an OP_MSG's first section. */
function nameOf(message: Buffer): string | null {
  if (message.readInt32LE(12) !== OP_MSG) return null;
  return message.toString('utf8', NAME_AT, message.indexOf(0, NAME_AT));
}

/** Whole messages out of what a socket gives; each begins with its length. */
async function* messagesOf(socket: Socket): AsyncGenerator<Buffer> {
  let buffered = Buffer.alloc(0);
  for await (const chunk of socket) {
    // a socket without an encoding gives bytes
    buffered = Buffer.concat([buffered, chunk as Buffer]);
    while (buffered.length >= HEADER_BYTES && buffered.length >= buffered.readInt32LE(0)) {
      const length = buffered.readInt32LE(0);
      yield buffered.subarray(0, length);
      buffered = buffered.subarray(length);
    }
  }
}

/** Where a URI's first host listens. */
function targetOf(prefix: string): { host: string; sign_in: string } {
  const [, sign_in = '', host = ''] = /^mongodb:\/\/([^/]*@)?([^/,]+)/.exec(prefix) ?? [];
  return { host: decodeURIComponent(host), sign_in };
}

function connectTo(host: string): Socket {
  if (host.startsWith('/')) return createConnection(host);
  const { hostname, port } = new URL(`mongodb://${host}`);
  return createConnection(Number(port || 27_017), hostname);
}

/** The driver must not go and look for the other members, past the proxy. */
function optionsOf(suffix: string): string {
  const options = new URLSearchParams(suffix);
  options.set('directConnection', 'true');
  options.delete('replicaSet');
  return `?${options}`;
}

/** A way to the database on which commands can be counted, held up and lost. */
export class StoreProxy {
  private readonly address = path.join(tmpdir(), `nbproxy-${randomBytes(6).toString('hex')}.sock`);
  private readonly listener = createServer((client) => this.admit(client));
  private readonly open = new Set<Socket>();
  private readonly silent = new Set<Socket>();
  private refuses = false;
  private number = 0;
  private decide: Decide | null = null;

  constructor(private readonly server: { prefix: string; suffix: string }) {}

  /** URI of a database behind it. */
  uri(database: string): string {
    const { sign_in } = targetOf(this.server.prefix);
    return `mongodb://${sign_in}${encodeURIComponent(this.address)}/${database}${optionsOf(this.server.suffix)}`;
  }

  async listen(): Promise<void> {
    this.listener.listen(this.address);
    await once(this.listener, 'listening');
  }

  /** Has every command from now on decided on by its name and number; null passes all. */
  reset(decide: Decide | null): void {
    this.number = 0;
    this.decide = decide;
  }

  /** While true every connection is refused, and those there are end. */
  away(is: boolean): void {
    this.refuses = is;
    if (is) this.cut();
  }

  /** Ends every connection there is; new ones are let through. */
  cut(): void {
    for (const socket of this.open) socket.destroy();
  }

  /** Ends the connections that have fallen silent, so that whoever waits on them learns it. */
  endSilence(): void {
    for (const socket of this.silent) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private async fateOf(message: Buffer): Promise<Fate> {
    const name = nameOf(message);
    if (name === null || OF_THE_DRIVER.has(name) || !this.decide) return 'pass';
    this.number += 1;
    return this.decide(name, this.number);
  }

  private admit(client: Socket): void {
    if (this.refuses) {
      client.destroy();
      return;
    }
    const upstream = connectTo(targetOf(this.server.prefix).host);
    this.open.add(client);
    client.on('close', () => {
      this.open.delete(client);
      this.silent.delete(client);
      upstream.destroy();
    });
    upstream.on('close', () => {
      if (!this.silent.has(client)) client.destroy();
    });
    for (const socket of [client, upstream]) socket.on('error', () => client.destroy());
    // a connection that breaks ends its messages; both sides have learnt it by then
    this.serve(client, upstream).catch(() => client.destroy());
  }

  private async serve(client: Socket, upstream: Socket): Promise<void> {
    let losesAnswer = false;
    upstream.on('data', (chunk) => {
      if (losesAnswer) client.destroy();
      else client.write(chunk);
    });
    for await (const message of messagesOf(client)) {
      const fate = await this.fateOf(message);
      if (fate === 'lose_request') client.destroy();
      if (fate === 'silence') {
        this.silent.add(client);
        upstream.destroy();
      }
      losesAnswer = fate === 'lose_answer';
      if (fate === 'pass' || losesAnswer) upstream.write(message);
    }
  }
}

/** Starts a proxy in front of the server of the integration tests. */
export async function startStoreProxy(server: { prefix: string; suffix: string }): Promise<StoreProxy> {
  const proxy = new StoreProxy(server);
  await proxy.listen();
  return proxy;
}
