import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  ThreadKilledError,
  ThreadPool,
  ThreadPoolBusyError,
  type ThreadPoolOptions,
  ThreadTaskError,
} from './thread-pool';

/** A thread that does what its task says: echo, ask, spin for ever, eat memory, throw, end the thread. */
const THREAD = `
  import { threadId } from 'node:worker_threads';
  import { serveThread } from './serve-thread';
  serveThread(async (task, ask) => {
    if (task.do === 'echo') return { result: task.bytes, transfer: [task.bytes.buffer] };
    if (task.do === 'ask') return { result: await ask(task.question) };
    if (task.do === 'name') return { result: threadId };
    if (task.do === 'spin') for (;;) {}
    if (task.do === 'eat') { const all = []; for (;;) all.push({ some: all.length }); }
    if (task.do === 'exit') process.exit(3);
    if (task.do === 'wait') { await new Promise((done) => setTimeout(done, task.ms)); return { result: task.ms }; }
    if (task.do === 'env') return { result: Object.keys(process.env) };
    throw new RangeError('the name of a patient');
  });
`;

let folder: string;
let file: string;
let pool: ThreadPool | null = null;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'nbthr-'));
  file = path.join(folder, 'thread.mjs');
  await build({
    stdin: { contents: THREAD, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
});

afterEach(async () => {
  await pool?.close();
  pool = null;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function aPool(change: Partial<ThreadPoolOptions> = {}): ThreadPool {
  pool = new ThreadPool({ file, threads: 1, heap_mb: 64, time_limit_ms: 20_000, max_waiting: 10, ...change });
  return pool;
}

describe('a pool of killable threads', () => {
  it('moves buffers there and back without a copy', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const back = await aPool().run({ task: { do: 'echo', bytes }, transfer: [bytes.buffer] });
    expect(back).toEqual(new Uint8Array([1, 2, 3]));
    expect(bytes.byteLength).toBe(0);
  });

  it('gives a large task a thread of its own, which ends with it, and makes room for it', async () => {
    const one = aPool();
    const name = (last: boolean) => one.run({ task: { do: 'name' }, last });
    const before = await name(false);
    expect(await name(false)).toBe(before);
    const large = await name(true);
    const after = await name(false);
    expect(new Set([before, large, after]).size).toBe(3);
  });

  it('lets a large task wait for a thread that is busy, and ends that one with it', async () => {
    const one = aPool();
    const busy = one.run({ task: { do: 'name' } });
    const large = one.run({ task: { do: 'name' }, last: true });
    const next = one.run({ task: { do: 'name' } });
    expect(await large).toBe(await busy);
    expect(await next).not.toBe(await busy);
  });

  it('answers what a task asks, and ends a task whose question fails', async () => {
    const one = aPool();
    const task = { do: 'ask', question: 'which zone?' };
    expect(await one.run({ task, answer: async (question) => `${question} this` })).toBe('which zone? this');
    const refused = one.run({ task, answer: () => Promise.reject(new Error('the store is away')) });
    await expect(refused).rejects.toThrow('the store is away');
    expect(await one.run({ task: { do: 'wait', ms: 1 } })).toBe(1);
  });

  it.each([
    ['time', { do: 'spin' }],
    ['memory', { do: 'eat' }],
    ['crash', { do: 'exit' }],
  ])('kills a task for its %s and costs the next one nothing', async (reason, task) => {
    const one = aPool({ time_limit_ms: reason === 'time' ? 1500 : 20_000 });
    const killed = one.run({ task });
    const next = one.run({ task: { do: 'wait', ms: 5 } });
    await expect(killed).rejects.toEqual(new ThreadKilledError(reason as ThreadKilledError['reason']));
    expect(await next).toBe(5);
  });

  it('leaves tasks on other threads alone when one is killed', async () => {
    const two = aPool({ threads: 2, time_limit_ms: 3000 });
    const spinning = two.run({ task: { do: 'spin' } });
    const waiting = two.run({ task: { do: 'wait', ms: 300 } });
    expect(await waiting).toBe(300);
    await expect(spinning).rejects.toBeInstanceOf(ThreadKilledError);
  });

  it('refuses more than may wait, and takes tasks again afterwards', async () => {
    const one = aPool({ max_waiting: 1 });
    const first = one.run({ task: { do: 'wait', ms: 50 } });
    const second = one.run({ task: { do: 'wait', ms: 1 } });
    await expect(one.run({ task: { do: 'wait', ms: 1 } })).rejects.toBeInstanceOf(ThreadPoolBusyError);
    expect(await Promise.all([first, second])).toEqual([50, 1]);
    expect(await one.run({ task: { do: 'wait', ms: 2 } })).toBe(2);
  });

  it('says that a handler threw without repeating its message, and gives threads no secrets', async () => {
    const one = aPool();
    const thrown = await one.run({ task: { do: 'fail' } }).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(ThreadTaskError);
    expect(String((thrown as Error).stack)).toMatch(/RangeError/);
    expect(String((thrown as Error).stack)).not.toContain('the name of a patient');
    expect(await one.run({ task: { do: 'env' } })).toEqual([]);
  });

  it('fails what is under way when it is closed', async () => {
    const one = aPool();
    const running = one.run({ task: { do: 'wait', ms: 10_000 } });
    const waiting = one.run({ task: { do: 'wait', ms: 1 } });
    const both = Promise.allSettled([running, waiting]);
    await one.close();
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
