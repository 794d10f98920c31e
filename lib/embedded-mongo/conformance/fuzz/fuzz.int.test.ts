import { describe, expect, it } from 'vitest';
import { runRounds } from './run-rounds';

const OPERATIONS = 20_000;
const DAY_MS = 86_400_000;
/** Another one each day; a failing one runs again with `npm run fuzz:store -- --seed N`. */
const SEED = Math.floor(Date.now() / DAY_MS) * 100;

describe('differential fuzz', () => {
  it(`answers ${OPERATIONS} random operations like a plain evaluation in memory (seeds from ${SEED})`, async () => {
    const { operations, mismatches, faults } = await runRounds(SEED, OPERATIONS);
    expect(mismatches).toEqual([]);
    expect(faults).toBe('');
    expect(operations).toBe(OPERATIONS);
  }, 600_000);
});
