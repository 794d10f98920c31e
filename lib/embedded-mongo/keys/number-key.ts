import { T } from '../bson/types';
import type { Value } from '../bson/value';

/**
 * Numbers of all four BSON types in one order. A number is written as the largest double not above it (8 bytes,
 * memcmp order), then 0x00 if that double is exact, else 0x02 and the exact decimal digits.
 */
interface NumberKey {
  floor: number;
  /** Set when `floor` is below the number: the number as digits x 10^exponent. */
  exact?: Decimal;
}

interface Decimal {
  coefficient: bigint;
  exponent: number;
}

const MAX_SAFE = 2n ** 53n;

/** Takes a numeric value apart for its key. */
export function numberKey(value: Value): NumberKey {
  switch (value.type) {
    case T.long: {
      const x = value.bigint();
      if (x <= MAX_SAFE && x >= -MAX_SAFE) return { floor: Number(x) };
      return floorOf(Number(x), { coefficient: x, exponent: 0 });
    }
    case T.decimal: {
      const text = value.decimalText();
      const parsed = parseDecimal(text);
      return parsed ? floorOf(Number(text), parsed) : { floor: Number(text) };
    }
    default:
      return { floor: value.number() };
  }
}

/** Digits and exponent of a decimal's text; undefined for NaN and the infinities. */
function parseDecimal(text: string): Decimal | undefined {
  const m = /^(-?)(\d*)\.?(\d*)(?:E([+-]?\d+))?$/.exec(text);
  if (!m) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = m;
  const coefficient = BigInt(`${whole}${fraction}` || '0');
  return { coefficient: sign ? -coefficient : coefficient, exponent: Number(exponent) - fraction.length };
}

function floorOf(nearest: number, x: Decimal): NumberKey {
  if (x.coefficient === 0n) return { floor: 0 };
  const order = compareDouble(nearest, x);
  if (order === 0) return { floor: nearest };
  return { floor: order < 0 ? nearest : nextDown(nearest), exact: x };
}

function compareDouble(d: number, x: Decimal): number {
  if (d === Number.POSITIVE_INFINITY) return 1;
  if (d === Number.NEGATIVE_INFINITY) return -1;
  const { mantissa, exponent } = parts(d);
  let left = mantissa;
  let right = x.coefficient;
  if (exponent >= 0) left <<= BigInt(exponent);
  else right <<= BigInt(-exponent);
  if (x.exponent >= 0) right *= 10n ** BigInt(x.exponent);
  else left *= 10n ** BigInt(-x.exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

const scratch = new DataView(new ArrayBuffer(8));

function parts(d: number): { mantissa: bigint; exponent: number } {
  scratch.setFloat64(0, d);
  const bits = scratch.getBigUint64(0);
  const raw = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = raw === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: bits >> 63n ? -mantissa : mantissa, exponent: (raw === 0 ? 1 : raw) - 1075 };
}

function nextDown(d: number): number {
  if (d === Number.POSITIVE_INFINITY) return Number.MAX_VALUE;
  if (d === 0) return -Number.MIN_VALUE;
  scratch.setFloat64(0, d);
  const bits = scratch.getBigUint64(0);
  scratch.setBigUint64(0, d > 0 ? bits - 1n : bits + 1n);
  return scratch.getFloat64(0);
}

/** The 8 bytes of a double in memcmp order; NaN comes before everything, -0 equals 0. */
export function orderedDouble(d: number): Buffer {
  const out = Buffer.alloc(8);
  if (Number.isNaN(d)) return out;
  out.writeDoubleBE(d === 0 ? 0 : d);
  const first = out.readUInt8(0);
  if (first & 0x80) for (let i = 0; i < 8; i++) out.writeUInt8(out.readUInt8(i) ^ 0xff, i);
  else out.writeUInt8(first ^ 0x80, 0);
  return out;
}

/** Exact digits of a number whose double floor is not enough, in memcmp order among numbers of the same floor. */
export function decimalTail(x: Decimal): Buffer {
  const negative = x.coefficient < 0n;
  const digits = (negative ? -x.coefficient : x.coefficient).toString();
  const trimmed = digits.replace(/0+$/, '');
  const out = Buffer.alloc(2 + trimmed.length + 1);
  out.writeUInt16BE(x.exponent + digits.length + 0x8000);
  out.write(trimmed, 2, 'latin1');
  if (negative) for (let i = 0; i < out.length; i++) out.writeUInt8(out.readUInt8(i) ^ 0xff, i);
  return out;
}
