import type { Value } from '../bson/value';
import { arrayOf, detached, docOf } from '../bson/write';
import { MongoError } from '../errors';
import type { Pacer } from '../exec/pacer';
import type { Source } from '../request/cursors';
import type { KvView } from '../storage/kv';

/** Documents one after another through a pipeline; a cursor can be on any. */
export type Stream = Source;

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

  /** Gives every document below to `add`. */
  protected async takeAll(view: KvView, pacer: Pacer, add: (doc: Value) => void): Promise<void> {
    for (let doc = await this.take(view, pacer); doc; doc = await this.take(view, pacer)) add(doc);
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
      await this.takeAll(view, pacer, (doc) => this.collector.add(doc));
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

/** The documents of a list. */
export class ListStream implements Stream {
  private at = 0;

  constructor(private readonly list: readonly Value[]) {}

  get finished(): boolean {
    return this.at >= this.list.length;
  }

  async next(): Promise<Value | undefined> {
    return this.list[this.at++];
  }

  pause(): void {}
}

const FACET_BYTES = 100 * 1024 * 1024;

/** Gives one document: what each of several pipelines makes of all documents. */
export class FacetStage extends Stage {
  constructor(
    below: Stream,
    private readonly facets: readonly { name: string; builders: readonly ((below: Stream) => Stream)[] }[],
  ) {
    super(below);
  }

  async next(view: KvView, pacer: Pacer): Promise<Value | undefined> {
    if (this.ended) return undefined;
    const docs: Value[] = [];
    let bytes = 0;
    await this.takeAll(view, pacer, (doc) => {
      docs.push(detached(doc));
      bytes += doc.end - doc.start;
      if (bytes > FACET_BYTES) throw new MongoError(292, '$facet exceeded the memory limit of 104857600 bytes');
    });
    const out: [string, Value][] = [];
    for (const { name, builders } of this.facets) {
      const stream = builders.reduce<Stream>((below, build) => build(below), new ListStream(docs));
      out.push([name, arrayOf(await drained(stream, view, pacer))]);
    }
    this.ended = true;
    return docOf(out);
  }
}

/** All documents of a stream. */
export async function drained(stream: Stream, view: KvView, pacer: Pacer): Promise<Value[]> {
  const out: Value[] = [];
  for (let doc = await stream.next(view, pacer); doc; doc = await stream.next(view, pacer)) out.push(detached(doc));
  stream.pause();
  return out;
}
