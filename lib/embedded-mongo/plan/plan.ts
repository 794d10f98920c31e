import type { Index, IndexField } from '../catalog/model';
import type { Intervals } from './intervals';

export interface ScanRange {
  lo: Buffer;
  hi: Buffer;
}

/** Reads ranges of one index (or of the documents themselves, clustered by `_id`). */
export interface IndexPlan {
  kind: 'index';
  index: Index;
  /** In key order; read from the last to the first, downwards, if `reverse`. */
  ranges: ScanRange[];
  reverse: boolean;
  /** The documents come in the order asked for. */
  sorted: boolean;
  /** Every entry in the ranges belongs to a match: the filter need not be tested again. */
  exact: boolean;
  /** A document may be met twice. */
  dedupe: boolean;
  /** Number of leading fields with bounds. */
  bounded: number;
  /** Values allowed for each field, for explain. */
  bounds: Intervals[];
  score: number;
}

/** One plan for each branch of an `$or`; the documents of all branches, each once. */
export interface OrPlan {
  kind: 'or';
  branches: IndexPlan[];
  sorted: boolean;
}

export type Plan = IndexPlan | OrPlan;

export type SortSpec = readonly IndexField[];

export function isCollectionScan(plan: IndexPlan): boolean {
  return plan.index.clustered && plan.bounded === 0;
}
