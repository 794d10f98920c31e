import { MongoClient } from 'mongodb';
import { removeFolder, startStore, testFolder } from '../support/store-process';
import { type Mismatch, runRound } from './run-round';

const ROUND_OPERATIONS = 1000;
/** Rounds under way at once: while one waits for the disk, another goes on. */
const LANES = 4;

export interface FuzzResult {
  operations: number;
  mismatches: Mismatch[];
  /** What the store wrote to stderr: faults of the program. */
  faults: string;
}

/**
 * Runs rounds of random operations with the seeds `seed`, `seed + 1`, … against a store process of its own until
 * `operations` are done or something differs. `onRound` hears of every finished round.
 */
export async function runRounds(
  seed: number,
  operations: number,
  onRound: (seed: number, operations: number) => void = () => undefined,
): Promise<FuzzResult> {
  const dir = await testFolder();
  const store = await startStore(dir);
  const client = await MongoClient.connect(store.uri);
  const mismatches: Mismatch[] = [];
  let started = 0;
  let next = seed;
  const lane = async () => {
    while (started < operations && mismatches.length === 0) {
      const n = Math.min(ROUND_OPERATIONS, operations - started);
      const own = next++;
      started += n;
      mismatches.push(...(await runRound(client, own, n)));
      onRound(own, n);
    }
  };
  try {
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await client.close();
    await store.stop();
    await removeFolder(dir);
  }
  return { operations: started, mismatches, faults: store.faults() };
}
