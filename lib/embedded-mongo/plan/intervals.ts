import { afterPrefix } from '../keys/key-encoding';

/** A place between keys: just before or just after everything that begins with `bytes` (ascending order). */
export interface Cut {
  bytes: Buffer;
  after: boolean;
}

/** Values from `lo` up to `hi`. */
export interface Interval {
  lo: Cut;
  hi: Cut;
}

/** Disjoint intervals in ascending order. */
export type Intervals = readonly Interval[];

const FF = Buffer.from([0xff]);
const FIRST: Cut = { bytes: Buffer.from([0]), after: false };
const LAST: Cut = { bytes: FF, after: false };
export const EVERYTHING: Intervals = [{ lo: FIRST, hi: LAST }];

export function isEverything(x: Intervals): boolean {
  return x.length === 1 && x[0]?.lo === FIRST && x[0].hi === LAST;
}

function keyOf(cut: Cut): Buffer {
  return cut.after ? Buffer.concat([cut.bytes, FF]) : cut.bytes;
}

function compareCuts(a: Cut, b: Cut): number {
  return Buffer.compare(keyOf(a), keyOf(b));
}

export function point(encoded: Buffer): Interval {
  return { lo: { bytes: encoded, after: false }, hi: { bytes: encoded, after: true } };
}

/** Whether the interval holds one value only. */
export function isPoint({ lo, hi }: Interval): boolean {
  return !lo.after && hi.after && lo.bytes.equals(hi.bytes);
}

export function intersect(a: Intervals, b: Intervals): Intervals {
  if (isEverything(a)) return b;
  if (isEverything(b)) return a;
  const out: Interval[] = [];
  for (const x of a) {
    for (const y of b) {
      const lo = compareCuts(x.lo, y.lo) >= 0 ? x.lo : y.lo;
      const hi = compareCuts(x.hi, y.hi) <= 0 ? x.hi : y.hi;
      if (compareCuts(lo, hi) < 0) out.push({ lo, hi });
    }
  }
  return out;
}

export function union(lists: readonly Intervals[]): Intervals {
  if (lists.some(isEverything)) return EVERYTHING;
  const all = lists.flat().sort((a, b) => compareCuts(a.lo, b.lo));
  const out: Interval[] = [];
  for (const next of all) {
    const last = out.at(-1);
    if (last && compareCuts(next.lo, last.hi) <= 0) {
      if (compareCuts(next.hi, last.hi) > 0) out[out.length - 1] = { lo: last.lo, hi: next.hi };
    } else out.push(next);
  }
  return out;
}

/** Whether every value of `inner` lies in `outer`. */
export function contains(outer: Intervals, inner: Intervals): boolean {
  return inner.every((x) => outer.some((y) => compareCuts(y.lo, x.lo) <= 0 && compareCuts(x.hi, y.hi) <= 0));
}

function invert(bytes: Buffer): Buffer {
  const out = Buffer.from(bytes);
  for (let i = 0; i < out.length; i++) out.writeUInt8(out.readUInt8(i) ^ 0xff, i);
  return out;
}

/** A cut as key bytes in a descending field: before becomes after. */
function descendingKey(cut: Cut): Buffer {
  return cut.after ? invert(cut.bytes) : afterPrefix(invert(cut.bytes));
}

/** The key bytes [lo, hi) of an interval within a field of the given direction. */
export function keyBounds({ lo, hi }: Interval, descending: boolean): { lo: Buffer; hi: Buffer } {
  if (!descending) return { lo: keyOf(lo), hi: keyOf(hi) };
  return { lo: hi === LAST ? Buffer.from([0]) : descendingKey(hi), hi: lo === FIRST ? FF : descendingKey(lo) };
}
