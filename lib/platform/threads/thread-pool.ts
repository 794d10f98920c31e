import { type Transferable, Worker } from 'node:worker_threads';
import type { FromThread, ToThread } from './messages';

/** How a pool is set up. */
export interface ThreadPoolOptions {
  /** The thread's entry: a JavaScript file that calls `serveThread`. */
  file: string;
  threads: number;
  /** Heap one task may use, in MB. Array buffers are not part of it: whoever makes them must check sizes first. */
  heap_mb: number;
  /** Part of the heap for what lives shortly, in MB; Node's own choice (48) unless given. */
  young_heap_mb?: number;
  /** Time one task may take, its questions included, in ms. */
  time_limit_ms: number;
  /** How many tasks may wait for a thread. */
  max_waiting: number;
}

/** One piece of work for a pool. */
export interface ThreadTask {
  task: unknown;
  /** Buffers that move to the thread; the caller cannot use them afterwards. */
  transfer?: readonly Transferable[];
  /** Answers what the task asks while it runs. */
  answer?: (question: unknown) => Promise<unknown>;
  /** Where this task may take longer, or less long, than the pool's tasks. */
  time_limit_ms?: number;
  /**
   * A large task that holds arrays outside the heap: it gets a thread with a small young heap where there is room for
   * one, and the thread ends with it, so that its memory does not stay with an idle thread.
   */
  last?: boolean;
}

/** A task was killed: it took too long, too much memory, or brought its thread down. Nobody else's task was touched. */
export class ThreadKilledError extends Error {
  constructor(readonly reason: 'time' | 'memory' | 'crash') {
    super(`a task was killed (${reason})`);
    this.name = 'ThreadKilledError';
  }
}

/** All threads are busy and enough tasks are waiting; the caller may try again later. */
export class ThreadPoolBusyError extends Error {
  constructor() {
    super('too many tasks are waiting');
    this.name = 'ThreadPoolBusyError';
  }
}

/** A handler threw; `stack` is the thread's own, without the message. */
export class ThreadTaskError extends Error {
  constructor(name: string, stack: string) {
    super(`a task failed with ${name}`);
    this.name = 'ThreadTaskError';
    this.stack = `${this.name}: ${this.message}\n${stack}`;
  }
}

/** A large task makes few objects and many arrays, whose memory is not part of the heap. */
const LARGE_TASK_YOUNG_HEAP_MB = 6;

/** Runs one task to its end on a thread of its own; the thread may be used again unless it had to be killed. */
class PooledThread {
  private readonly worker: Worker;
  private settle: ((end: (job: Job) => void) => void) | null = null;
  dead = false;

