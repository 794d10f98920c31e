import type { Value } from '../bson/value';
import type { Pacer } from '../exec/pacer';
import type { KvView } from '../storage/kv';

/** Documents one after another through a pipeline; a `Source` of a cursor. */
export interface Stream {
  next(view: KvView, pacer: Pacer): Promise<Value | undefined>;
  pause(): void;
  readonly finished: boolean;
}

/** A stage on top of another stream. */
abstract class Stage implements Stream {
  protected ended = false;

  constructor(protected readonly below: Stream) {}

  get finished(): boolean {
    return this.ended;
  }

  abstract next(view: KvView, pacer: Pacer): Promise<Value | undefined>;

  pause(): void {
    this.below.pause();
  }

  protected async take(view: KvView, pacer: Pacer): Promise<Value | undefined> {
    if (pacer.due()) {
      this.below.pause();
      await pacer.rest();
    }
    return this.below.next(view, pacer);
  }

  protected end(): undefined {
    this.ended = true;
    return undefined;
  }
}

/** Gives none, one or several documents for each. */
export class FlatMapStage extends Stage {
  private ready: Value[] = [];

  constructor(
    below: Stream,
    private readonly change: (doc: Value) => Value[],
  ) {
    super(below);
  }

  async next(view: KvView, pacer: Pacer): Promise<Value | undefined> {
    for (;;) {
      const ready = this.ready.shift();
      if (ready) return ready;
      const doc = await this.take(view, pacer);
      if (!doc) return this.end();
      this.ready = this.change(doc);
    }
  }
}

export class SkipStage extends Stage {
  constructor(
    below: Stream,
    private left: number,
  ) {
    super(below);
  }

  async next(view: KvView, pacer: Pacer): Promise<Value | undefined> {
    for (; this.left > 0; this.left--) if (!(await this.take(view, pacer))) return this.end();
    return (await this.take(view, pacer)) ?? this.end();
  }
}

export class LimitStage extends Stage {
  constructor(
    below: Stream,
    private left: number,
  ) {
    super(below);
  }

  async next(view: KvView, pacer: Pacer): Promise<Value | undefined> {
    if (this.left <= 0) return this.end();
    const doc = await this.take(view, pacer);
    if (!doc) return this.end();
    if (--this.left === 0) this.ended = true;
    return doc;
  }
}

/** Reads everything first, then gives the results. */
export class CollectStage extends Stage {
  private results: Value[] | undefined;
  private at = 0;

  constructor(
    below: Stream,
    private readonly collector: { add(doc: Value): void; finish(): Value[] },
  ) {
    super(below);
  }

  async next(view: KvView, pacer: Pacer): Promise<Value | undefined> {
    if (!this.results) {
      for (let doc = await this.take(view, pacer); doc; doc = await this.take(view, pacer)) this.collector.add(doc);
      this.results = this.collector.finish();
    }
    return this.results[this.at++] ?? this.end();
  }
}

/** A stage that needs to look things up in the store. */
export class LookupStage extends Stage {
  constructor(
    below: Stream,
    private readonly change: (doc: Value, view: KvView, pacer: Pacer) => Promise<Value>,
  ) {
    super(below);
  }

  async next(view: KvView, pacer: Pacer): Promise<Value | undefined> {
    const doc = await this.take(view, pacer);
    if (!doc) return this.end();
    this.below.pause();
    return this.change(doc, view, pacer);
  }
}
