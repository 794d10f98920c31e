import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectDatabase, disconnectDatabase } from '@/models/connection';
import { socketFolder, storeSocket } from './data-folder.mjs';
import { SupervisedProcess } from './supervised-process.mjs';

let folder: string;
let supervised: SupervisedProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nbsup-'));
});

afterEach(async () => {
  await disconnectDatabase();
  await supervised?.stop();
  await rm(folder, { recursive: true, force: true });
});

it('brings a killed store back with everything it acknowledged; clients need not be started again', async () => {
  const events = new EventEmitter();
  const sockets = socketFolder(folder);
  expect((await stat(sockets)).mode & 0o777).toBe(0o700);
  const store = path.join(folder, 'store');
  supervised = new SupervisedProcess(
    {
      name: 'embedded store',
      parameters: ['--import', 'tsx', 'lib/embedded-mongo/main.ts', '--dir', store, '--socket', storeSocket(sockets)],
      cwd: process.cwd(),
      env: process.env,
      log: { file: 'none', write: () => undefined },
      ready: async (child: ChildProcess, signal) => {
        await once(child, 'message', { signal });
      },
    },
    {
      onStart: (_name, pid) => events.emit('start', pid),
      onRestart: (_name, reason) => events.emit('restart', reason),
      onGivingUp: () => events.emit('gave-up'),
    },
  );
  const started = once(events, 'start');
  await supervised.start();
  const [pid] = await started;
  const uri = `mongodb://${encodeURIComponent(storeSocket(sockets))}/kept?directConnection=true`;
  await connectDatabase(uri);
  const coll = mongoose.connection.collection('things');
  await coll.insertMany(Array.from({ length: 100 }, (_, n) => ({ n })));
  const restarted = once(events, 'restart');
  process.kill(Number(pid), 'SIGKILL');
  expect(await restarted).toEqual(['SIGKILL']);
  // a client that meets the gap gets an error and repeats, as devices do
  const gone = performance.now() + 30_000;
  const inserted = () => coll.updateOne({ n: 100 }, { $set: { n: 100 } }, { upsert: true }).then(Boolean, () => false);
  while (!(await inserted()) && performance.now() < gone) await pause(100);
  expect(await coll.countDocuments({})).toBe(101);
}, 60_000);
