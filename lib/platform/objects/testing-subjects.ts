import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';
import type { ObjectStore } from '../objects';
import { createDiskObjectStore } from '../objects-disk';
import { createPresignedServer, createTestBucket, listen } from './testing';

/** A store under test and ways to reach what its port does not show. */
export interface Subject {
  store: ObjectStore;
  /** The same store with its clock set to another time. */
  storeAt(now: Date): ObjectStore;
  /** A store of this kind that cannot be reached. */
  away: ObjectStore;
  /** Temporary files or open multipart uploads. */
  leftovers(): Promise<number>;
  close(): Promise<void>;
}

async function createDiskSubject(): Promise<Subject> {
  const root = await mkdtemp(path.join(tmpdir(), 'objects-'));
  const signing_key = 'a signing key for tests';
  const server = createPresignedServer(signing_key, () => store);
  const public_base_url = await listen(server);
  const storeAt = (now: Date) =>
    createDiskObjectStore({ root, public_base_url, signing_key, clock: { now: () => now } });
  const store = storeAt(new Date());
  const goneRoot = path.join(root, 'gone');
  const away = createDiskObjectStore({
    root: goneRoot,
    public_base_url,
    signing_key,
    clock: { now: () => new Date() },
  });
  await rm(goneRoot, { recursive: true });
  return {
    store,
    storeAt,
    away,
    leftovers: async () => (await readdir(path.join(root, 'tmp'))).length,
    async close() {
      server.close();
      await rm(root, { recursive: true });
    },
  };
}

async function createS3Subject(): Promise<Subject> {
  const s3 = inject('s3');
  if (!s3) throw new Error('no S3 server given');
  const { createStore, openUploads } = await createTestBucket(s3);
  return {
    store: createStore(),
    storeAt: (now) => createStore({ clock: { now: () => now } }),
    away: createStore({ endpoint: 'http://127.0.0.1:1' }),
    leftovers: openUploads,
    close: async () => undefined,
  };
}

/** The stores to run the contract over: the folder always, S3 when the test run was given a server. */
export function givenSubjects(): { name: string; create: () => Promise<Subject> }[] {
  const disk = { name: 'disk', create: createDiskSubject };
  return inject('s3') ? [disk, { name: 'S3', create: createS3Subject }] : [disk];
}
