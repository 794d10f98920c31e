import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stop } from '../e2e/support/application';
import { measured, startMeasurable, WAYS, whenRead, writeDay } from '../e2e/support/large-day';

// A day of three leads, 104 MB, by both ways of large uploads, to the built application (ING-2): memory above idle.
const TARGET_MB = 160;

async function measure(folder: string): Promise<void> {
  const running = await startMeasurable(folder);
  try {
    for (const { way, seed, send } of WAYS) {
      const file = path.join(folder, `day-${seed}.dat`);
      const sha256 = await writeDay(file, seed);
      const upload = await measured(running.web, () => send(running, file, sha256));
      const { links } = await upload.result.json();
      const reading = await measured(running.worker, () => whenRead(running, links.self));
      const { record, seconds } = reading.result;
      if (record.status !== 'stored') throw new Error(`the upload has become ${record.status}`);
      const met = Math.max(upload.above_mb, reading.above_mb) <= TARGET_MB;
      if (!met) process.exitCode = 1;
      process.stdout.write(
        `104 MB by ${way}: web server ${upload.above_mb} MB above its ${upload.idle_mb} MB, worker ${reading.above_mb} MB ` +
          `above its ${reading.idle_mb} MB, read and measured in ${seconds} s; <= ${TARGET_MB} MB above idle: ${met ? 'met' : 'MISSED'}\n`,
      );
    }
  } finally {
    await stop(running.application);
  }
}

async function run(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'nblarge-'));
  try {
    await measure(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
