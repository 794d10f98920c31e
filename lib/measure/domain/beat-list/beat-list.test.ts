import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnotationTrack } from '@/lib/formats/recording';
import { fileChannels } from '@/lib/ingest/files/file-channels';
import type { Channel } from '@/lib/signals/types';
import { readOk, recordingFile } from '@/lib/testing/recording-files';
import { annotatedBeats, annotatedMarks } from './annotated-beats';
import { beatFacts, jumpPlaces } from './beat-facts';
import { type BeatLabel, type BeatList, beatsBetween, flagOf, intervalAt } from './beat-list';
import { decodeBeats, encodeBeats } from './beat-wire';
import { findBeats } from './find-beats';
import { gapsOf, makeBeatList } from './make-beat-list';

/** Beats at these ms; `|` before a label is a break. */
function aList(times: readonly number[], labels: readonly (BeatLabel | null | `|${BeatLabel}`)[] = []): BeatList {
  const flags = times.map((_, index) => {
    const label = labels[index] ?? null;
    const broken = label?.startsWith('|') ?? false;
    // what is left without the bar is a label
    return flagOf(broken ? ((label?.slice(1) ?? null) as BeatLabel | null) : (label as BeatLabel | null), broken);
  });
  return {
    source:
      labels.length > 0
        ? { kind: 'file', track: 'atr' }
        : { kind: 'computed', algorithm: 'a', version: '1', leads: [] },
    ...{ duration_ms: 3_600_000, analysed_ms: null, missing_ms: 0, gaps: [], marks: [] },
    times_ms: Uint32Array.from(times),
    flags: Uint8Array.from(flags),
  };
}

const even = (count: number, rr: number) => Array.from({ length: count }, (_, k) => 100 + k * rr);

function aTrack(change: Partial<AnnotationTrack>): AnnotationTrack {
  const code = change.code ?? [];
  const at = change.at ?? Float64Array.from(code.map((_, k) => k * 100));
  const none = code.map(() => null);
  return {
    ...{ name: 'atr', clock: { numerator: 100, denominator: 1 }, block: null, wfdb: null },
    ...{ at, code, duration: none, text: none, lead: none },
    ...change,
  };
}

const aChannel = (change: Partial<Channel>): Channel => ({
  ...{ id: '0', name: 'II', kind: 'rhythm', unit: 'uV', derived: false, encoding: 'int16' },
  rate: { numerator: 250, denominator: 1 },
  segments: [],
  ...change,
});

describe('the binary form of a list of beats', () => {
  it('gives back what it was made of, over pauses of any length', () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 65_000, max: 400_000 })));
    fc.assert(
      fc.property(steps, fc.nat(100_000), (gaps, first) => {
        let at = first;
        const list = aList(gaps.map((step) => (at += step)));
        const flagged = { ...list, flags: list.flags.map((_, index) => index % 256) };
        expect(decodeBeats(encodeBeats(flagged))).toEqual(flagged);
      }),
    );
  });

  it('takes three bytes a beat', () => {
    const bytes = (count: number) => encodeBeats(aList(even(count, 800))).length;
    expect(bytes(100_000) - bytes(10_000)).toBeLessThan(90_000 * 3 + 64);
  });

  it('is refused where it is cut off or something else', () => {
    const bytes = encodeBeats(aList(even(5, 800)));
    for (const cut of [bytes.subarray(0, 6), bytes.subarray(0, 40), bytes.subarray(0, -1), new Uint8Array(64)])
      expect(() => decodeBeats(cut)).toThrow(RangeError);
  });
});

describe('a span of a list', () => {
  it('holds the beats from its start to before its end, and what reaches into it', () => {
    const list: BeatList = {
      ...aList(even(10, 1000)),
      gaps: [
        { from_ms: 500, to_ms: 2100 },
        { from_ms: 2100, to_ms: 2500 },
        { from_ms: 4100, to_ms: 4200 },
      ],
      marks: [
        { kind: 'note', from_ms: 2100, to_ms: null, text: 'a' },
        { kind: 'note', from_ms: 4100, to_ms: null, text: 'b' },
      ],
    };
    const span = beatsBetween(list, 2100, 4100);
    expect([...span.times_ms]).toEqual([2100, 3100]);
    expect(span.gaps).toEqual([{ from_ms: 2100, to_ms: 2500 }]);
    expect(span.marks.map(({ text }) => text)).toEqual(['a']);
    expect(intervalAt(span, 0)).toBeNull();
    expect(intervalAt(span, 1)).toBe(1000);
  });
});

