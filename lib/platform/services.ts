import { createHash } from 'node:crypto';
import path from 'node:path';
import { type Environment, environment } from '@/lib/config/env';
import { type Clock, systemClock } from './clock';
import { type Ids, randomIds } from './ids';
import { createLogger, type Logger } from './logger';
import type { ObjectStore } from './objects';
import { createDiskObjectStore } from './objects-disk';
import { createS3ObjectStore } from './objects-s3';
import { ThreadPool } from './threads/thread-pool';

/** What use-cases get from outside: everything with a second implementation, and the logger. */
export interface Services {
  clock: Clock;
  ids: Ids;
  objects: ObjectStore;
  /** The folder of `withScratch`. */
  scratch_dir: string;
  log: Logger;
  /** Threads that read foreign bytes and can be killed (SEC-6). */
  readers: Pick<ThreadPool, 'run'>;
  /** Derives a purpose's own key from the installation's secret, so that no two purposes share one. */
  keyFor(purpose: string): string;
}

/** Purpose of the key that signs the disk store's addresses. */
export const OBJECT_URL_KEY = 'object-urls';

function objectStoreFor(settings: Environment, keyFor: Services['keyFor']): ObjectStore {
  if (settings.s3) {
    const { bucket, region, endpoint, public_endpoint } = settings.s3;
    return createS3ObjectStore({
      bucket,
      region,
      ...(endpoint ? { endpoint } : {}),
      ...(public_endpoint ? { public_endpoint } : {}),
    });
  }
  return createDiskObjectStore({
    root: path.join(settings.data_dir, 'objects'),
    public_base_url: settings.public_url,
    signing_key: keyFor(OBJECT_URL_KEY),
    clock: systemClock,
  });
}

/** Two cores read two uploads at a time; a 16 MB body of numbers needs some 400 MB of heap while it is parsed. */
const READER_LIMITS = { threads: 2, heap_mb: 768, time_limit_ms: 20_000, max_waiting: 64 };

/** The pool of reader threads; `file` is the bundled `lib/ingest/reader/main.ts`. */
export function createReaders(file: string): ThreadPool {
  return new ThreadPool({ file, ...READER_LIMITS });
}

/** Builds the services from settings; the secret must be there. */
export function createServices(settings: Environment): Services {
  const { secret } = settings;
  if (!secret) throw new Error('NIGHTBEAT_SECRET is not set; the start script makes one');
  const keyFor = (purpose: string) => createHash('sha256').update(`${purpose}\n${secret}`).digest('hex');
  return {
    clock: systemClock,
    ids: randomIds,
    objects: objectStoreFor(settings, keyFor),
    scratch_dir: path.join(settings.data_dir, 'tmp'),
    log: createLogger(settings.log_level),
    readers: createReaders(path.resolve('dist', 'reader.mjs')),
    keyFor,
  };
}

// Next loads modules more than once in a process; the services must be one set all the same.
const holder: { nightbeatServices?: Services } = globalThis as { nightbeatServices?: Services };

/** The services of this process. */
export function services(): Services {
  holder.nightbeatServices ??= createServices(environment());
  return holder.nightbeatServices;
}
