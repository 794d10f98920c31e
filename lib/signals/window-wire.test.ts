import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignalWindow } from './window';
import { windowToJson } from './window-json';
import { decodeWindow, encodeWindow } from './window-wire';

const start = new Date('2026-11-03T07:15:00Z');

const example: SignalWindow = {
  from_ms: 0,
  to_ms: 10_000,
  channels: [
    {
      id: '0',
      name: 'I',
      unit: 'uV',
      sampling_rate_hz: 500,
      kind: 'samples',
      start_ms: 0,
      step_ms: 2,
      values: Float64Array.of(0, Number.NaN, 9),
    },
    {
      id: '1',
      name: 'Ⅱ',
      unit: 'uV',
      sampling_rate_hz: 500,
      kind: 'minmax',
      start_ms: 0,
      step_ms: 8,
      min: Float64Array.of(-1.5),
      max: Float64Array.of(12),
    },
  ],
};

it('brings back values that came in single precision, whatever their range', () => {
  const values = Float32Array.of(1e-20, 2e-20, 1000, Number.NaN);
  const [samples, bins] = example.channels;
  if (samples?.kind !== 'samples' || bins?.kind !== 'minmax') throw new Error('another example');
  const channels = [
    { ...samples, values },
    { ...bins, min: values, max: Float64Array.of(1e-20, 2e-20, 1000, 1) },
  ];
  const [first, second] = decodeWindow(encodeWindow({ ...example, channels }, start).buffer).channels;
  expect(first).toMatchObject({ values: Float32Array.from(values) });
  expect(second).toMatchObject({ min: Float64Array.from(values), max: Float64Array.of(1e-20, 2e-20, 1000, 1) });
});

describe('windowToJson', () => {
  it('has the form of the API, with null for gaps', () => {
    expect(JSON.parse(JSON.stringify(windowToJson(example, start)))).toEqual({
      from_ms: 0,
      to_ms: 10_000,
      start: '2026-11-03T07:15:00Z',
      channels: [
        {
          id: '0',
          name: 'I',
          unit: 'uV',
          sampling_rate_hz: 500,
          kind: 'samples',
          start_ms: 0,
          step_ms: 2,
          values: [0, null, 9],
        },
        {
          id: '1',
          name: 'Ⅱ',
          unit: 'uV',
          sampling_rate_hz: 500,
          kind: 'minmax',
          start_ms: 0,
          step_ms: 8,
          min: [-1.5],
          max: [12],
        },
      ],
    });
  });

  it('writes 3 × 0.1 as 0.3', () => {
    const [channel] = example.channels;
    if (channel?.kind !== 'samples') throw new Error('samples expected');
    const window = { ...example, channels: [{ ...channel, values: Float64Array.of(3 * 0.1, 1e12 + 0.5) }] };
    expect(windowToJson(window, start).channels[0]).toMatchObject({ values: [0.3, 1e12 + 0.5] });
  });
});

describe('the binary form', () => {
  it('carries the same as the JSON form', () => {
    const decoded = decodeWindow(encodeWindow(example, start).buffer);
    expect(decoded.start).toBe('2026-11-03T07:15:00Z');
    expect(windowToJson(decoded, start)).toEqual(windowToJson(example, start));
  });

  it('keeps every value to a tenth of the smallest step or better', () => {
    const values = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(values, fc.constantFrom(1, 4.88, 0.001), (raw, scale) => {
        const [channel] = example.channels;
        if (channel?.kind !== 'samples') throw new Error('samples expected');
        const sent = Float64Array.from(raw, (value) => value * scale);
        const bytes = encodeWindow({ ...example, channels: [{ ...channel, values: sent }] }, start);
        const [got] = decodeWindow(bytes.buffer).channels;
        if (got?.kind !== 'samples') throw new Error('samples expected');
        const step =
          Math.min(...raw.slice(1).map((v, i) => Math.abs(v - (raw[i] ?? v)) || Number.POSITIVE_INFINITY)) * scale;
        for (const [i, value] of sent.entries()) {
          const error = Math.abs((got.values[i] ?? 0) - value);
          expect(error).toBeLessThanOrEqual(Number.isFinite(step) ? step / 10 : Math.abs(value) * 2 ** -24);
        }
      }),
    );
  });

  it('takes single precision for an ordinary ECG', () => {
    const [channel] = example.channels;
    if (channel?.kind !== 'samples') throw new Error('samples expected');
    const values = Float64Array.from({ length: 1000 }, (_, i) => ((i * 37) % 2000) * 4.88);
    const [got] = decodeWindow(encodeWindow({ ...example, channels: [{ ...channel, values }] }, start).buffer).channels;
    expect(got?.kind === 'samples' && got.values).toBeInstanceOf(Float32Array);
  });

  it('refuses other bytes and a window that is cut off', () => {
    const bytes = encodeWindow(example, start);
    expect(() => decodeWindow(new ArrayBuffer(0))).toThrow(RangeError);
    expect(() => decodeWindow(new TextEncoder().encode('<html>….').buffer)).toThrow(RangeError);
    expect(() => decodeWindow(bytes.slice(0, 40).buffer)).toThrow(RangeError);
    expect(() => decodeWindow(bytes.slice(0, bytes.length - 8).buffer)).toThrow(RangeError);
  });
});
