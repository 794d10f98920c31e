import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, rhythm } from './container.fixture';
import { encodeContainer } from './encode-container';
import { periodMs } from './rate';
import type { Channel, Encoding, SampleArray, Segment } from './types';
import { wholeContainer } from './whole-container.fixture';

function samplesOf(encoding: Encoding, values: readonly number[]): SampleArray {
  if (encoding === 'int16') return Int16Array.from(values);
  return encoding === 'int32' ? Int32Array.from(values) : Float32Array.from(values);
}

const limits: Record<Encoding, fc.Arbitrary<number>> = {
  int16: fc.integer({ min: -32768, max: 32767 }),
  int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  float32: fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
};

const rates = fc.constantFrom([1, 60], [1, 2], [25, 1], [257, 2], [500, 1]);

/** A channel with gaps, changes of gain and starts that lie off the grid of the first segment. */
const channelArbitrary = (id: string): fc.Arbitrary<Channel> =>
  fc
    .record({
      encoding: fc.constantFrom<Encoding>('int16', 'int32', 'float32'),
      rate: rates,
      name: fc.constantFrom('I', 'II', 'flow'),
    })
    .chain(({ encoding, rate: [numerator = 1, denominator = 1], name }) =>
      fc
        .array(
          fc.record({
            gap: fc.double({ min: 0, max: 40, noNaN: true }),
            scale: fc.constantFrom(1, 0.5, 4.88, -2),
            offset: fc.constantFrom(0, 7, -3.5),
            values: fc.array(limits[encoding], { minLength: 1, maxLength: 60 }),
          }),
          { minLength: 0, maxLength: 5 },
        )
        .map((runs): Channel => {
          const rate = { numerator, denominator };
          const segments: Segment[] = [];
          let at = 0;
          for (const { gap, scale, offset, values } of runs) {
            at += gap * periodMs(rate);
            segments.push({ start_ms: at, scale, offset, samples: samplesOf(encoding, values) });
            at += values.length * periodMs(rate);
          }
          return { id, name, kind: 'rhythm', unit: 'uV', rate, derived: false, encoding, segments };
        }),
    );

const recordingArbitrary = fc.tuple(channelArbitrary('0'), channelArbitrary('1'), channelArbitrary('2'));

/** All samples of a channel with the grid place nearest to their own time: the plainest reading of the definition. */
function placedSamples(channel: Channel): { slot: number; value: number }[] {
  const period = periodMs(channel.rate);
  const start = channel.segments[0]?.start_ms ?? 0;
  let free = 0;
  return channel.segments.flatMap((segment) => {
    const first = Math.max(free, Math.round((segment.start_ms - start) / period));
    free = first + segment.samples.length;
    return Array.from(segment.samples, (raw, i) => ({
      slot: first + i,
      value: (raw - segment.offset) * segment.scale,
    }));
  });
}

