// `npm run fuzz`: foreign files, cut, damaged and blown up, against the readers of `lib/formats`; `-- --long` for all of
// it, `-- --http` for a running server (see http.ts). Every seed runs in a process of its own, so that its memory is its own and a hang can be ended. The last lines are
// the figures; the exit code is 1 when an answer broke its promise.
import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bombs } from './bombs';
import { seeds } from './corpus';
import { fuzzOverHttp } from './http';
import { judge } from './judge';
import { damages, type Mutant, numberSwaps, numbersFrom, truncations } from './mutations';

const MAX_MS = 2000;
const MAX_BYTES = 256 * 2 ** 20;
const HANG_MS = 20_000;
/** A process that has yet to load its readers is not one that hangs in a file. */
const START_MS = 300_000;

/** What a process reports of its inputs. */
interface Report {
  seed: string;
  inputs: number;
  slowest: { ms: number; name: string };
  /** Growth of the process's memory above what it had before its first input. */
  memory_bytes: number;
  answers: Record<string, number>;
  faults: string[];
}

interface Plan {
  stride: number;
  damages: number;
}

const SHORT: Plan = { stride: 29, damages: 300 };
const LONG: Plan = { stride: 1, damages: 5000 };

/** Its message is on its way before an input is looked at: else a reader that is only slow would seem to hang. */
const tell = (name: string) => new Promise<void>((resolve) => process.send?.({ name }, () => resolve()) ?? resolve());

async function runInputs(seed: string, inputs: Iterable<Mutant>): Promise<Report> {
  const report: Report = { seed, inputs: 0, slowest: { ms: 0, name: '' }, memory_bytes: 0, answers: {}, faults: [] };
  const before = process.memoryUsage.rss();
  for (const { name, files } of inputs) {
    await tell(name);
    const { answer, milliseconds, faults } = judge(files);
    report.inputs++;
    report.answers[answer] = (report.answers[answer] ?? 0) + 1;
    if (milliseconds > report.slowest.ms) report.slowest = { ms: milliseconds, name };
    if (milliseconds > MAX_MS) faults.push(`took ${Math.round(milliseconds)} ms`);
    for (const fault of faults) if (report.faults.length < 20) report.faults.push(`${name}: ${fault}`);
  }
  report.memory_bytes = Math.max(0, process.resourceUsage().maxRSS * 1024 - before);
  return report;
}

function* mutantsOf(name: string, plan: Plan): Generator<Mutant> {
  const seed = seeds().find((one) => one.name === name);
  if (seed === undefined) return;
  const random = numbersFrom(2026);
  yield { name: `${name} as it is`, files: seed.files };
  yield* truncations(seed, plan.stride);
  yield* damages(seed, plan.damages, random);
  yield* numberSwaps(seed, plan.damages, random);
}

/** One bomb, from files: to build it here would count as the reader's memory. */
function* bombIn(folder: string): Generator<Mutant> {
  const files = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(path.join(folder, name)) }));
  yield { name: folder, files };
}

function inChild(mode: 'seed' | 'bomb', argument: string, label: string, long: boolean): Promise<Report> {
  return new Promise((resolve) => {
    const child = fork(import.meta.filename, ['--child', mode, argument, ...(long ? ['--long'] : [])]);
    let [last, report]: [string, Report | null] = ['', null];
    const end = () => child.kill('SIGKILL');
    let alarm = setTimeout(end, START_MS);
    child.on('message', (message: { name: string } | { report: Report }) => {
      clearTimeout(alarm);
      alarm = setTimeout(end, HANG_MS);
      if ('report' in message) report = { ...message.report, seed: label };
      else last = message.name;
    });
    child.on('exit', () => {
      clearTimeout(alarm);
      const lost = {
        seed: label,
        inputs: 1,
        slowest: { ms: HANG_MS, name: last },
        memory_bytes: 0,
        answers: { lost: 1 },
      };
      resolve(report ?? { ...lost, faults: [`${last}: the process hung or died`] });
    });
  });
}

async function runAll(long: boolean): Promise<Report[]> {
  const reports: Report[] = [];
  const take = (report: Report) => {
    reports.push(report);
    const { seed, inputs, slowest, memory_bytes, answers } = report;
    const counts = Object.entries(answers).map(([answer, count]) => `${count} ${answer}`);
    console.log(
      `${seed}: ${inputs} inputs, slowest ${Math.round(slowest.ms)} ms, ${megabytes(memory_bytes)}; ${counts.join(', ')}`,
    );
  };
  const folder = mkdtempSync(path.join(tmpdir(), 'nightbeat-fuzz-'));
  try {
    for (const [index, { name, files }] of bombs().entries()) {
      const place = mkdtempSync(path.join(folder, `${index}-`));
      for (const file of files) writeFileSync(path.join(place, file.name), file.bytes);
      take(await inChild('bomb', place, `bomb: ${name}`, long));
      rmSync(place, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  for (const { name } of seeds()) take(await inChild('seed', name, name, long));
  return reports;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MB`;
}

function summarise(reports: readonly Report[]): boolean {
  const answers: Record<string, number> = {};
  for (const report of reports) {
    for (const [answer, count] of Object.entries(report.answers)) answers[answer] = (answers[answer] ?? 0) + count;
  }
  const inputs = reports.reduce((sum, report) => sum + report.inputs, 0);
  const slowest = reports.reduce((a, b) => (b.slowest.ms > a.slowest.ms ? b : a));
  const largest = reports.reduce((a, b) => (b.memory_bytes > a.memory_bytes ? b : a));
  const heavy = reports.filter(({ memory_bytes }) => memory_bytes > MAX_BYTES);
  const faults = [
    ...reports.flatMap((report) => report.faults),
    ...heavy.map(({ seed, memory_bytes }) => `${seed}: took ${megabytes(memory_bytes)}`),
  ];
  console.log(`inputs ${inputs}`);
  console.log(`slowest ${Math.round(slowest.slowest.ms)} ms (${slowest.seed})`);
  console.log(`largest memory ${megabytes(largest.memory_bytes)} (${largest.seed})`);
  console.log(
    `answers ${Object.entries(answers)
      .map(([answer, count]) => `${answer} ${count}`)
      .join(', ')}`,
  );
  for (const fault of faults) console.log(`FAULT ${fault}`);
  return faults.length === 0;
}

const [flag, mode, argument = ''] = process.argv.slice(2);
const long = process.argv.includes('--long');
if (flag === '--child') {
  const inputs = mode === 'bomb' ? bombIn(argument) : mutantsOf(argument, long ? LONG : SHORT);
  void runInputs(argument, inputs).then((report) => process.send?.({ report }));
} else if (process.argv.includes('--http')) {
  void fuzzOverHttp(long).then((kept) => {
    if (!kept) process.exitCode = 1;
  });
} else {
  void runAll(long).then((reports) => {
    if (!summarise(reports)) process.exitCode = 1;
  });
}
