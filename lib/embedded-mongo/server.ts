import { Catalog } from './catalog/catalog';
import { dispatch, type Services } from './commands/dispatch';
import { CatalogChanged } from './errors';
import { pacerFor } from './request/context';
import { CursorTable } from './request/cursors';
import { GarbageCollector } from './storage/garbage';
import { numberBytes, readNumber, VERSION_KEY } from './storage/layout';
import { Store } from './storage/store';
import type { Engine } from './transactions/live-target';
import { LockTable } from './transactions/locks';
import { oldSessions } from './transactions/retry-memory';
import { Sessions } from './transactions/sessions';
import { WireServer } from './wire/server';
import { removeExpired } from './writes/expiry';

const LAYOUT_VERSION = 1;
const SWEEP_MS = 60_000;
const SESSION_SWEEP_MS = 5_000;
const RETRY_MEMORY_MS = 3_600_000;

interface EmbeddedServer {
  close(): Promise<void>;
}

interface ServerConfig {
  /** The data folder, locked by this process. */
  dir: string;
  listen: { path: string } | { port: number; host: string };
  onFault: (error: unknown) => void;
}

/** Opens the store and serves it. */
export async function startServer({ dir, listen, onFault }: ServerConfig): Promise<EmbeddedServer> {
  const store = new Store(dir);
  await checkLayout(store);
  const engine: Engine = { store, catalog: new Catalog(store), locks: new LockTable(), now: () => new Date() };
  await engine.catalog.load();
  const collector = new GarbageCollector(store, onFault);
  const services: Services = {
    engine,
    sessions: new Sessions(engine),
    cursors: new CursorTable(),
    address: 'path' in listen ? listen.path : `${listen.host}:${listen.port}`,
    wakeCollector: () => collector.wake(),
    onFault,
  };
  const wire = new WireServer({
    handle: (request, connection) => dispatch(services, request, connection.id),
    closed: (connection) => services.sessions.connectionClosed(connection.id),
    onFault,
  });
  await wire.listen(listen);
  collector.wake();
  const timers = startSweeps(services);
  return {
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await wire.close();
      services.sessions.close();
      await collector.stop();
      await store.close();
    },
  };
}

async function checkLayout(store: Store): Promise<void> {
  const found = readNumber(store.get(VERSION_KEY));
  if (found > LAYOUT_VERSION) throw new Error(`the data folder was written by a newer version (layout ${found})`);
  if (found === 0) await store.write((kv) => kv.put(VERSION_KEY, numberBytes(LAYOUT_VERSION)));
}

function startSweeps(services: Services): NodeJS.Timeout[] {
  const { engine, sessions, cursors, onFault } = services;
  let running = false;
  const sweep = async () => {
    if (running) return;
    running = true;
    try {
      cursors.sweep();
      const context = backgroundContext(services);
      await removeExpired(context, engine.catalog.all());
      await forgetOldWrites(engine);
    } catch (error) {
      if (!(error instanceof CatalogChanged)) onFault(error);
    } finally {
      running = false;
    }
  };
  return [
    setInterval(() => void sweep(), SWEEP_MS).unref(),
    setInterval(() => sessions.sweep(), SESSION_SWEEP_MS).unref(),
  ];
}

function backgroundContext(services: Services): Parameters<typeof removeExpired>[0] {
  const { engine, cursors, sessions, address, wakeCollector } = services;
  const envelope = { name: 'sweep', db: 'admin', inTransaction: false, startTransaction: false, args: [] };
  const base = { engine, cursors, sessions, address, wakeCollector, envelope };
  return { ...base, db: 'admin', args: [], pacer: pacerFor(undefined), view: engine.store };
}

async function forgetOldWrites({ store, now }: Engine): Promise<void> {
  const old = oldSessions(store, new Date(now().getTime() - RETRY_MEMORY_MS));
  if (old.length === 0) return;
  await store.write((kv) => {
    for (const key of old) kv.remove(key);
  });
}
