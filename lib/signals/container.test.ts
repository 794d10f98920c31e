import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeContainer } from './encode-container';
import { periodMs } from './rate';
import { type ReadRange, readHeader, readWindow } from './read-container';
import type { Channel, Encoding, SampleArray, Segment } from './types';
import type { SignalWindow, WindowQuery } from './window';

/** Range reads as an object store answers them, counted. */
function reader(bytes: Uint8Array): { read: ReadRange; count: () => number } {
  let reads = 0;
  const read: ReadRange = async (from, to) => {
    reads++;
    return bytes.slice(from, Math.min(to, bytes.length));
  };
  return { read, count: () => reads };
}

async function open(bytes: Uint8Array) {
  const { read, count } = reader(bytes);
  const opened = await readHeader(read);
  if (!opened.ok) throw new Error(opened.reason);
  const window = async (query: WindowQuery): Promise<SignalWindow> => {
    const answer = await readWindow(read, opened.header, query);
    if (!answer.ok) throw new Error(answer.reason);
    return answer.window;
  };
  return { header: opened.header, read, count, window };
}

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

function rhythm(name: string, hz: number, samples: SampleArray, id = name): Channel {
  const encoding = samples instanceof Int16Array ? 'int16' : samples instanceof Int32Array ? 'int32' : 'float32';
  const segments = [{ start_ms: 0, scale: 1, offset: 0, samples }];
  return {
    id,
    name,
    kind: 'rhythm',
    unit: 'uV',
    rate: { numerator: hz, denominator: 1 },
    derived: false,
    encoding,
    segments,
  };
}

describe('reading a container', () => {
  it('takes as many reads for 24 hours of a Holter as for 10 seconds of an ECG', async () => {
    const day = 24 * 3600 * 250;
    const value = (lead: number, i: number) => (i * (31 + lead)) % 2003;
    const leads = ['V1', 'V3', 'V5'].map((name, lead) =>
      rhythm(
        name,
        250,
        new Int16Array(day).map((_, i) => value(lead, i)),
      ),
    );
    const holter = await open(encodeContainer(leads, { duration_ms: 86_400_000 }));
    const ecg = await open(
      encodeContainer(
        Array.from({ length: 12 }, (_, i) => rhythm(`V${i}`, 500, new Int16Array(5000))),
        { duration_ms: 10_000 },
      ),
    );
    await holter.window({ width: 1400 });
    await ecg.window({ width: 1400 });
    expect(holter.count()).toBe(2);
    expect(ecg.count()).toBe(2);
    // Zoomed in to ten seconds, and to one lead: one read more each.
    const zoomed = await holter.window({ from_ms: 43_200_000, to_ms: 43_210_000, width: 1400 });
    for (const [lead, channel] of zoomed.channels.entries()) {
      const expected = Array.from({ length: 2500 }, (_, i) => value(lead, 43_200 * 250 + i));
      expect(channel.kind === 'samples' && Array.from(channel.values)).toEqual(expected);
    }
    const [hour] = (await holter.window({ from_ms: 3_600_000, to_ms: 7_200_000, width: 1400, channels: ['V3'] }))
      .channels;
    if (hour?.kind !== 'minmax') throw new Error('bins expected');
    const perBin = hour.step_ms / 4;
    for (const [bin, min] of hour.min.entries()) {
      const from = hour.start_ms / 4 + bin * perBin;
      const values = Array.from({ length: perBin }, (_, i) => value(1, from + i));
      expect([min, hour.max[bin]]).toEqual([Math.min(...values), Math.max(...values)]);
    }
    expect(holter.count()).toBe(4);
  }, 30_000);

  it('reads a header longer than the first read with one more', async () => {
    const segments = Array.from({ length: 5000 }, (_, i) => ({
      start_ms: i * 10,
      scale: 1,
      offset: 0,
      samples: Int16Array.of(i),
    }));
    const channel = { ...rhythm('I', 500, new Int16Array(1)), segments };
    const { header, count } = await open(encodeContainer([channel], { duration_ms: 50_000 }));
    expect(header.channels[0]?.segments.length).toBe(5000);
    expect(count()).toBe(2);
  });

  it('costs nothing for a gap of a year between two sessions', async () => {
    const run = (start_ms: number) => ({
      start_ms,
      scale: 1,
      offset: 0,
      samples: Int16Array.from({ length: 25 }, (_, i) => i),
    });
    const channel = { ...rhythm('flow', 25, new Int16Array(1)), segments: [run(0), run(365 * 86_400_000)] };
    const bytes = encodeContainer([channel], { duration_ms: 366 * 86_400_000 });
    expect(bytes.length).toBeLessThan(4096);
    const { window } = await open(bytes);
    const [got] = (await window({ width: 1000 })).channels;
    expect(got?.kind === 'minmax' && Array.from(got.max).filter((v) => !Number.isNaN(v))).toEqual([24, 24]);
  });

  it('refuses what is no container, another version and a changed header', async () => {
    const bytes = encodeContainer([rhythm('I', 500, new Int16Array(10))], { duration_ms: 20 });
    const reason = async (change: (copy: Uint8Array) => Uint8Array) => {
      const opened = await readHeader(reader(change(bytes.slice())).read);
      return opened.ok || opened.reason;
    };
    expect(await reason((copy) => copy.subarray(1))).toBe('not_a_container');
    expect(await reason(() => new Uint8Array(0))).toBe('not_a_container');
    expect(await reason((copy) => copy.fill(9, 8, 9))).toBe('unsupported_version');
    expect(await reason((copy) => copy.fill(0x41, 60, 61))).toBe('corrupt');
    expect(await reason((copy) => copy.subarray(0, 100))).toBe('corrupt');
  });

  it('says corrupt when the samples are cut off', async () => {
    const bytes = encodeContainer([rhythm('I', 500, new Int16Array(1000))], { duration_ms: 2000 });
    const { header } = await open(bytes);
    const { read } = reader(bytes.subarray(0, 600));
    expect(await readWindow(read, header, {})).toEqual({ ok: false, reason: 'corrupt' });
  });
});

