import { docValue, type Value } from '../bson/value';
import type { Collection } from '../catalog/model';
import type { Plan, SortSpec } from '../plan/plan';
import { choosePlan, type Hint } from '../plan/planner';
import type { Expr } from '../query/ast';
import { matches } from '../query/match';
import type { KvView } from '../storage/kv';
import type { Pacer } from './pacer';
import { openScan, type Row, type Scan, type ScanStats } from './scan';
import { Sorter, SortKeys } from './sorter';

export interface QuerySpec {
  filter: Expr;
  sort?: SortSpec;
  skip?: number;
  /** 0 or undefined: no limit. */
  limit?: number;
  hint?: Hint;
}

interface Match {
  idKey: Buffer;
  doc: Value;
}

/**
 * A running query. It holds its plan and positions in the index, never a copy of the result; a sort without an index
 * holds the keys of the documents in order and reads them as they are asked for.
 */
export class Query {
  readonly plan: Plan;
  readonly stats: ScanStats = { keys: 0, docs: 0 };
  private readonly scan: Scan;
  private toSkip: number;
  private left: number;
  private sorted: Buffer[] | undefined;
  private at = 0;
  finished = false;

  constructor(
    readonly coll: Collection,
    private readonly spec: QuerySpec,
  ) {
    this.plan = choosePlan(coll, spec);
    this.scan = openScan(coll, this.plan, this.stats);
    this.toSkip = spec.skip ?? 0;
    this.left = spec.limit || Number.POSITIVE_INFINITY;
  }

  /** The next match, or undefined at the end. Yields to other work when its time slice is over. */
  async next(view: KvView, pacer: Pacer): Promise<Match | undefined> {
    for (;;) {
      const step = this.step(view, pacer);
      if (step !== 'rest') return step;
      this.pause();
      await pacer.rest();
    }
  }

  /** Like `next`, but tells that it is time to rest instead of doing so; the caller then pauses and goes on later. */
  step(view: KvView, pacer: Pacer): Match | undefined | 'rest' {
    if (this.left <= 0) return this.end();
    const match = this.plan.sorted ? this.stepPlan(view, pacer) : this.stepSorted(view, pacer);
    if (match === undefined) return this.end();
    if (match !== 'rest') this.left--;
    return match;
  }

  private end(): undefined {
    this.finished = true;
    this.pause();
    return undefined;
  }

  private stepPlan(view: KvView, pacer: Pacer): Match | undefined | 'rest' {
    for (;;) {
      if (pacer.due()) return 'rest';
      const row = this.scan.next(view);
      if (!row) return undefined;
      const match = this.fetch(view, row);
      if (!match) continue;
      if (this.toSkip === 0) return match;
      this.toSkip--;
    }
  }

  private fetch(view: KvView, row: Row): Match | undefined {
    const raw = row.raw ?? view.get(this.coll.recordKey(row.idKey));
    if (!raw) return undefined;
    this.stats.docs++;
    const doc = docValue(raw);
    const exact = this.plan.kind === 'index' && this.plan.exact;
    return exact || matches(this.spec.filter, doc) ? { idKey: row.idKey, doc } : undefined;
  }

  private sorter: { keys: SortKeys; sorter: Sorter<Buffer> } | undefined;

  private stepSorted(view: KvView, pacer: Pacer): Match | undefined | 'rest' {
    if (!this.sorted) {
      if (this.collectSorted(view, pacer) === 'rest') return 'rest';
      this.at = this.spec.skip ?? 0;
    }
    while (this.sorted && this.at < this.sorted.length) {
      if (pacer.due()) return 'rest';
      const idKey = this.sorted[this.at++];
      const raw = idKey && view.get(this.coll.recordKey(idKey));
      // A document changed since it was sorted is shown only if it still matches.
      if (idKey && raw && matches(this.spec.filter, docValue(raw))) return { idKey, doc: docValue(raw) };
    }
    return undefined;
  }

  private collectSorted(view: KvView, pacer: Pacer): 'rest' | 'done' {
    const { sort = [], skip = 0, limit = 0 } = this.spec;
    this.sorter ??= { keys: new SortKeys(sort), sorter: new Sorter<Buffer>(limit ? limit + skip : 0) };
    for (;;) {
      if (pacer.due()) return 'rest';
      const row = this.scan.next(view);
      if (!row) break;
      const match = this.fetch(view, row);
      if (match) this.sorter.sorter.add(this.sorter.keys.of(match.doc), match.idKey, match.idKey.length + 100);
    }
    this.sorted = this.sorter.sorter.finish();
    this.sorter = undefined;
    return 'done';
  }

  /** Lets go of open store cursors; must be called before anything else runs. */
  pause(): void {
    this.scan.pause();
  }

  /** Number of matches. Counts index keys without reading documents where the plan allows. */
  async count(view: KvView, pacer: Pacer): Promise<number> {
    const { plan } = this;
    if (plan.kind !== 'index' || !plan.exact) {
      let n = 0;
      while (await this.next(view, pacer)) n++;
      this.pause();
      return n;
    }
    const skip = this.spec.skip ?? 0;
    let n = 0;
    while (n < skip + this.left && this.scan.next(view)) {
      n++;
      if (pacer.due()) {
        this.pause();
        await pacer.rest();
      }
    }
    this.pause();
    return Math.max(0, n - skip);
  }
}
