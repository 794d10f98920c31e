import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { UserActor } from '@/lib/accounts/actor';
import { permissionsOfRole } from '@/lib/accounts/permissions';
import { provisionOrganization } from '@/lib/accounts/provision-organization';
import { systemClock } from '@/lib/platform/clock';
import { randomIds } from '@/lib/platform/ids';
import { createLogger } from '@/lib/platform/logger';
import { createDiskObjectStore } from '@/lib/platform/objects-disk';
import { createReaders, type Services } from '@/lib/platform/services';
import { bundleReader, bundleStore } from '@/lib/testing/bundle-entry';
import { connectDatabase, disconnectDatabase } from '@/models/connection';
import { ensureIndexes } from '@/models/ensure-indexes';

/** One organisation on an embedded store of its own, with a clinician who asks. */
export interface BenchInstallation {
  services: Services;
  /** Of the database, for filling it in large steps. */
  uri: string;
  organization_id: string;
  clinician: UserActor;
}

async function startStore(main: string, folder: string): Promise<{ child: ChildProcess; uri: string }> {
  const socket = path.join(folder, 's.sock');
  const child = spawn(process.execPath, [main, '--dir', path.join(folder, 'db'), '--socket', socket], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the embedded store did not start');
  });
  await Promise.race([once(child, 'message'), ended]);
  return { child, uri: `mongodb://${encodeURIComponent(socket)}/bench?directConnection=true` };
}

function servicesIn(folder: string, readerFile: string): Services {
  const keyFor = (purpose: string) => `${purpose}, a secret for measuring alone`;
  const objects = createDiskObjectStore({
    root: path.join(folder, 'objects'),
    public_base_url: 'http://127.0.0.1',
    signing_key: keyFor('object-urls'),
    clock: systemClock,
  });
  const readers = createReaders(readerFile);
  const scratch_dir = path.join(folder, 'tmp');
  return { clock: systemClock, ids: randomIds, objects, scratch_dir, readers, log: createLogger('silent'), keyFor };
}

async function provision(services: Services, uri: string): Promise<BenchInstallation> {
  const user = { email: 'clinician@bench.example', name: 'Clinician', role: 'clinician' as const };
  const { organization_id } = await provisionOrganization(services, {
    name: 'Measured clinic',
    time_zone: 'Europe/Brussels',
    demo: true,
    users: [{ ...user, must_change_password: false }],
    keys: [],
  });
  const clinician: UserActor = {
    kind: 'user',
    user_id: 'usr_bench',
    session_id: 'ses_bench',
    role: 'clinician',
    organization_id,
    permissions: permissionsOfRole('clinician'),
    origin: { request_id: 'req_bench', ip: null },
  };
  return { services, uri, organization_id, clinician };
}

/** Starts a store process, runs the measurement on it, and removes everything again, also when it fails. */
async function withInstallation(measure: (installation: BenchInstallation) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nbbench-'));
  const [store, reader] = await Promise.all([bundleStore(), bundleReader()]);
  const { child, uri } = await startStore(store.file, folder);
  try {
    await connectDatabase(uri);
    await ensureIndexes();
    await measure(await provision(servicesIn(folder, reader.file), uri));
  } finally {
    await disconnectDatabase();
    child.kill('SIGTERM');
    await once(child, 'exit');
    await Promise.all([store.remove(), reader.remove()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** The whole of a benchmark program: measures, and ends with 1 when that fails. */
export function run(measure: (installation: BenchInstallation) => Promise<void>): void {
  withInstallation(measure).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  });
}
