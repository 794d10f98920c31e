/**
 * Lets callers share the runs of a costly piece of work that covers everything done before it began, as the flush of a
 * folder does. Who asks while a run is under way may have come too late for it and gets the next one, together with
 * everybody else who asks meanwhile.
 */
export class SharedRuns {
  private readonly running = new Map<string, Promise<void>>();
  private readonly next = new Map<string, Promise<void>>();

  /** @param work done for one name, never twice at once for the same */
  constructor(private readonly work: (name: string) => Promise<void>) {}

  /** Resolves or rejects with a run that began after this call. */
  run(name: string): Promise<void> {
    const next = this.next.get(name);
    if (next !== undefined) return next;
    const running = this.running.get(name);
    if (running === undefined) return this.begin(name);
    const following = () => {
      this.next.delete(name);
      return this.begin(name);
    };
    const waiting = running.then(following, following);
    this.next.set(name, waiting);
    return waiting;
  }

  private begin(name: string): Promise<void> {
    const run = this.work(name).finally(() => this.running.delete(name));
    this.running.set(name, run);
    return run;
  }
}
