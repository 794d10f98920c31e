import net from 'node:net';
import { HEADER_BYTES, ProtocolError, parseMessage, type Reply, type Request, replyMessage } from './message';

export const MAX_MESSAGE_BYTES = 48_000_000;
const MAX_WIRE_BYTES = MAX_MESSAGE_BYTES + 16_384;

/** One client connection. */
export interface Connection {
  id: number;
}

/** Answers a command; must not throw for anything a client can send. */
type Handler = (request: Request, connection: Connection) => Promise<Reply>;

interface ServerOptions {
  handle: Handler;
  /** Told when a connection is gone and its last command has ended. */
  closed: (connection: Connection) => void;
  /** Tells of a fault in this program; the connection is closed. */
  onFault: (error: unknown) => void;
}

/** Speaks the wire protocol on a socket. A client that breaks the protocol loses its connection, nothing more. */
export class WireServer {
  private readonly server: net.Server;
  private readonly sockets = new Set<net.Socket>();
  private nextConnection = 1;
  private nextReply = 1;

  constructor(private readonly options: ServerOptions) {
    this.server = net.createServer((socket) => this.accept(socket));
  }

  listen(where: { path: string } | { port: number; host: string }): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(where, () => resolve());
    });
  }

  /** Stops accepting, then ends all connections. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private accept(socket: net.Socket): void {
    const connection: Connection = { id: this.nextConnection++ };
    const framer = new Framer();
    let work: Promise<void> = Promise.resolve();
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.sockets.delete(socket);
      work = work.then(() => this.options.closed(connection));
    });
    socket.on('data', (chunk) => {
      try {
        for (const message of framer.push(chunk)) {
          // Commands of one connection are answered in the order they came.
          work = work.then(() => this.answer(message, connection, socket));
        }
      } catch {
        socket.destroy();
      }
    });
  }

  private async answer(message: Buffer, connection: Connection, socket: net.Socket): Promise<void> {
    if (socket.destroyed) return;
    try {
      const request = parseMessage(message);
      const reply = await this.options.handle(request, connection);
      if (request.noReply || socket.destroyed) return;
      this.nextReply = (this.nextReply + 1) & 0x7fffffff;
      socket.write(replyMessage(request, this.nextReply, reply));
    } catch (error) {
      if (!(error instanceof ProtocolError)) this.options.onFault(error);
      socket.destroy();
    }
  }
}

/** Cuts a stream of bytes into messages. */
export class Framer {
  private chunks: Buffer[] = [];
  private have = 0;
  private need = HEADER_BYTES;

  /** All messages that are complete with this chunk. Throws ProtocolError for an impossible length. */
  push(chunk: Buffer): Buffer[] {
    this.chunks.push(chunk);
    this.have += chunk.length;
    if (this.have < this.need) return [];
    const out: Buffer[] = [];
    let rest = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks);
    for (;;) {
      this.need = rest.length >= 4 ? messageLength(rest) : HEADER_BYTES;
      if (rest.length < this.need) break;
      out.push(rest.subarray(0, this.need));
      rest = rest.subarray(this.need);
    }
    this.chunks = rest.length > 0 ? [rest] : [];
    this.have = rest.length;
    return out;
  }
}

function messageLength(bytes: Buffer): number {
  const length = bytes.readInt32LE(0);
  if (length < HEADER_BYTES + 5 || length > MAX_WIRE_BYTES) throw new ProtocolError('message length is out of bounds');
  return length;
}
