import { parseArgs } from 'node:util';
import { runRounds } from './run-rounds';

const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** `npm run fuzz:store -- --seed N --operations M`: compares the store with a plain evaluation in memory. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, operations: { type: 'string', default: '200000' } },
  });
  const first = Number(values.seed ?? Date.now() % 1_000_000_000);
  const wanted = Number(values.operations);
  if (!Number.isSafeInteger(first) || !(wanted > 0)) throw new Error('--seed and --operations take whole numbers');
  print(`${wanted} operations, seeds from ${first}`);
  const started = performance.now();
  let done = 0;
  const { operations, mismatches, faults } = await runRounds(first, wanted, (seed, n) => {
    done += n;
    print(`seed ${seed} done, ${done} operations in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  });
  for (const { seed, operation, what, expected, got } of mismatches) {
    print(`Mismatch, again with: npm run fuzz:store -- --seed ${seed} --operations 1000`);
    print(`  operation ${operation}: ${what}\n  expected ${expected}\n  got      ${got}`);
  }
  if (faults) print(`The store told of faults:\n${faults}`);
  print(`${operations} operations, ${mismatches.length} mismatches`);
  if (mismatches.length > 0 || faults) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
