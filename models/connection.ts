import mongoose from 'mongoose';
import { environment } from '@/lib/config/env';
import { endWritesWithTheirConnection } from './whole-writes';

interface Connected {
  uri: string;
  promise: Promise<unknown>;
}

// Next loads modules more than once in a process; the connection must be one all the same.
const holder = globalThis as { nightbeatConnection?: Connected };

endWritesWithTheirConnection();
mongoose.set('strict', 'throw');
mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);

/**
 * Connects once per process; later calls wait for the same connection.
 * A failed first attempt is forgotten, so that the next request tries again.
 * @param watched whether the driver tells of every command it sends, which the integration tests listen to
 */
export async function connectDatabase(uri: string, { watched = false } = {}): Promise<void> {
  if (holder.nightbeatConnection?.uri !== uri) {
    const promise = mongoose.connect(uri, {
      serverSelectionTimeoutMS: 3000,
      connectTimeoutMS: 3000,
      socketTimeoutMS: 30_000,
      maxPoolSize: 20,
      retryWrites: true,
      w: 'majority',
      monitorCommands: watched,
    });
    const connected: Connected = { uri, promise };
    holder.nightbeatConnection = connected;
    promise.catch(async () => {
      if (holder.nightbeatConnection === connected) delete holder.nightbeatConnection;
      await mongoose.disconnect().catch(() => undefined);
    });
  }
  await holder.nightbeatConnection?.promise;
}

/** Ends the connection of this process. */
export async function disconnectDatabase(): Promise<void> {
  delete holder.nightbeatConnection;
  await mongoose.disconnect();
}

/** Whether the database answers and can do transactions; throws the driver's error if it is away. */
export async function pingDatabase(): Promise<{ transactions: boolean }> {
  const hello = await mongoose.connection.db?.admin().command({ hello: 1 });
  return { transactions: Boolean(hello?.setName || hello?.msg === 'isdbgrid') };
}

/** Connects to the database the settings name; cheap once it is done. */
export async function connectStores(): Promise<void> {
  const { mongodb_uri } = environment();
  if (!mongodb_uri) throw new Error('MONGODB_URI is not set; the start script gives one');
  await connectDatabase(mongodb_uri);
}
