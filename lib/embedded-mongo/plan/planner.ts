import { keysEqual } from '../catalog/index-spec';
import type { Collection, Index } from '../catalog/model';
import { badValue } from '../errors';
import { afterPrefix } from '../keys/key-encoding';
import { conjuncts, type Expr } from '../query/ast';
import { type Bounds, boundsFor } from './bounds';
import { isEverything, isPoint, keyBounds } from './intervals';
import { impliesPartial, requiresSomeField } from './partial';
import type { IndexPlan, OrPlan, Plan, ScanRange, SortSpec } from './plan';
import { sortFromIndex } from './sort-order';

/** `name` of an index or its key; `natural` forces a scan of the collection (1) or a backward one (-1). */
export type Hint = { name: string } | { key: SortSpec } | { natural: 1 | -1 };

interface PlanRequest {
  filter: Expr;
  sort?: SortSpec;
  hint?: Hint;
}

const MAX_RANGES = 2000;

/** Chooses how to read the documents a filter asks for. */
export function choosePlan(coll: Collection, request: PlanRequest): Plan {
  const { hint } = request;
  if (hint && 'natural' in hint) return naturalPlan(coll, request, hint.natural);
  if (hint) return hintedPlan(coll, request, hint);
  const best = bestIndexPlan(coll, request);
  return orPlan(coll, request, best.score) ?? best;
}

function naturalPlan(coll: Collection, request: PlanRequest, direction: 1 | -1): IndexPlan {
  const scan = collectionScan(coll, request);
  return { ...scan, reverse: direction < 0, sorted: !request.sort?.length };
}

