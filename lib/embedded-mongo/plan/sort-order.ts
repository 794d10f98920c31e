import type { Index } from '../catalog/model';
import type { Bounds } from './bounds';
import { isPoint } from './intervals';
import type { SortSpec } from './plan';

/**
 * Whether reading an index within its bounds gives the wanted order, and in which direction it must be read.
 * Fields held to one value may be skipped. A field with arrays never gives an order: its documents sort by their
 * smallest or greatest element, not by the one found.
 */
export function sortFromIndex(
  index: Index,
  used: readonly Bounds[],
  sort: SortSpec,
): { sorted: boolean; reverse: boolean } {
  if (sort.length === 0) return { sorted: true, reverse: false };
  if (index.cut) return { sorted: false, reverse: false };
  const { fields } = index.spec;
  const constant = (i: number) => used[i]?.intervals.length === 1 && used[i].intervals.every(isPoint);
  const constantPath = (text: string) => {
    const i = fields.findIndex((f) => f.path.text === text);
    return i >= 0 && constant(i) && !index.multikey[i];
  };
  let reverse: boolean | undefined;
  let at = 0;
  for (const wanted of sort) {
    if (constantPath(wanted.path.text)) continue;
    while (at < fields.length && fields[at]?.path !== wanted.path && constant(at)) at++;
    const f = fields[at];
    if (f?.path !== wanted.path || index.multikey[at]) return { sorted: false, reverse: false };
    const opposite = f.descending !== wanted.descending;
    if (reverse !== undefined && reverse !== opposite) return { sorted: false, reverse: false };
    reverse = opposite;
    at++;
  }
  return { sorted: true, reverse: reverse ?? false };
}
