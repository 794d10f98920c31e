import { T } from '../bson/types';
import type { Value } from '../bson/value';
import { doubleValue, intValue, longValue } from '../bson/write';
import { badValue } from '../errors';

/**
 * Sum or product with MongoDB's result types: double wins, then long; int grows to long when it overflows. Past a long
 * an update fails, while an aggregation goes on with a double.
 */
export function calculate(op: 'add' | 'multiply', a: Value, b: Value, pastLong: 'fail' | 'double' = 'fail'): Value {
  if (a.type === T.decimal || b.type === T.decimal) {
    throw badValue('arithmetic on Decimal128 is not supported by the embedded store');
  }
  const exact = a.type !== T.double && b.type !== T.double;
  const result = exact ? (op === 'add' ? a.bigint() + b.bigint() : a.bigint() * b.bigint()) : undefined;
  const overflows = result !== undefined && result !== BigInt.asIntN(64, result);
  if (overflows && pastLong === 'fail') throw badValue('Failed to apply the operation: it would overflow a long');
  if (result === undefined || overflows) {
    return doubleValue(op === 'add' ? a.number() + b.number() : a.number() * b.number());
  }
  const isInt = a.type === T.int && b.type === T.int && result === BigInt.asIntN(32, result);
  return isInt ? intValue(Number(result)) : longValue(result);
}

export type BitOp = 'and' | 'or' | 'xor';

/** Bitwise operation on int and long. */
export function bitwise(op: BitOp, a: Value, b: Value): Value {
  const x = a.bigint();
  const y = b.bigint();
  const result = op === 'and' ? x & y : op === 'or' ? x | y : x ^ y;
  return a.type === T.int && b.type === T.int ? intValue(Number(BigInt.asIntN(32, result))) : longValue(result);
}
