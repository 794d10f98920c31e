import { type Entry, type KvView, type KvWriter, keyText, type Range, type RangeCursor } from './kv';

interface Change {
  key: Buffer;
  value: Buffer | undefined;
}

/** Changes kept in memory above a view: the private writes of a statement or of a transaction. */
export class Overlay implements KvView, KvWriter {
  private readonly changes = new Map<string, Change>();
  private sorted: Change[] | undefined;
  /** Bytes held, for the limit on the size of a transaction. */
  bytes = 0;

  constructor(private readonly base: KvView) {}

  get size(): number {
    return this.changes.size;
  }

  get(key: Buffer): Buffer | undefined {
    const change = this.changes.get(keyText(key));
    return change ? change.value : this.base.get(key);
  }

  put(key: Buffer, value: Buffer): void {
    this.set(key, value);
  }

  remove(key: Buffer): void {
    this.set(key, undefined);
  }

  private set(key: Buffer, value: Buffer | undefined): void {
    this.changes.set(keyText(key), { key, value });
    this.bytes += key.length + (value?.length ?? 0);
    this.sorted = undefined;
  }

  /** Hands all changes on, in key order. */
  applyTo(target: KvWriter): void {
    for (const { key, value } of this.ordered()) {
      if (value) target.put(key, value);
      else target.remove(key);
    }
  }

  private ordered(): Change[] {
    this.sorted ??= [...this.changes.values()].sort((a, b) => Buffer.compare(a.key, b.key));
    return this.sorted;
  }

  range(range: Range): RangeCursor {
    const all = this.ordered();
    const own = all.slice(lowerBound(all, range.lo), lowerBound(all, range.hi));
    if (own.length === 0) return this.base.range(range);
    if (range.reverse) own.reverse();
    return new MergedCursor(this.base.range(range), own, range.reverse ? -1 : 1);
  }
}

function lowerBound(all: Change[], key: Buffer): number {
  let lo = 0;
  let hi = all.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    const change = all[mid];
    if (change && Buffer.compare(change.key, key) < 0) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** The entries below with the own changes laid over them. */
class MergedCursor implements RangeCursor {
  private below: Entry | undefined;
  private at = 0;

  constructor(
    private readonly cursor: RangeCursor,
    private readonly own: Change[],
    private readonly direction: 1 | -1,
  ) {
    this.below = cursor.next();
  }

  next(): Entry | undefined {
    for (;;) {
      const change = this.own[this.at];
      if (!change) return this.takeBelow();
      const order = this.below ? this.direction * Buffer.compare(this.below.key, change.key) : 1;
      if (order < 0) return this.takeBelow();
      if (order === 0) this.below = this.cursor.next();
      this.at++;
      if (change.value) return { key: change.key, value: change.value };
    }
  }

  private takeBelow(): Entry | undefined {
    const entry = this.below;
    if (entry) this.below = this.cursor.next();
    return entry;
  }

  close(): void {
    this.cursor.close();
  }
}
