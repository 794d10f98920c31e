import { T } from '../bson/types';
import type { Value } from '../bson/value';
import { doubleValue, intValue, longValue } from '../bson/write';
import { badValue } from '../errors';

const MIN_LONG = -(2n ** 63n);
const MAX_LONG = 2n ** 63n - 1n;

/** Sum or product with MongoDB's result types: double wins, then long; int grows to long when it overflows. */
export function calculate(op: 'add' | 'multiply', a: Value, b: Value): Value {
  if (a.type === T.decimal || b.type === T.decimal) {
    throw badValue('arithmetic on Decimal128 is not supported by the embedded store');
  }
  if (a.type === T.double || b.type === T.double) {
    return doubleValue(op === 'add' ? a.number() + b.number() : a.number() * b.number());
  }
  const result = op === 'add' ? a.bigint() + b.bigint() : a.bigint() * b.bigint();
  if (result < MIN_LONG || result > MAX_LONG) throw badValue('Failed to apply the operation: it would overflow a long');
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
