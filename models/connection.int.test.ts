import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import mongoose from 'mongoose';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type StoreProxy, startStoreProxy } from '@/lib/testing/store-proxy';
import { connectDatabase, disconnectDatabase } from './connection';

const ROUNDS = 3;
const ENDING_MS = 50;

let proxy: StoreProxy;
const sockets = new Set<Socket>();
const remember = (message: unknown) => sockets.add((message as { socket: Socket }).socket);

beforeEach(async () => {
  subscribe('net.client.socket', remember);
  proxy = await startStoreProxy(inject('mongodb_server'));
  await connectDatabase(proxy.uri(`test_${randomBytes(6).toString('hex')}`));
});

afterEach(async () => {
  await disconnectDatabase();
  await proxy.close();
  unsubscribe('net.client.socket', remember);
});

const ask = () => mongoose.connection.collection('things').findOne({ name: 'nobody' });

/** Cuts all connections and asks something at that moment of the end of each. */
async function askWhileConnectionsEnd(moment: string): Promise<unknown[]> {
  const answers: Promise<unknown>[] = [];
  for (const socket of sockets) socket.once(moment, () => answers.push(ask()));
  sockets.clear();
  proxy.cut();
  await pause(ENDING_MS);
  return Promise.all(answers);
}

describe('what is asked in the very moment in which its connection ends is answered', () => {
  // its other end is gone; it takes no more; it is done with
  it.each(['end', 'finish', 'close'])('at its "%s"', async (moment) => {
    for (let round = 0; round < ROUNDS; round++) {
      await Promise.all([ask(), ask(), ask()]);
      const answers = await askWhileConnectionsEnd(moment);
      expect(answers.length).toBeGreaterThan(0);
      expect(answers.every((answer) => answer === null)).toBe(true);
    }
  });
});
