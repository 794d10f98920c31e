import type { Plain } from '../bson/write';
import { type Cut, type Interval, isEverything, isPoint } from './intervals';
import type { IndexPlan } from './plan';

/** Bounds of each field for explain: key bytes in hex, as the index holds them (ascending). */
export function explainBounds(plan: IndexPlan): { [path: string]: Plain } {
  const out: { [path: string]: Plain } = {};
  plan.index.spec.fields.forEach((f, i) => {
    const intervals = plan.bounds[i];
    out[f.path.text] = !intervals || isEverything(intervals) ? ['[MinKey, MaxKey]'] : intervals.map(show);
  });
  return out;
}

function show(interval: Interval): string {
  if (isPoint(interval)) return `[${hex(interval.lo)}]`;
  return `${interval.lo.after ? '(' : '['}${hex(interval.lo)}, ${hex(interval.hi)}${interval.hi.after ? ']' : ')'}`;
}

function hex(cut: Cut): string {
  return cut.bytes.toString('hex');
}