describe('a container', () => {
  it('gives back every sample exactly, at its time, with gaps as NaN', async () => {
    await fc.assert(
      fc.asyncProperty(recordingArbitrary, async (channels) => {
        const { window } = await open(encodeContainer(channels, { duration_ms: 1 }));
        const { channels: read } = await window({});
        for (const [index, channel] of channels.entries()) {
          const got = read[index];
          if (got?.kind !== 'samples') throw new Error('samples expected');
          const placed = placedSamples(channel);
          expect(got.values.length).toBe((placed.at(-1)?.slot ?? -1) + 1);
          const expected = new Array<number>(got.values.length).fill(Number.NaN);
          for (const { slot, value } of placed) expected[slot] = value;
          expect(Array.from(got.values)).toEqual(expected);
          expect(got.start_ms).toBe(channel.segments[0]?.start_ms ?? 0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives the exact minimum and maximum of every bin, with bins no wider than a column', async () => {
    const query = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      from: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      part: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(recordingArbitrary, query, async (channels, { width, from, part }) => {
        const ends = channels.flatMap(({ rate, segments }) =>
          segments.map((s) => s.start_ms + s.samples.length * periodMs(rate)),
        );
        const end = Math.max(1000, ...ends);
        const from_ms = from * end;
        const to_ms = from_ms + part * end;
        const { window } = await open(encodeContainer(channels, { duration_ms: end }));
        const read = await window({ from_ms, to_ms, width });
        for (const [index, channel] of channels.entries()) {
          const got = read.channels[index];
          if (got?.kind !== 'minmax') {
            expect(got?.values.length).toBeLessThanOrEqual(4 * width);
            continue;
          }
          expect(got.step_ms).toBeLessThanOrEqual(
            ((to_ms - from_ms) / width) * (1 + 1e-6) + periodMs(channel.rate) * 1e-6,
          );
          expect(got.min.length).toBeLessThanOrEqual(4 * width + 4);
          checkBins(channel, got);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never loses a peak of the window', async () => {
    const samples = new Int16Array(20_000).map((_, i) => (i % 977 === 400 ? 3000 + (i % 13) : i % 50));
    const channel = rhythm('I', 500, samples);
    const { window } = await open(encodeContainer([channel], { duration_ms: 40_000 }));
    for (const width of [3, 50, 700]) {
      const read = await window({ width });
      const [got] = read.channels;
      if (got?.kind !== 'minmax') throw new Error('bins expected');
      for (let peak = 400; peak < samples.length; peak += 977) {
        const bin = Math.floor(peak / (got.step_ms / 2));
        expect(got.max[bin]).toBe(Math.max(...samples.slice(bin * (got.step_ms / 2), (bin + 1) * (got.step_ms / 2))));
        expect(got.max[bin]).toBeGreaterThanOrEqual(samples[peak] ?? 0);
      }
    }
  });
});

/** Brute force: every sample of a bin's slots, and nothing else. */
function checkBins(
  channel: Channel,
  got: { start_ms: number; step_ms: number; min: ArrayLike<number>; max: ArrayLike<number> },
) {
  const period = periodMs(channel.rate);
  const perBin = Math.round(got.step_ms / period);
  const firstBin = Math.round((got.start_ms - (channel.segments[0]?.start_ms ?? 0)) / got.step_ms);
  const placed = placedSamples(channel);
  for (let i = 0; i < got.min.length; i++) {
    const from = (firstBin + i) * perBin;
    const values = placed.filter(({ slot }) => slot >= from && slot < from + perBin).map(({ value }) => value);
    expect(got.min[i]).toBe(values.length === 0 ? Number.NaN : Math.min(...values));
    expect(got.max[i]).toBe(values.length === 0 ? Number.NaN : Math.max(...values));
  }
}

/** A lead of many blocks with a gap in it: each sample follows from its place alone. */
function longLead(id: string, phase: number): Channel {
  const samples = Int16Array.from({ length: 300_000 }, (_, i) => ((i * 7919 + phase) % 60_013) - 30_000);
  const cut = 131_077;
  const scaled = { scale: 2.5, offset: 3 };
  const segments = [
    { start_ms: 4, ...scaled, samples: samples.subarray(0, cut) },
    { start_ms: 4 + (cut + 99.6) * 2, ...scaled, samples: samples.subarray(cut) },
  ];
  return { ...rhythm(id, 500, samples), segments };
}

describe('encodeContainer', () => {
  it('writes the bytes that were always written, though it holds no level as a whole', async () => {
    const long = [
      longLead('I', 0),
      longLead('II', 11),
      rhythm(
        'slow',
        1,
        Float32Array.from({ length: 601 }, (_, i) => i / 3),
      ),
    ];
    await fc.assert(
      fc.asyncProperty(recordingArbitrary, async (channels) => {
        const bytes = encodeContainer(channels, { duration_ms: 5 });
        const { header } = await open(bytes);
        expect(Buffer.compare(bytes, wholeContainer(channels, header.channels, 5))).toBe(0);
      }),
      { numRuns: 100, examples: [[[longLead('I', 0), longLead('II', 11), longLead('V1', 5)]]] },
    );
    // as the writer that held whole levels wrote it: containers in stores have their digests in records
    const digest = createHash('sha256')
      .update(encodeContainer(long, { duration_ms: 601_000 }))
      .digest('hex');
    expect(digest).toBe('07f74d5aadbef93d1ec78ed8200f321eee87119eacefd078a116460a468c0797');
  }, 60_000);

  it.each([
    ['an id twice', [rhythm('I', 500, new Int16Array(1)), rhythm('I', 250, new Int16Array(1))]],
    ['an empty segment', [rhythm('I', 500, new Int16Array(0))]],
    ['another encoding', [{ ...rhythm('I', 500, new Int16Array(1)), encoding: 'int32' as const }]],
    ['a value that is not finite', [rhythm('I', 500, Float32Array.of(Number.NaN))]],
  ])('refuses %s as a defect', (_, channels) => {
    expect(() => encodeContainer(channels, { duration_ms: 1 })).toThrow(RangeError);
  });

  it('refuses overlapping segments and a scale of 0', () => {
    const base = rhythm('I', 500, new Int16Array(1));
    const run = { start_ms: 0, scale: 1, offset: 0, samples: new Int16Array(10) };
    const encode = (segments: Segment[]) => encodeContainer([{ ...base, segments }], { duration_ms: 1 });
    expect(() => encode([run, { ...run, start_ms: 10 }])).toThrow(RangeError);
    expect(() => encode([{ ...run, scale: 0 }])).toThrow(RangeError);
  });

  it('writes a recording without channels', async () => {
    const { window } = await open(encodeContainer([], { duration_ms: 0 }));
    expect(await window({})).toEqual({ from_ms: 0, to_ms: 0, channels: [] });
  });
});
