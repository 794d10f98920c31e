import type { ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { SupervisedProcess } from './supervised-process.mjs';

/** Says that it is ready over IPC, then waits to be ended. */
const PATIENT = "process.on('disconnect', () => process.exit(0)); process.send('ready'); setInterval(() => {}, 1e6);";

/** Every word on `events`: `start` with the process number, `restart` with the reason, `up` on readiness, `gave-up`. */
function supervise(script: string) {
  const events = new EventEmitter();
  let output = '';
  const supervised = new SupervisedProcess(
    {
      name: 'helper',
      parameters: ['-e', script],
      cwd: process.cwd(),
      env: process.env,
      log: {
        file: 'none',
        write: (chunk) => {
          output += Buffer.from(chunk).toString();
        },
      },
      ready: async (child: ChildProcess, signal) => {
        await once(child, 'message', { signal });
        events.emit('up', child.pid);
      },
    },
    {
      onStart: (_name, pid) => events.emit('start', pid),
      onRestart: (_name, reason) => events.emit('restart', reason),
      onGivingUp: () => events.emit('gave-up'),
    },
  );
  running.push(supervised);
  return { supervised, events, output: () => output };
}

const running: SupervisedProcess[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((supervised) => supervised.stop()));
});

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function startAndGetPid({ supervised, events }: ReturnType<typeof supervise>): Promise<number> {
  const up = once(events, 'up');
  await supervised.start();
  const [pid] = await up;
  return Number(pid);
}

it('starts again what was killed, and stops it for good when told', async () => {
  const helper = supervise(PATIENT);
  const first = await startAndGetPid(helper);
  const restarted = once(helper.events, 'restart');
  const up = once(helper.events, 'up');
  process.kill(first, 'SIGKILL');
  expect(await restarted).toEqual(['SIGKILL']);
  const second = Number((await up)[0]);
  expect(second).not.toBe(first);
  await helper.supervised.stop();
  expect(isAlive(second)).toBe(false);
});

it('starts again what ended by itself after it was ready', async () => {
  const helper = supervise(`${PATIENT} setTimeout(() => process.exit(7), 100);`);
  await startAndGetPid(helper);
  expect(await once(helper.events, 'restart')).toEqual(['exit code 7']);
});

it('gives up after five ends within a minute', async () => {
  const helper = supervise(PATIENT);
  const pids: number[] = [];
  helper.events.on('up', (pid: number) => {
    pids.push(pid);
    process.kill(pid, 'SIGKILL');
  });
  const gaveUp = once(helper.events, 'gave-up');
  await helper.supervised.start();
  await gaveUp;
  expect(pids).toHaveLength(5);
  expect(pids.filter(isAlive)).toEqual([]);
});

it('does not try again what ends with a code of its own before it is ready', async () => {
  const helper = supervise("console.error('no such setting'); process.exit(3);");
  const starts: number[] = [];
  helper.events.on('start', (pid: number) => starts.push(pid));
  await expect(helper.supervised.start()).rejects.toThrow('exit code 3');
  expect(starts).toHaveLength(1);
  expect(helper.output()).toContain('no such setting');
});

it('stops what has not become ready yet', async () => {
  const helper = supervise('setInterval(() => {}, 1e6);');
  const begun = once(helper.events, 'start');
  const started = helper.supervised.start();
  const refused = expect(started).rejects.toThrow('SIGTERM');
  const [pid] = await begun;
  await helper.supervised.stop();
  await refused;
  expect(isAlive(Number(pid))).toBe(false);
});
