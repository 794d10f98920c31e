import { describe, expect, it } from 'vitest';
import { open, reader, rhythm } from './container.fixture';
import { encodeContainer } from './encode-container';
import { readHeader, readWindow } from './read-container';
import type { Channel } from './types';

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
