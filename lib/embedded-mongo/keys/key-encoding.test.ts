import { Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, serialize } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { docValue, type Value } from '../bson/value';
import { afterPrefix, compareValues, encodeKey, encodeValue } from './key-encoding';

function value(x: unknown): Value {
  const found = docValue(Buffer.from(serialize({ x }))).get('x');
  if (!found) throw new Error('the value was written');
  return found;
}

/** A number as an exact fraction: numerator over 10^400 shifted, independent of the encoding under test. */
function exact(text: string): bigint {
  const m = /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text);
  if (!m) throw new Error(text);
  const digits = BigInt(`${m[2]}${m[3]}`) * (m[1] ? -1n : 1n);
  return digits * 10n ** BigInt(400 + Number(m[4] ?? 0) - (m[3] ?? '').length);
}

const number = fc.oneof(
  fc.integer().map((n) => ({ bson: new Int32(n | 0) as unknown, text: String(n | 0) })),
  fc
    .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
    .map((n) => ({ bson: Long.fromBigInt(n) as unknown, text: String(n) })),
  fc
    .bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 9n })
    .map((n) => ({ bson: Long.fromBigInt(n) as unknown, text: String(n) })),
  fc
    .integer({ min: -(2 ** 30), max: 2 ** 30 })
    .map((n) => ({ bson: new Double(n / 1024) as unknown, text: String(n / 1024) })),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: -40, max: 20 }))
    .map(([digits, exponent]) => {
      const text = `${digits}E${exponent}`;
      return { bson: Decimal128.fromString(text) as unknown, text };
    }),
);

const scalar = fc.oneof(
  fc.constant<unknown>(null),
  fc.boolean(),
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.date({ noInvalidDate: true }),
  fc.constant(new MinKey()),
  fc.constant(new MaxKey()),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((b) => new ObjectId(b)),
  fc.uint8Array({ maxLength: 6 }),
);
const anything = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 4 }),
  fc.dictionary(
    fc.string({ minLength: 1, maxLength: 3 }).filter((s) => !s.includes('\0')),
    scalar,
    { maxKeys: 3 },
  ),
);

/** MongoDB's order of types (manual, Comparison/Sort Order). */
function rank(x: unknown): number {
  if (x instanceof MinKey) return 0;
  if (x instanceof MaxKey) return 99;
  if (x === null) return 1;
  if (typeof x === 'number') return 2;
  if (typeof x === 'string') return 3;
  if (Array.isArray(x)) return 5;
  if (x instanceof Uint8Array) return 6;
  if (x instanceof ObjectId) return 7;
  if (typeof x === 'boolean') return 8;
  return x instanceof Date ? 9 : 4;
}

function expectedOrder(a: unknown, b: unknown): number | undefined {
  if (rank(a) !== rank(b)) return Math.sign(rank(a) - rank(b));
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a < b ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string') return Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Date && b instanceof Date) return Math.sign(a.getTime() - b.getTime());
  return undefined;
}

describe('encodeValue', () => {
  it('orders numbers of all types exactly', () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [x, y] = [exact(a.text), exact(b.text)];
        const order = Buffer.compare(encodeValue(value(a.bson)), encodeValue(value(b.bson)));
        expect(Math.sign(order)).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('puts NaN first and treats -0 as 0', () => {
    expect(compareValues(value(Number.NaN), value(Number.NEGATIVE_INFINITY))).toBeLessThan(0);
    expect(compareValues(value(new Double(-0)), value(new Int32(0)))).toBe(0);
    expect(compareValues(value(Number.POSITIVE_INFINITY), value(Decimal128.fromString('9E6144')))).toBeGreaterThan(0);
    expect(compareValues(value(Number.MAX_VALUE), value(Decimal128.fromString('9E6144')))).toBeLessThan(0);
  });

  it('orders types and values as MongoDB does', () => {
    fc.assert(
      fc.property(scalar, scalar, (a, b) => {
        const expected = expectedOrder(a, b);
        if (expected === undefined) return;
        expect(Math.sign(Buffer.compare(encodeValue(value(a)), encodeValue(value(b))))).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never a prefix of another encoding, so that compound keys sort by their fields', () => {
    fc.assert(
      fc.property(anything, anything, (a, b) => {
        const [x, y] = [encodeValue(value(a)), encodeValue(value(b))];
        if (!x.equals(y)) expect(y.subarray(0, x.length).equals(x)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('sorts compound keys by the first field, then the second, each in its direction', () => {
    fc.assert(
      fc.property(anything, anything, anything, anything, fc.boolean(), fc.boolean(), (a1, a2, b1, b2, d1, d2) => {
        const key = (x: unknown, y: unknown) => encodeKey([value(x), value(y)], [d1, d2], 4096).key;
        const first = compareValues(value(a1), value(b1)) * (d1 ? -1 : 1);
        const second = compareValues(value(a2), value(b2)) * (d2 ? -1 : 1);
        // + 0, as a reversed equality is −0
        expect(Math.sign(Buffer.compare(key(a1, a2), key(b1, b2)))).toBe(Math.sign(first || second) + 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps long keys short, apart, and in order as far as the limit reaches', () => {
    const key = (x: string) => encodeKey([value(x)], [false], 100);
    const [a, b] = [key(`${'x'.repeat(500)}a`), key(`${'x'.repeat(500)}b`)];
    expect([a.cut, a.key.length, a.key.equals(b.key)]).toEqual([true, 100, false]);
    expect(Buffer.compare(key('w'.repeat(500)).key, a.key)).toBe(-1);
  });
});

describe('afterPrefix', () => {
  it('is above every key with the prefix and below all others above it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 4, max: 254 }),
        fc.uint8Array({ maxLength: 3 }),
        (prefix, rest) => {
          const end = afterPrefix(Buffer.from(prefix));
          expect(Buffer.compare(Buffer.concat([prefix, rest]), end)).toBe(-1);
        },
      ),
    );
  });
});
