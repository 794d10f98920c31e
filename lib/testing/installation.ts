import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import { inject } from 'vitest';
import type { Actor, KeyActor } from '@/lib/accounts/actor';
import { permissionsOfScopes, ROLES, type Scope } from '@/lib/accounts/permissions';
import { type Provisioned, provisionOrganization } from '@/lib/accounts/provision-organization';
import { type Clock, systemClock } from '@/lib/platform/clock';
import { randomIds } from '@/lib/platform/ids';
import { createLogger, type Logger } from '@/lib/platform/logger';
import type { ObjectStore } from '@/lib/platform/objects';
import { createTestBucket } from '@/lib/platform/objects/testing';
import { createDiskObjectStore } from '@/lib/platform/objects-disk';
import { createReaders, type Services } from '@/lib/platform/services';
import { connectDatabase, disconnectDatabase } from '@/models/connection';
import { ensureIndexes } from '@/models/ensure-indexes';
import { watchQueries } from './query-shapes';

/** A whole installation for one test file: its own database, its own object store, one organisation. */
export interface TestInstallation {
  services: Services;
  organization_id: string;
  provisioned: Provisioned;
  /** An actor with a key of these scopes. */
  keyActor(scopes: Scope[], change?: Partial<KeyActor>): KeyActor;
  /** Ends it. Throws if a query that was sent meanwhile scans a collection or sorts in memory. */
  close(): Promise<void>;
}

type StoreName = 'disk' | 'S3';

const SECRET = 'a secret for tests, long enough to be one';
const keyFor = (purpose: string) => `${purpose} ${SECRET}`;

/** The object stores integration tests run on: the disk always, a real S3 server where there is one. */
export function testedStores(): StoreName[] {
  return inject('s3') === null ? ['disk'] : ['disk', 'S3'];
}

async function createObjects(
  name: StoreName,
  clock: Clock,
): Promise<{ objects: ObjectStore; scratch_dir: string; remove(): Promise<void> }> {
  const s3 = inject('s3');
  const root = await mkdtemp(path.join(tmpdir(), 'nbobj-'));
  const scratch_dir = path.join(root, 'scratch');
  const remove = () => rm(root, { recursive: true, force: true });
  if (name === 'S3' && s3) {
    const { createStore } = await createTestBucket(s3);
    return { objects: createStore({ clock, page_size: 1000 }), scratch_dir, remove };
  }
  const objects = createDiskObjectStore({
    root,
    public_base_url: 'http://127.0.0.1',
    signing_key: keyFor('object-urls'),
    clock,
  });
  return { objects, scratch_dir, remove };
}

/** URI of a database nobody else uses. */
export function freshDatabaseUri(): string {
  const { prefix, suffix } = inject('mongodb_server');
  return `${prefix}test_${randomBytes(6).toString('hex')}${suffix}`;
}

interface InstallationOptions {
  store?: StoreName;
  clock?: Clock;
  /** Puts a failing store around the real one. */
  wrap?: (objects: ObjectStore) => ObjectStore;
  log?: Logger;
  /** Another way to a database of its own. */
  uri?: string;
}

/** Sets up an installation. */
export async function createInstallation(options: InstallationOptions = {}): Promise<TestInstallation> {
  const clock = options.clock ?? systemClock;
  const { objects, scratch_dir, remove } = await createObjects(options.store ?? 'disk', clock);
  const readers = createReaders(inject('reader_file'));
  const services: Services = {
    clock,
    ids: randomIds,
    objects: options.wrap?.(objects) ?? objects,
    scratch_dir,
    log: options.log ?? createLogger('silent'),
    readers,
    keyFor,
  };
  const uri = options.uri ?? freshDatabaseUri();
  // route handlers find their services and settings where the processes put them
  Object.assign(globalThis, { nightbeatServices: services });
  Object.assign(process.env, { MONGODB_URI: uri, NIGHTBEAT_SECRET: SECRET, PUBLIC_URL: 'http://127.0.0.1:3000' });
  await connectDatabase(uri, { watched: true });
  const queries = watchQueries(mongoose.connection);
  await ensureIndexes();
  if (options.clock) await keepExpired();
  const provisioned = await provisionOrganization(services, {
    name: 'Test clinic',
    time_zone: 'Europe/Brussels',
    demo: true,
    users: ROLES.map((role) => ({ email: `${role}@test.example`, name: role, role, must_change_password: false })),
    keys: [],
  });
  const { organization_id } = provisioned;
  return {
    services,
    organization_id,
    provisioned,
    keyActor: (scopes, change = {}) => ({
      kind: 'key',
      key_id: services.ids.id('key'),
      organization_id,
      scopes,
      device_id: null,
      site: null,
      requests_per_minute: null,
      permissions: permissionsOfScopes(scopes),
      origin: { request_id: services.ids.id('req'), ip: '127.0.0.1' },
      ...change,
    }),
    close: () => readers.close().then(() => closeInstallation(queries, remove)),
  };
}

/** The store deletes what has expired by its own clock, which is not the one such a test goes by. */
async function keepExpired() {
  for (const { collection, schema } of Object.values(mongoose.models))
    for (const [keys, { expireAfterSeconds }] of schema.indexes()) {
      if (expireAfterSeconds === undefined) continue;
      await collection.dropIndex(
        Object.keys(keys)
          .map((field) => `${field}_1`)
          .join('_'),
      );
      await collection.createIndex(Object.keys(keys));
    }
}

async function closeInstallation(queries: ReturnType<typeof watchQueries>, remove: () => Promise<void>) {
  const slow = await queries.findScans();
  await mongoose.connection.dropDatabase();
  await disconnectDatabase();
  await remove();
  if (slow.length > 0) throw new Error(`Queries of the product without a fitting index:\n${slow.join('\n')}`);
}

/** The same actor in another organisation. */
export function inOrganization<One extends Actor>(actor: One, organization_id: string): One {
  return { ...actor, organization_id };
}
