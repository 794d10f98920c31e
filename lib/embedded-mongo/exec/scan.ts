import type { Collection } from '../catalog/model';
import { justAfter } from '../keys/key-encoding';
import type { IndexPlan, Plan, ScanRange } from '../plan/plan';
import { type KvView, keyText, type RangeCursor } from '../storage/kv';

export interface ScanStats {
  keys: number;
  docs: number;
}

/** A document met by a scan: its key, and its bytes if the scan had to read them anyway. */
export interface Row {
  idKey: Buffer;
  raw?: Buffer;
}

/** Reads the entries of a plan one by one. Between calls of `pause` and `next` only positions are kept. */
export interface Scan {
  next(view: KvView): Row | undefined;
  pause(): void;
}

export function openScan(coll: Collection, plan: Plan, stats: ScanStats): Scan {
  return plan.kind === 'or' ? new OrScan(coll, plan.branches, stats) : new IndexScan(coll, plan, stats);
}

class IndexScan implements Scan {
  private readonly ranges: ScanRange[];
  private readonly seen: Set<string> | undefined;
  private cursor: RangeCursor | undefined;
  private lastKey: Buffer | undefined;

  constructor(
    private readonly coll: Collection,
    private readonly plan: IndexPlan,
    private readonly stats: ScanStats,
  ) {
    this.ranges = plan.ranges.map((range) => ({ ...range }));
    if (plan.reverse) this.ranges.reverse();
    this.seen = plan.dedupe ? new Set() : undefined;
  }

  next(view: KvView): Row | undefined {
    for (;;) {
      const range = this.ranges[0];
      if (!range) return undefined;
      this.cursor ??= view.range({ ...range, reverse: this.plan.reverse });
      const entry = this.cursor.next();
      if (!entry) {
        this.cursor = undefined;
        this.lastKey = undefined;
        this.ranges.shift();
        continue;
      }
      this.lastKey = entry.key;
      this.stats.keys++;
      if (this.plan.index.clustered) return this.clusteredRow(entry.key, entry.value);
      if (this.isNew(entry.value)) return { idKey: entry.value };
    }
  }

  private clusteredRow(key: Buffer, raw: Buffer): Row {
    return { idKey: key.subarray(this.coll.prefix.length), raw };
  }

  private isNew(idKey: Buffer): boolean {
    if (!this.seen) return true;
    const text = keyText(idKey);
    if (this.seen.has(text)) return false;
    this.seen.add(text);
    return true;
  }

  pause(): void {
    this.cursor?.close();
    this.cursor = undefined;
    const range = this.ranges[0];
    if (!range || !this.lastKey) return;
    if (this.plan.reverse) range.hi = this.lastKey;
    else range.lo = justAfter(this.lastKey);
    this.lastKey = undefined;
  }
}

class OrScan implements Scan {
  private readonly scans: Scan[];
  private readonly seen = new Set<string>();

  constructor(coll: Collection, branches: readonly IndexPlan[], stats: ScanStats) {
    this.scans = branches.map((branch) => new IndexScan(coll, branch, stats));
  }

  next(view: KvView): Row | undefined {
    for (;;) {
      const [scan] = this.scans;
      if (!scan) return undefined;
      const row = scan.next(view);
      if (!row) {
        this.scans.shift();
        continue;
      }
      const text = keyText(row.idKey);
      if (this.seen.has(text)) continue;
      this.seen.add(text);
      return row;
    }
  }

  pause(): void {
    this.scans[0]?.pause();
  }
}
