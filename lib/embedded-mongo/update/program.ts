import type { Value } from '../bson/value';
import type { Expr } from '../query/ast';
import type { BitOp } from './arithmetic';

/** What an operator does at one path. */
export type Action =
  | { op: 'set' | 'setOnInsert' | 'min' | 'max'; value: Value }
  | { op: 'inc' | 'mul'; value: Value }
  | { op: 'unset' }
  | { op: 'currentDate'; type: 'date' | 'timestamp' }
  | { op: 'rename'; to: string[] }
  | { op: 'bit'; steps: { bit: BitOp; value: Value }[] }
  | { op: 'pop'; first: boolean }
  | { op: 'pull'; test: (item: Value) => boolean }
  | { op: 'addToSet'; values: Value[] }
  | { op: 'push'; push: PushSpec };

export interface PushSpec {
  values: Value[];
  position?: number;
  slice?: number;
  sort?: (a: Value, b: Value) => number;
}

export interface Step {
  path: string[];
  action: Action;
}

/** A parsed update: a whole new document, stages that make one of the old, or steps at paths. */
export type UpdateProgram =
  | { kind: 'replace'; doc: Value }
  | { kind: 'pipeline'; change: (doc: Value) => Value }
  | { kind: 'steps'; steps: Step[]; filters: Map<string, Expr>; positional: boolean };

/** What an update is applied with. */
export interface ApplyContext {
  /** Index of the array element found by the filter, for `$`. */
  position?: number;
  isInsert: boolean;
  now: Date;
}
