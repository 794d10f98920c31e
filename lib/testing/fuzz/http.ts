// `npm run fuzz -- --http [--long]`: the same hostile files against a running server, over its device API. It needs
// NIGHTBEAT_URL and NIGHTBEAT_KEY (a key that may send ECGs); with NIGHTBEAT_PID also tells that process's memory.
import { readFileSync } from 'node:fs';
import { bombs } from './bombs';
import { seeds } from './corpus';
import { bodyOfFiles, judgeAnswer } from './http-answer';
import { damages, type Mutant, numberSwaps, numbersFrom, truncations } from './mutations';

const PLANS = { short: { cuts: 40, damages: 20 }, long: { cuts: 800, damages: 400 } };
const HANG_MS = 60_000;

function* inputs({ cuts, damages: count }: (typeof PLANS)['short']): Generator<Mutant> {
  for (const { name, files } of bombs()) yield { name, files };
  const random = numbersFrom(2026);
  for (const seed of seeds()) {
    const bytes = seed.files.reduce(
      (sum, file) => sum + Math.min(file.bytes.length, 4096 + file.bytes.length / 997),
      0,
    );
    yield* truncations(seed, Math.max(1, Math.ceil(bytes / cuts)));
    yield* damages(seed, count, random);
    yield* numberSwaps(seed, count, random);
  }
}

function peakMemory(pid: string | undefined): string {
  if (!pid) return 'not asked for (NIGHTBEAT_PID)';
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? 'unknown' : `${Math.round(Number(kilobytes) / 1024)} MB`;
}

/** Sends everything; prints inputs, slowest, memory and answers by status. @returns whether every promise was kept */
export async function fuzzOverHttp(long: boolean): Promise<boolean> {
  const { NIGHTBEAT_URL: url, NIGHTBEAT_KEY: key, NIGHTBEAT_PID: pid } = process.env;
  if (!url || !key) throw new Error('Set NIGHTBEAT_URL and NIGHTBEAT_KEY to a running server and a key of it.');
  const answers = new Map<number, number>();
  const faults: string[] = [];
  let slowest = { ms: 0, name: '' };
  let count = 0;
  for (const { name, files } of inputs(long ? PLANS.long : PLANS.short)) {
    if (files.length === 0) continue;
    const { body, query, type } = bodyOfFiles(files);
    const headers = { authorization: `Bearer ${key}`, ...(type && { 'content-type': type }) };
    const started = performance.now();
    const request = { method: 'POST', headers, body, signal: AbortSignal.timeout(HANG_MS) };
    const verdict = await fetch(`${url}/api/ecg/data${query}`, request).then(judgeAnswer, (error: unknown) => ({
      status: 0,
      faults: [`no answer: ${error instanceof Error ? error.name : 'unknown'}`],
    }));
    const ms = performance.now() - started;
    count += 1;
    answers.set(verdict.status, (answers.get(verdict.status) ?? 0) + 1);
    if (ms > slowest.ms) slowest = { ms, name };
    for (const fault of verdict.faults) if (faults.length < 50) faults.push(`${name}: ${fault}`);
  }
  const byStatus = [...answers].sort(([a], [b]) => a - b).map(([status, times]) => `${status} ${times}`);
  console.log(`inputs ${count}`);
  console.log(`slowest ${Math.round(slowest.ms)} ms (${slowest.name})`);
  console.log(`largest memory ${peakMemory(pid)}`);
  console.log(`answers ${byStatus.join(', ')}`);
  for (const fault of faults) console.log(`FAULT ${fault}`);
  return faults.length === 0;
}
