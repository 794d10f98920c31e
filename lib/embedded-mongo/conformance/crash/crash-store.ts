import { parseArgs } from 'node:util';
import { runKills } from './run-kills';

const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};

/** `npm run crash:store -- --seed N --rounds M`: kills the store under writers and checks what it kept. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, rounds: { type: 'string', default: '200' } } });
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  const wanted = Number(values.rounds);
  if (!Number.isSafeInteger(seed) || !(wanted > 0)) throw new Error('--seed and --rounds take whole numbers');
  print(`${wanted} kill rounds, seed ${seed}`);
  const { rounds, acknowledged, damage } = await runKills(seed, wanted, (round, sum) => {
    if (round % 10 === 0) print(`${round} rounds, ${sum} writes acknowledged`);
  });
  for (const line of damage) print(line);
  print(`${rounds} kill rounds, ${acknowledged} writes acknowledged, ${damage.length} lost or damaged`);
  if (damage.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
