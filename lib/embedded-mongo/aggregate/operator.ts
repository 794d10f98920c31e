import { T } from '../bson/types';
import type { Value } from '../bson/value';

/** Gives the value of the i-th argument; an argument that is not asked for is not computed. */
export type Arg = (i: number) => Value | undefined;

export interface Operator {
  min: number;
  max: number;
  run: (arg: Arg, count: number) => Value | undefined;
  /** The arguments where they may be given by name. */
  parts?: (operand: Value) => Value[] | undefined;
}

export function isNullish(value: Value | undefined): value is undefined {
  // Says undefined also for a null value: callers only go on with what is neither.
  return value === undefined || value.type === T.null || value.type === T.undefined;
}
