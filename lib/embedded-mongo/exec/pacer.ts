import { setImmediate as nextTurn } from 'node:timers/promises';
import { MongoError } from '../errors';

const SLICE_MS = 4;

/** Keeps long work fair: says when to let others run, and when the time the client allows is over. */
export class Pacer {
  private sliceEnd: number;
  private readonly deadline: number;
  private calls = 0;

  constructor(
    maxTimeMs: number | undefined,
    private readonly now: () => number = () => performance.now(),
  ) {
    const start = now();
    this.sliceEnd = start + SLICE_MS;
    this.deadline = maxTimeMs ? start + maxTimeMs : Number.POSITIVE_INFINITY;
  }

  /** True when the current slice is used up; then call `rest`. Throws MaxTimeMSExpired (50). */
  due(): boolean {
    if (++this.calls % 16 !== 0) return false;
    const now = this.now();
    this.check(now);
    return now >= this.sliceEnd;
  }

  private check(now: number): void {
    if (now > this.deadline) throw new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
  }

  async rest(): Promise<void> {
    await nextTurn();
    const now = this.now();
    this.check(now);
    this.sliceEnd = now + SLICE_MS;
  }
}
