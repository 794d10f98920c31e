import { setTimeout as delay } from 'node:timers/promises';
import mongoose from 'mongoose';
import { environment } from '@/lib/config/env';

interface Connected {
  uri: string;
  promise: Promise<void>;
}

// Next loads modules more than once in a process; the connection must be one all the same.
const holder = globalThis as { nightbeatConnection?: Connected; nightbeatReconnects?: boolean };

/** A look at the server that has no end after this long never will have one: its own limits are 3 s, and 13 s to await news. */
const STUCK_AFTER_MS = { asked: 6_000, awaited: 20_000 };
const TRY_AGAIN_MS = 1_000;

mongoose.set('strict', 'throw');
mongoose.set('autoIndex', false);
mongoose.set('autoCreate', false);

/** Ends the connection and connects anew, as soon as the database can be reached again. */
async function connectAnew(connected: Connected, uri: string, watched: boolean): Promise<void> {
  if (holder.nightbeatConnection !== connected) return;
  holder.nightbeatReconnects = true;
  delete holder.nightbeatConnection;
  await mongoose.disconnect().catch(() => undefined);
  while (holder.nightbeatReconnects) {
    const done = await connectDatabase(uri, { watched }).then(
      () => true,
      () => false,
    );
    if (done) break;
    await delay(TRY_AGAIN_MS);
  }
  holder.nightbeatReconnects = false;
}

/**
 * Watches that every look of the driver at a server comes to an end. The driver (7.8) asks a server on a connection that
 * is just being closed, waits for room to write which then never comes, and from there on knows no server, though the
 * database may have come back long ago.
 */
function watchLooks(connected: Connected, uri: string, watched: boolean): void {
  const client = mongoose.connection.getClient();
  const looks = new Map<string, NodeJS.Timeout>();
  client.on('serverHeartbeatStarted', ({ connectionId, awaited }) => {
    clearTimeout(looks.get(connectionId));
    const limit_ms = awaited ? STUCK_AFTER_MS.awaited : STUCK_AFTER_MS.asked;
    looks.set(connectionId, setTimeout(() => void connectAnew(connected, uri, watched), limit_ms).unref());
  });
  const ended = ({ connectionId }: { connectionId: string }) => clearTimeout(looks.get(connectionId));
  client.on('serverHeartbeatSucceeded', ended);
  client.on('serverHeartbeatFailed', ended);
}

/**
 * Connects once per process; later calls wait for the same connection.
 * A failed first attempt is forgotten, so that the next request tries again.
 * @param watched whether the driver tells of every command it sends, which the integration tests listen to
 */
export async function connectDatabase(uri: string, { watched = false } = {}): Promise<void> {
  if (holder.nightbeatConnection?.uri !== uri) {
    const promise = mongoose
      .connect(uri, {
        serverSelectionTimeoutMS: 3000,
        connectTimeoutMS: 3000,
        socketTimeoutMS: 30_000,
        maxPoolSize: 20,
        retryWrites: true,
        w: 'majority',
        monitorCommands: watched,
      })
      .then(() => watchLooks(connected, uri, watched));
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
  holder.nightbeatReconnects = false;
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
