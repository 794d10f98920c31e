import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { bundleStore } from '../support/bundled-store';
import { Random } from '../support/random';
import { removeFolder, startStore, testFolder } from '../support/store-process';
import { findDamage } from './check';
import { Acknowledged, DATABASE, makeIndexes, writeUntilKilled } from './writers';

const WRITERS = 8;
/** A kill comes after so many acknowledged writes, however fast the machine is, and a moment later. */
const MOST_WRITES = 200;
const LONGEST_MOMENT_MS = 20;
/** After so many rounds the collections start anew, so that the checks stay quick. */
const ROUNDS_OF_A_STORE = 40;

export interface KillResult {
  rounds: number;
  acknowledged: number;
  damage: string[];
}

/**
 * Kills a store under concurrent writers at random moments, again and again, and checks everything after each restart.
 * `onRound` hears of every round.
 */
export async function runKills(
  seed: number,
  rounds: number,
  onRound: (round: number, acknowledged: number) => void = () => undefined,
): Promise<KillResult> {
  const random = new Random(seed);
  const { main, remove } = await bundleStore();
  const dir = await testFolder();
  const damage: string[] = [];
  let done = new Acknowledged();
  let acknowledged = 0;
  try {
    for (let round = 1; round <= rounds && damage.length === 0; round++) {
      const before = done.writes;
      damage.push(...(await killRound(dir, main, done, random)));
      acknowledged += done.writes - before;
      onRound(round, acknowledged);
      if (round % ROUNDS_OF_A_STORE === 0 || round === rounds) {
        damage.push(...(await checkAndEmpty(dir, main, done)));
        done = new Acknowledged();
      }
    }
  } finally {
    await removeFolder(dir);
    await remove();
  }
  return { rounds, acknowledged, damage };
}

async function killRound(dir: string, main: string, done: Acknowledged, random: Random): Promise<string[]> {
  const store = await startStore(dir, { main });
  const client = new MongoClient(store.uri, { serverSelectionTimeoutMS: 10_000, retryWrites: false });
  try {
    await client.connect();
    await makeIndexes(client);
    const damage = await findDamage(client, done);
    const enough = done.writes + 1 + random.int(MOST_WRITES);
    const stop = new AbortController();
    for (let n = 0; n < WRITERS; n++) void writeUntilKilled(client, done, stop.signal);
    while (done.writes < enough && done.faults.length === 0) await pause(1);
    await pause(random.int(LONGEST_MOMENT_MS));
    await store.stop('SIGKILL');
    stop.abort();
    return damage;
  } finally {
    await store.stop('SIGKILL');
    // Neither this nor the writers are waited for: the driver looks for the dead server a while longer.
    void client.close(true).catch(() => undefined);
  }
}

async function checkAndEmpty(dir: string, main: string, done: Acknowledged): Promise<string[]> {
  const store = await startStore(dir, { main });
  const client = await MongoClient.connect(store.uri);
  const damage = await findDamage(client, done);
  await client.db(DATABASE).dropDatabase();
  await client.close();
  const code = await store.stop();
  return code === 0 ? damage : [...damage, `the store ended with ${code}`];
}