function hintedPlan(coll: Collection, request: PlanRequest, hint: { name: string } | { key: SortSpec }): IndexPlan {
  const index = coll.indexes.find((candidate) =>
    'name' in hint ? candidate.spec.name === hint.name : keysEqual(candidate.spec.fields, hint.key),
  );
  if (!index?.ready || index.spec.hidden) {
    throw badValue(
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
  return indexPlan(index, request);
}

function bestIndexPlan(coll: Collection, request: PlanRequest): IndexPlan {
  let best = collectionScan(coll, request);
  for (const index of coll.indexes) {
    if (!index.ready || index.spec.hidden || !usable(index, request.filter)) continue;
    const plan = indexPlan(index, request);
    if (namesOne(plan)) return plan;
    if (plan.bounded === 0 && !(plan.sorted && request.sort?.length)) continue;
    if (plan.score > best.score) best = plan;
  }
  return best;
}

/** A plan that reads one document at most, by a whole unique key: no other need be looked at. */
function namesOne({ index, ranges, bounded, bounds }: IndexPlan): boolean {
  const whole = index.unique && ranges.length === 1 && bounded === index.spec.fields.length;
  return whole && bounds.every((intervals) => intervals.every(isPoint));
}

/** A sparse or partial index may only be used if it holds every document the filter asks for. */
function usable(index: Index, filter: Expr): boolean {
  const { partial, sparse, fields } = index.spec;
  if (partial && !impliesPartial(filter, partial.expr)) return false;
  return !sparse || requiresSomeField(filter, fields);
}

function collectionScan(coll: Collection, { filter, sort }: PlanRequest): IndexPlan {
  const [index] = coll.indexes;
  if (!index) throw new Error('a collection always has its _id index');
  return {
    kind: 'index',
    index,
    ranges: [{ lo: index.prefix, hi: afterPrefix(index.prefix) }],
    reverse: false,
    sorted: !sort?.length,
    exact: conjuncts(filter).length === 0,
    dedupe: false,
    bounded: 0,
    bounds: [],
    score: 0,
  };
}

/** The plan that reads this index, whether or not that is wise. */
function indexPlan(index: Index, { filter, sort }: PlanRequest): IndexPlan {
  const bounds = fieldBounds(index, filter);
  const { ranges, bounded } = buildRanges(index, bounds);
  const used = bounds.slice(0, bounded);
  const order = sortFromIndex(index, used, sort ?? []);
  const exact = isExact(index, used, filter);
  return {
    kind: 'index',
    index,
    ranges,
    reverse: order.reverse,
    sorted: order.sorted,
    exact,
    dedupe: index.isMultikey && !(ranges.length === 1 && bounded === index.spec.fields.length && allPoints(used)),
    bounded,
    bounds: used.map((b) => b.intervals),
    score: score(index, used, order.sorted && !!sort?.length),
  };
}

function allPoints(used: readonly Bounds[]): boolean {
  return used.every((b) => b.intervals.every(isPoint));
}

/** Bounds for each field. At most one field that holds arrays may be bounded: others may mean another element. */
function fieldBounds(index: Index, filter: Expr): Bounds[] {
  let arrayUsed = false;
  return index.spec.fields.map((f, i) => {
    const multikey = index.multikey[i] === true;
    if (multikey && arrayUsed) return boundsFor({ kind: 'and', args: [] }, { path: f.path, multikey, segment: 0 });
    const bounds = boundsFor(filter, { path: f.path, multikey, segment: index.segment });
    if (multikey && !isEverything(bounds.intervals)) arrayUsed = true;
    return bounds;
  });
}

/** Key ranges: fixed values for the first fields, then at most one field with ranges. */
function buildRanges(index: Index, bounds: readonly Bounds[]): { ranges: ScanRange[]; bounded: number } {
  let prefixes: Buffer[] = [index.prefix];
  for (const [i, { intervals }] of bounds.entries()) {
    const descending = index.spec.fields[i]?.descending === true;
    if (isEverything(intervals) || prefixes.length * intervals.length > MAX_RANGES) return wholePrefixes(prefixes, i);
    const inOrder = descending ? [...intervals].reverse() : intervals;
    const next = prefixes.flatMap((prefix) =>
      inOrder.map((interval) => {
        const { lo, hi } = keyBounds(interval, descending);
        return { lo: Buffer.concat([prefix, lo]), hi: Buffer.concat([prefix, hi]) };
      }),
    );
    if (!intervals.every(isPoint)) return { ranges: next, bounded: i + 1 };
    prefixes = next.map((range) => range.lo);
  }
  return wholePrefixes(prefixes, bounds.length);
}

function wholePrefixes(prefixes: readonly Buffer[], bounded: number): { ranges: ScanRange[]; bounded: number } {
  return { ranges: prefixes.map((prefix) => ({ lo: prefix, hi: afterPrefix(prefix) })), bounded };
}

function isExact(index: Index, used: readonly Bounds[], filter: Expr): boolean {
  const parts = conjuncts(filter);
  return parts.every((part) => {
    if (part.kind !== 'field' || !part.path) return false;
    const { path } = part;
    const i = index.spec.fields.findIndex((f) => f.path === path);
    const bounds = used[i];
    if (!bounds?.exact || index.cut) return false;
    const multikey = index.multikey[i] === true;
    if (multikey && parts.filter((other) => other.kind === 'field' && other.path === path).length > 1) return false;
    return boundsFor(part, { path, multikey, segment: index.segment }).exact;
  });
}

function score(index: Index, used: readonly Bounds[], sorted: boolean): number {
  let total = 0;
  for (const { intervals } of used) {
    if (!intervals.every(isPoint)) total += 5;
    else total += intervals.length === 1 ? 10 : 8;
  }
  const wholeUnique = index.unique && used.length === index.spec.fields.length && allPoints(used);
  return total + (wholeUnique ? 100 : 0) + (sorted ? 4 : 0) - index.spec.fields.length / 100;
}

/** One plan for each branch of an `$or`, if every branch has bounds that are better than the best single plan. */
function orPlan(coll: Collection, { filter, sort }: PlanRequest, toBeat: number): OrPlan | undefined {
  const parts = conjuncts(filter);
  for (const [i, part] of parts.entries()) {
    if (part.kind !== 'or' || part.args.length === 0) continue;
    const others = parts.filter((_, k) => k !== i);
    const branches = part.args.map((arg) => bestIndexPlan(coll, { filter: { kind: 'and', args: [...others, arg] } }));
    if (branches.every((branch) => branch.bounded > 0 && branch.score > toBeat)) {
      return { kind: 'or', branches, sorted: !sort?.length };
    }
  }
  return undefined;
}
