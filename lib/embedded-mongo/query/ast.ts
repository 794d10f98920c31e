import type { FieldPath } from '../bson/path';
import type { Value } from '../bson/value';
import type { SafeRegex } from './regex';

export type CompareOp = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';

/** A condition that some value under a path must fulfil. */
export type Predicate =
  | { op: CompareOp; value: Value }
  | { op: 'in'; values: Value[]; keys: Set<string>; hasNull: boolean; regexes: RegexOperand[] }
  | { op: 'exists' }
  | { op: 'type'; types: ReadonlySet<number> }
  | { op: 'size'; size: number }
  | { op: 'mod'; divisor: bigint; remainder: bigint }
  | { op: 'regex'; operand: RegexOperand }
  | { op: 'elemMatchObject'; expr: Expr }
  | { op: 'elemMatchValue'; expr: Expr }
  | { op: 'bits'; mask: bigint; test: 'allSet' | 'anySet' | 'allClear' | 'anyClear' };

export interface RegexOperand {
  pattern: string;
  options: string;
  regex: SafeRegex;
}

/** A parsed filter. `path` undefined means the value itself (inside a value `$elemMatch`). */
export type Expr =
  | { kind: 'and' | 'or' | 'nor'; args: Expr[] }
  | { kind: 'field'; path: FieldPath | undefined; pred: Predicate }
  | { kind: 'expr'; test: (doc: Value) => boolean };

export const MATCH_ALL: Expr = { kind: 'and', args: [] };

/** The parts that must all hold, with nested `and`s opened. */
export function conjuncts(expr: Expr): Expr[] {
  return expr.kind === 'and' ? expr.args.flatMap(conjuncts) : [expr];
}
