/** How long a group waits for writers that are about to come back with their next write. */
const GATHER_MS = 2;

interface Job {
  /** Does the work inside the group's write transaction; never rejects. */
  run(): Promise<'done' | 'failed'>;
  /** Tells the caller the outcome; with a fault of the flush nothing counts as written. */
  tell(fault?: unknown): void;
}

/**
 * Lets concurrent writers share a write transaction and its flush, the costly part of a write: while one group is
 * flushed the next one gathers. Those who were just answered usually write again at once, so a group waits a moment
 * until as many are there as were active before; a single writer never waits.
 */
export class GroupCommit {
  private waiting: Job[] = [];
  private expected = 1;
  private complete: (() => void) | undefined;
  private running = false;

  /** @param flushed resolves when all that was committed before is on disk */
  constructor(private readonly flushed: () => Promise<unknown>) {}

  /** Runs `task`, which opens its own part of the current write transaction; resolves when its work is on disk. */
  run<R>(task: () => Promise<R>): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push(jobOf(task, resolve, reject));
      if (this.waiting.length >= this.expected) this.complete?.();
      if (!this.running) void this.runGroups();
    });
  }

  private async runGroups(): Promise<void> {
    this.running = true;
    while (this.waiting.length > 0) {
      if (this.waiting.length < this.expected) await this.gather();
      const group = this.waiting.splice(0);
      const fault = await this.commit(group);
      this.expected = group.length + this.waiting.length;
      for (const job of group) job.tell(fault);
    }
    this.running = false;
  }

  private async commit(group: readonly Job[]): Promise<unknown> {
    const outcomes = await Promise.all(group.map((job) => job.run()));
    if (!outcomes.includes('done')) return undefined;
    return this.flushed().then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  private gather(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.complete = undefined;
        resolve();
      };
      const timer = setTimeout(done, GATHER_MS);
      this.complete = done;
    });
  }
}

function jobOf<R>(task: () => Promise<R>, resolve: (result: R) => void, reject: (error: unknown) => void): Job {
  let tell: Job['tell'] = () => undefined;
  return {
    run: () =>
      task().then(
        (result) => {
          tell = (fault) => (fault === undefined ? resolve(result) : reject(fault));
          return 'done';
        },
        (error: unknown) => {
          tell = () => reject(error);
          return 'failed';
        },
      ),
    tell: (fault) => tell(fault),
  };
}
