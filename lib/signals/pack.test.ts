import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packChannel } from './pack';

const info = {
  id: '0',
  name: 'I',
  kind: 'rhythm',
  unit: 'uV',
  rate: { numerator: 500, denominator: 1 },
  derived: false,
} as const;
const pack = (values: (number | null)[], scale = 1, offset = 0) =>
  packChannel(info, 2, [{ start_ms: 100, scale, offset, values }]);

describe('packChannel', () => {
  it('keeps whole numbers as whole numbers of the smallest width', () => {
    expect(pack([-32768, 32767])).toMatchObject({ encoding: 'int16' });
    expect(pack([0, 32768])).toMatchObject({ encoding: 'int32' });
  });

  it('puts decimals into the scale', () => {
    const { encoding, segments } = pack([0.005, -0.012], 1000);
    expect(encoding).toBe('int16');
    expect(segments).toEqual([{ start_ms: 100, scale: 1, offset: 0, samples: Int16Array.of(5, -12) }]);
  });

  it('ends a segment at a gap and begins the next at its own time', () => {
    const { segments } = pack([null, 1, 2, null, null, 3, null]);
    expect(segments.map(({ start_ms, samples }) => [start_ms, Array.from(samples)])).toEqual([
      [102, [1, 2]],
      [110, [3]],
    ]);
    expect(pack([null, null]).segments).toEqual([]);
  });

  it('gives back any number with up to six decimals, and others to 2^-24', () => {
    const number = fc.oneof(
      fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }),
      fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1e6),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(number, { minLength: 1 }), (values) => {
        const { encoding, segments } = pack(values);
        const [segment] = segments;
        for (const [i, value] of values.entries()) {
          const read = ((segment?.samples[i] ?? 0) - (segment?.offset ?? 0)) * (segment?.scale ?? 0);
          // A whole number times a power of ten is off by the last bit of a double; the smallest float is 2^-149.
          const allowed = encoding === 'float32' ? Math.abs(value) * 2 ** -24 + 2 ** -149 : Math.abs(value) * 2 ** -51;
          expect(Math.abs(read - value)).toBeLessThanOrEqual(allowed);
        }
      }),
    );
  });
});
