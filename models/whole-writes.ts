import type { EventEmitter } from 'node:events';
// as mongoose itself reaches for parts of the driver: it tells of them by no other name
import { Connection } from 'mongodb/lib/cmap/connection.js';

/** What is used here of the driver's connection. */
interface DriverConnection extends EventEmitter {
  /** Why it has ended; null while it stands. */
  error: Error | null;
  writeCommand(command: unknown, options: unknown): Promise<void>;
}

const MENDED = Symbol.for('nightbeat.whole-writes');

/**
 * Has every write of the driver come to an end. The driver (7.8 and 7.9) awaits room in a socket that takes no more,
 * because its other end has just closed: that room never comes, so the command waits for ever, or it fails with an
 * error of the system which the driver does not know as one of the network and does not retry. Here the write ends
 * with its connection and for the connection's own reason, and all that the driver does about one follows.
 */
export function endWritesWithTheirConnection(): void {
  const prototype = Connection.prototype as DriverConnection & { [MENDED]?: true };
  // Next loads modules more than once in a process
  if (prototype[MENDED]) return;
  prototype[MENDED] = true;
  const writeCommand = prototype.writeCommand;
  prototype.writeCommand = async function (this: DriverConnection, command, options) {
    let onClose = () => {};
    const closed = new Promise<never>((_resolve, reject) => {
      onClose = () => reject(this.error);
      this.once('close', onClose);
    });
    try {
      await Promise.race([writeCommand.call(this, command, options), closed]);
    } catch (error) {
      throw this.error ?? error;
    } finally {
      this.off('close', onClose);
    }
  };
}