describe('a window query', () => {
  const median: Channel = { ...rhythm('I', 500, new Int16Array(300), 'm'), kind: 'median' };
  const channels = [
    rhythm('I', 500, new Int16Array(5000), '0'),
    rhythm('ECG', 500, new Int16Array(5000), '1'),
    rhythm('ECG', 250, new Int16Array(2500), '2'),
    median,
  ];
  const bytes = encodeContainer(channels, { duration_ms: 10_000 });

  it('takes names and ids, and a shared name means both', async () => {
    const { window } = await open(bytes);
    const ids = async (names: string[]) => (await window({ channels: names })).channels.map(({ id }) => id);
    expect(await ids(['ECG'])).toEqual(['1', '2']);
    expect(await ids(['0', '2'])).toEqual(['0', '2']);
  });

  it('gives rhythm channels unless median is asked for', async () => {
    const { window } = await open(bytes);
    expect((await window({})).channels.map(({ id }) => id)).toEqual(['0', '1', '2']);
    const beat = await window({ block: 'median' });
    expect(beat.channels.map(({ id }) => id)).toEqual(['m']);
    expect(beat.to_ms).toBe(600);
  });

  it('returns samples while they fit in 4 × width, then bins', async () => {
    const { window } = await open(bytes);
    const kind = async (width: number) => (await window({ width, channels: ['I'] })).channels[0]?.kind;
    expect(await kind(1250)).toBe('samples');
    expect(await kind(1249)).toBe('minmax');
  });

  it('cuts at the edges: from is inside, to is not', async () => {
    const { window } = await open(bytes);
    const [got] = (await window({ from_ms: 100, to_ms: 200, channels: ['I'] })).channels;
    expect(got).toMatchObject({ start_ms: 100, step_ms: 2 });
    expect(got?.kind === 'samples' && got.values.length).toBe(50);
  });

  it.each([
    [{ from_ms: -1 }, 'invalid_range'],
    [{ from_ms: 5, to_ms: 5 }, 'invalid_range'],
    [{ to_ms: Number.NaN }, 'invalid_range'],
    [{ from_ms: Number.POSITIVE_INFINITY }, 'invalid_range'],
    [{ width: 0 }, 'invalid_width'],
    [{ width: 1.5 }, 'invalid_width'],
    [{ width: 100_000 }, 'invalid_width'],
  ])('refuses %o', async (query, reason) => {
    const { header, read } = await open(bytes);
    expect(await readWindow(read, header, query)).toMatchObject({ ok: false, reason });
  });

  it('names the channels it does not know, those of another block included', async () => {
    const { header, read } = await open(bytes);
    const answer = await readWindow(read, header, { channels: ['I', 'V9', 'm'] });
    expect(answer).toEqual({ ok: false, reason: 'unknown_channel', channels: ['V9', 'm'] });
  });

  it('refuses more than two million values without a width, gaps counted', async () => {
    const run = (start_ms: number) => ({ start_ms, scale: 1, offset: 0, samples: new Int16Array(1) });
    const sparse = { ...rhythm('I', 1000, new Int16Array(1)), segments: [run(0), run(2_000_000)] };
    const { header, read, window } = await open(encodeContainer([sparse], { duration_ms: 2_000_001 }));
    expect(await readWindow(read, header, {})).toEqual({
      ok: false,
      reason: 'too_many_values',
      values: 2_000_001,
      limit: 2_000_000,
    });
    expect((await window({ to_ms: 2_000_000 })).channels[0]?.kind).toBe('samples');
    expect((await window({ width: 10 })).channels[0]?.kind).toBe('minmax');
  });
});

describe('encodeContainer', () => {
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