describe('what beats come to', () => {
  it('has rates of ten intervals, and none over a break', () => {
    const times = [
      ...even(11, 1000),
      ...even(11, 500).map((at) => at + 20_000),
      ...even(11, 100).map((at) => at + 40_000),
    ];
    const labels = times.map((_, k) => ([11, 22, 28].includes(k) ? '|N' : 'N') as '|N' | 'N');
    const facts = beatFacts(aList(times, labels));
    expect(facts.slowest).toEqual({ bpm: 60, from_ms: 100, to_ms: 10_100 });
    // the last eleven hold a break after six: no ten intervals in a row
    expect(facts.fastest?.bpm).toBe(120);
    expect(facts).toMatchObject({ beats: 33, labelled: true, labels: { N: 33, V: 0 } });
    expect(facts.longest_rr).toEqual({ ms: 1000, at_ms: 100 });
  });

  it('says nothing where there are no beats, and does not call unlabelled beats normal', () => {
    expect(beatFacts(aList([]))).toMatchObject({ beats: 0, mean_bpm: null, fastest: null, longest_rr: null });
    expect(beatFacts(aList(even(5, 800)))).toMatchObject({ labelled: false, labels: { N: 0 } });
  });

  it('lists runs of three, pauses over two seconds and single labels', () => {
    const list = aList([0, 500, 1000, 1500, 3600, 4000, 4400, 6400], ['N', 'V', 'V', 'V', 'S', 'V', 'V', 'N']);
    const places = jumpPlaces(list, beatFacts(list), []);
    expect(places.get('run')).toEqual([{ at_ms: 500, to_ms: 1500, rr_ms: null, bpm: 120, text: '3 beats' }]);
    expect(places.get('V')?.map(({ at_ms }) => at_ms)).toEqual([500, 1000, 1500, 4000, 4400]);
    expect(places.get('pause')).toMatchObject([{ at_ms: 1500, to_ms: 3600, rr_ms: 2100 }]);
    expect(places.get('S')).toMatchObject([{ at_ms: 3600, rr_ms: 2100 }]);
    expect([...places.keys()]).toEqual(['V', 'run', 'S', 'longest', 'pause']);
  });
});

describe('what a file marks', () => {
  it('becomes beats by AAMI class and marks; a rhythm lasts to the next', () => {
    const code = ['+', 'N', 'L', 'A', 'V', '/', 'f', '+', 'p', '~', '"'];
    const text = code.map((one, k) => (one === '+' ? (k === 0 ? '(N' : '(AFIB') : one === '"' ? 'dizzy' : null));
    const track = aTrack({ code, text });
    expect(annotatedBeats([track], 11_000, () => 0)?.labels).toEqual(['N', 'N', 'S', 'V', 'P', 'Q']);
    expect(annotatedMarks([track], 11_000, () => 0)).toEqual([
      { kind: 'rhythm', from_ms: 0, to_ms: 7000, text: 'N' },
      { kind: 'rhythm', from_ms: 7000, to_ms: 11_000, text: 'AFIB' },
      { kind: 'noise', from_ms: 9000, to_ms: null, text: 'Signal quality changes' },
      { kind: 'note', from_ms: 10_000, to_ms: null, text: 'dizzy' },
    ]);
  });

  it('is no list of beats where it names a few of an hour, and counts from its block', () => {
    const track = aTrack({ code: ['N', 'V'], block: 1 });
    expect(annotatedBeats([track], 3_600_000, () => 0)).toBeNull();
    expect(annotatedBeats([track], 10_000, (block) => (block ?? 0) * 500)?.times_ms).toEqual([500, 1500]);
  });
});

describe('beats that are found', () => {
  const recording = readOk([recordingFile('wfdb/100/100.zip')]);
  const { channels, duration_ms } = fileChannels(recording);
  const marks = { tracks: recording.annotations, block_starts_ms: [] };

  it('are those of MIT-BIH record 100: all 2273 within 25 ms, at the borders of blocks as well', () => {
    const marked = makeBeatList(channels, duration_ms, marks);
    const found = findBeats(channels);
    expect(found?.times_ms).toHaveLength(2273);
    for (const [index, at] of (found?.times_ms ?? []).entries())
      expect(Math.abs(at - (marked?.times_ms[index] ?? 0))).toBeLessThan(25);
    expect(found?.analysed_ms).toBeCloseTo(duration_ms, 0);
  });

  it('have no interval over a gap, and the gap is listed', () => {
    const cut = channels.map((channel): Channel => {
      const [segment] = channel.segments;
      if (!segment) throw new Error('no samples');
      const late = { ...segment, start_ms: 100_000, samples: segment.samples.slice(36_000, 46_800) };
      return { ...channel, segments: [{ ...segment, samples: segment.samples.slice(0, 25_200) }, late] };
    });
    const list = makeBeatList(cut, 130_000, null);
    expect(list).toMatchObject({ gaps: [{ from_ms: 70_000, to_ms: 100_000 }], missing_ms: 30_000 });
    expect(list?.analysed_ms).toBe(100_000);
    const first = list ? [...list.times_ms].findIndex((at) => at >= 100_000) : -1;
    expect(first).toBeGreaterThan(60);
    expect(list && intervalAt(list, first)).toBeNull();
  });

  it('are not looked for in a short recording, nor where no lead is in mV', () => {
    expect(makeBeatList(channels, 60_000, null)).toBeNull();
    expect(
      makeBeatList(
        channels.map((channel) => ({ ...channel, unit: '1' })),
        duration_ms,
        null,
      ),
    ).toBeNull();
  });
});

describe('gaps', () => {
  it('are where every rhythm channel is silent', () => {
    const segment = (start_ms: number, seconds: number) => ({
      ...{ start_ms, scale: 1, offset: 0 },
      samples: new Int16Array(seconds * 250),
    });
    const one = aChannel({ segments: [segment(1000, 4), segment(9000, 1)] });
    const two = aChannel({ id: '1', segments: [segment(5100, 1)] });
    expect(gapsOf([one, two], 12_000)).toEqual({
      gaps: [
        { from_ms: 0, to_ms: 1000 },
        { from_ms: 6100, to_ms: 9000 },
        { from_ms: 10_000, to_ms: 12_000 },
      ],
      missing_ms: 5900,
    });
  });
});
