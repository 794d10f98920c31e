const SHORTEST_MS = 8;
const LONGEST_MS = 32;

/**
 * How long the steps of a long write are. A step holds up every other client while it works and none while it is
 * flushed, so it may take as long as the flush of the step before did: then a slow disk does not leave a large write
 * with little else than flushes, and at least half of the time stays for others.
 */
export class Steps {
  private lengthMs = SHORTEST_MS;
  private began = 0;
  private ended = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  begin(): void {
    this.began = this.now();
  }

  /** Whether the step has worked long enough. */
  get over(): boolean {
    return this.now() - this.began >= this.lengthMs;
  }

  /** The work is done, and what it wrote goes to the disk. */
  end(): void {
    this.ended = this.now();
  }

  /** What the step wrote is on disk. */
  flushed(): void {
    this.lengthMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, this.now() - this.ended));
  }
}