  constructor(
    private readonly options: ThreadPoolOptions,
    private readonly onFree: (thread: PooledThread) => void,
  ) {
    this.worker = new Worker(options.file, {
      resourceLimits: {
        maxOldGenerationSizeMb: options.heap_mb,
        ...(options.young_heap_mb === undefined ? {} : { maxYoungGenerationSizeMb: options.young_heap_mb }),
      },
      // a thread gets none of this process's secrets
      env: {},
    });
    this.worker.unref();
    this.worker.on('error', (error: NodeJS.ErrnoException) =>
      this.die(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash'),
    );
    this.worker.on('exit', () => this.die('crash'));
  }

  /** Ends the job under way, if there is one, and tells the pool that this thread is free or gone. */
  private end(how: (job: Job) => void): void {
    const { settle } = this;
    this.settle = null;
    this.worker.unref();
    settle?.(how);
    this.onFree(this);
  }

  private die(reason: ThreadKilledError['reason']): void {
    if (this.dead) return;
    this.dead = true;
    this.end((job) => job.reject(new ThreadKilledError(reason)));
  }

  /** Starts the job; how it ends is told through the job itself. */
  run(job: Job): void {
    const timer = setTimeout(() => {
      void this.worker.terminate();
      this.die('time');
    }, job.time_limit_ms ?? this.options.time_limit_ms);
    const onMessage = (message: FromThread) => this.hear(message, job);
    this.worker.on('message', onMessage);
    this.settle = (how) => {
      clearTimeout(timer);
      this.worker.off('message', onMessage);
      how(job);
    };
    // a process must not end while somebody waits for this
    this.worker.ref();
    this.post({ kind: 'task', task: job.task }, job.transfer);
  }

  private hear(message: FromThread, job: Job): void {
    if (message.kind !== 'ask' && job.last) this.retire();
    if (message.kind === 'done') this.end(({ resolve }) => resolve(message.result));
    else if (message.kind === 'failed')
      this.end(({ reject }) => reject(new ThreadTaskError(message.name, message.stack)));
    else this.reply(message.question, job);
  }

  private reply(question: unknown, job: Job): void {
    const answered = job.answer?.(question) ?? Promise.reject(new Error('a task asked what nobody answers'));
    answered.then(
      (answer) => this.post({ kind: 'answer', answer }),
      (error: unknown) => {
        // a task without its answer can never end, so its thread goes with it
        this.retire();
        this.end(({ reject }) => reject(error));
      },
    );
  }

  /** Ends the thread; who waits for its job is told by `end`. */
  private retire(): void {
    void this.worker.terminate();
    this.dead = true;
  }

  private post(message: ToThread, transfer: readonly Transferable[] = []): void {
    if (!this.dead) this.worker.postMessage(message, transfer);
  }

  async close(): Promise<void> {
    this.die('crash');
    await this.worker.terminate();
  }
}

interface Job extends ThreadTask {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * A few threads that run tasks nobody can vouch for (SEC-6): each task has a limit of time and heap, and one that passes
 * it is killed with its thread, at no cost to the others. Threads are started when they are needed and used again.
 */
export class ThreadPool {
  private readonly free: PooledThread[] = [];
  private readonly all = new Set<PooledThread>();
  private readonly waiting: Job[] = [];

  constructor(private readonly options: ThreadPoolOptions) {}

  /**
   * Runs a task.
   * @returns what the thread's handler gave
   * @throws ThreadKilledError, ThreadPoolBusyError, ThreadTaskError, or what `answer` threw
   */
  run(task: ThreadTask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const job: Job = { ...task, resolve, reject };
      const thread = this.threadFor(job);
      if (thread) thread.run(job);
      else if (this.waiting.length >= this.options.max_waiting) reject(new ThreadPoolBusyError());
      else this.waiting.push(job);
    });
  }

  /** Ends every thread; tasks under way and waiting fail. */
  async close(): Promise<void> {
    for (const job of this.waiting.splice(0)) job.reject(new ThreadPoolBusyError());
    await Promise.all([...this.all].map((thread) => thread.close()));
  }

  /** A thread that can begin at once; null when all are busy. */
  private threadFor({ last }: Job): PooledThread | null {
    if (!last) return this.free.pop() ?? this.start();
    if (this.all.size >= this.options.threads) void this.free.pop()?.close();
    return this.start({ young_heap_mb: LARGE_TASK_YOUNG_HEAP_MB });
  }

  private start(limits: { young_heap_mb?: number } = {}): PooledThread | null {
    if (this.all.size >= this.options.threads) return null;
    const thread = new PooledThread({ ...this.options, ...limits }, (one) => this.onFree(one));
    this.all.add(thread);
    return thread;
  }

  private forget(thread: PooledThread): void {
    this.all.delete(thread);
    const place = this.free.indexOf(thread);
    if (place >= 0) this.free.splice(place, 1);
  }

  private onFree(thread: PooledThread): void {
    if (thread.dead) this.forget(thread);
    const next = this.waiting.shift();
    const ready = thread.dead ? (next ? this.start() : null) : thread;
    if (next && ready) ready.run(next);
    else if (ready) this.free.push(ready);
  }
}
